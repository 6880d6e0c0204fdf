from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from avert.web.records.routes import remove_route, share_routes
from avert.web.signals import step_views, views, watching_urls
from avert.web.signals.signal_page import pages_of, pages_of_part

app_name = "signals"
_ONE = "<uuid:signal_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    *watching_urls.urlpatterns,
    path("intake/", include("avert.web.signals.intake.urls")),
    path("", views.signals, name="signals"),
    path("new/", views.new, name="new"),
    path("signals.csv", views.sheet, name="sheet"),
    path("unanswered/", views.unanswered, name="unanswered"),
    path(_ONE, views.signal, name="signal"),
    path(f"{_ONE}edit/", views.edit, name="edit"),
    path(f"{_ONE}reporter/", views.reporter, name="reporter"),
    path(f"{_ONE}life/", views.life, name="life"),
    path(f"{_ONE}grade/", step_views.grade, name="grade"),
    path(f"{_ONE}verify/", step_views.verify, name="verify"),
    path(f"{_ONE}answer/", step_views.answer, name="answer"),
    path(f"{_ONE}relate/", step_views.relate, name="relate"),
    path(f"{_ONE}unrelate/<uuid:other_id>/", step_views.unrelate, name="unrelate"),
    path(f"{_ONE}merge/", step_views.merge, name="merge"),
    path(f"{_ONE}set-aside/", step_views.set_aside, name="set-aside"),
    path(f"{_ONE}reopen/", step_views.reopen, name="reopen"),
    *share_routes("signals.signal", pages_of),
    remove_route("signals.signal", pages_of),
    *share_routes("signals.verification", pages_of_part, under="verifications/", name="verification"),
    *share_routes("signals.answer", pages_of_part, under="answers/", name="answer"),
]
