from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.records.routes import remove_route, share_routes
from avert.web.society.pages import pages_of
from avert.web.society.register import pages, part_views, security_views, services, tie_views, views

TIE, TRUST, ACTIVITY = (f"{kind}/<uuid:record_id>/" for kind in ("ties", "trust", "activities"))

urlpatterns: list[URLPattern] = [
    path("", views.structures, name="structures"),
    path("new/", views.new, name="new"),
    path("structures.<str:form>", views.sheet, name="sheet"),
    path("security/", security_views.security, name="security"),
    share_routes("society.securitypolicy", pages.pages_of_policy, under="security/", name="security")[1],
    path("<uuid:structure_id>/", views.structure, name="structure"),
    path("<uuid:structure_id>/edit/", views.edit, name="edit"),
    path("<uuid:structure_id>/voices/", views.voices, name="voices"),
    path("<uuid:structure_id>/remove/", views.remove, name="remove"),
    path("<uuid:structure_id>/ties/new/", tie_views.new, name="tie-new"),
    path("<uuid:structure_id>/trust/new/", part_views.new_trust, name="trust-new"),
    path("<uuid:structure_id>/activities/new/", part_views.new_activity, name="activity-new"),
    *share_routes(views.KIND, pages_of, service=services.share_structure),
    path(TIE, tie_views.tie, name="tie"),
    path(f"{TIE}edit/", tie_views.edit, name="tie-edit"),
    path(f"{TIE}end/", tie_views.end, name="tie-end"),
    *share_routes(tie_views.TIE, pages.pages_of_tie, under="ties/", name="tie"),
    remove_route(tie_views.TIE, pages.pages_of_tie, under="ties/", name="tie"),
    path(TRUST, part_views.trust, name="trust"),
    path(f"{TRUST}edit/", part_views.edit_trust, name="trust-edit"),
    *share_routes(part_views.TRUST, pages.pages_of_trust, under="trust/", name="trust"),
    remove_route(part_views.TRUST, pages.pages_of_trust, under="trust/", name="trust"),
    path(ACTIVITY, part_views.activity, name="activity"),
    path(f"{ACTIVITY}edit/", part_views.edit_activity, name="activity-edit"),
    *share_routes(part_views.ACTIVITY, pages.pages_of_activity, under="activities/", name="activity"),
    remove_route(part_views.ACTIVITY, pages.pages_of_activity, under="activities/", name="activity"),
]
