from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from avert.web.records.routes import remove_route, share_routes
from avert.web.warnings import addressee_views, agreed_views, replacing_views, services, step_views, views
from avert.web.warnings.agreed_page import agreed_pages_of
from avert.web.warnings.warning_page import pages_of

ONE = "<uuid:warning_id>/"
AGREED = "agreed/<uuid:agreed_id>/"

app_name = "warnings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("avert.web.warnings.course_urls")),
    path("", views.warnings, name="warnings"),
    path("new/", views.new, name="new"),
    path("agreed/", agreed_views.agreed_messages, name="agreed-messages"),
    path("agreed/new/", agreed_views.new, name="new-agreed"),
    path(AGREED, agreed_views.agreed, name="agreed"),
    path(f"{AGREED}edit/", agreed_views.edit, name="edit-agreed"),
    path(f"{AGREED}recipients/", agreed_views.recipients, name="recipients"),
    path(
        f"{AGREED}recipients/<uuid:recipient_id>/remove/",
        agreed_views.remove_recipient,
        name="remove-recipient",
    ),
    path(f"{AGREED}send/", agreed_views.send, name="send"),
    *share_routes(
        "warnings.agreed", agreed_pages_of, under="agreed/", name="agreed", service=services.share_agreed
    ),
    remove_route("warnings.agreed", agreed_pages_of, under="agreed/", name="agreed"),
    *share_routes("warnings.warning", pages_of, service=services.share_warning),
    path(ONE, views.warning, name="warning"),
    path(f"{ONE}edit/", views.edit, name="edit"),
    path(f"{ONE}remove/", views.remove, name="remove"),
    path(f"{ONE}propose/", step_views.propose, name="propose"),
    path(f"{ONE}back/", step_views.back, name="back"),
    path(f"{ONE}drop/", step_views.drop, name="drop"),
    path(f"{ONE}check/", step_views.check, name="check"),
    path(f"{ONE}release/", step_views.release, name="release"),
    path(f"{ONE}review/", step_views.review, name="review"),
    path(f"{ONE}update/", replacing_views.update, name="update"),
    path(f"{ONE}cancel/", replacing_views.cancel, name="cancel"),
    path(f"{ONE}all-clear/", replacing_views.all_clear, name="all-clear"),
    path(f"{ONE}addressees/new/", addressee_views.new, name="new-addressee"),
    path(f"{ONE}addressees/<uuid:addressee_id>/edit/", addressee_views.edit, name="edit-addressee"),
    path(f"{ONE}addressees/<uuid:addressee_id>/remove/", addressee_views.remove, name="remove-addressee"),
]
