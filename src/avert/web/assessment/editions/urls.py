from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.assessment.editions import services, views
from avert.web.assessment.editions.pages import pages_of_edition
from avert.web.records.routes import remove_route, share_routes

UNDER = "editions/"
urlpatterns: list[URLPattern] = [
    path("<uuid:assessment_id>/editions/", views.editions, name="editions"),
    path("<uuid:assessment_id>/editions/new/", views.freeze, name="freeze"),
    path("<uuid:assessment_id>/mismatch/", views.mismatch, name="mismatch"),
    path(f"{UNDER}<uuid:record_id>/", views.edition, name="edition"),
    path(f"{UNDER}<uuid:record_id>/edit/", views.edit, name="edition-edit"),
    path(f"{UNDER}<uuid:record_id>/signature/", views.signature, name="edition-signature"),
    path(f"{UNDER}<uuid:record_id>/signature/replace/", views.replace_key, name="replace-edition-key"),
    path(f"{UNDER}<uuid:record_id>/edition.json", views.file, name="edition-file"),
    path(f"{UNDER}<uuid:record_id>/compare/", views.compare, name="compare-editions"),
    *share_routes(views.EDITION, pages_of_edition, under=UNDER, name="edition", service=services.share),
    remove_route(views.EDITION, pages_of_edition, under=UNDER, name="edition"),
]
