from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.assessment.evidence import claim_views, gap_views, views
from avert.web.assessment.evidence.pages import pages_of_claim, pages_of_evidence, pages_of_gap
from avert.web.records.routes import remove_route, share_routes

_IN = "<uuid:assessment_id>/evidence/"
urlpatterns: list[URLPattern] = [
    path("evidence/from-signal/", views.from_signal, name="from-signal"),
    path(_IN, views.evidence, name="evidence"),
    path(f"{_IN}new/", views.new, name="new-evidence"),
    path(f"{_IN}claims/new/", claim_views.new, name="new-claim"),
    path(f"{_IN}gaps/new/", gap_views.new, name="new-gap"),
    path("evidence/<uuid:record_id>/edit/", views.edit, name="edit-evidence"),
    path("evidence/<uuid:record_id>/discard/", views.discard, name="discard-evidence"),
    path("evidence/<uuid:record_id>/weigh/", views.weigh, name="weigh"),
    path("claims/<uuid:record_id>/edit/", claim_views.edit, name="edit-claim"),
    path("claims/<uuid:record_id>/hypotheses/", views.hypotheses, name="hypotheses"),
    path("gaps/<uuid:record_id>/edit/", gap_views.edit, name="edit-gap"),
    path("gaps/<uuid:record_id>/close/", gap_views.close, name="close-gap"),
    *share_routes(views.EVIDENCE, pages_of_evidence, under="evidence/", name="evidence"),
    remove_route(views.EVIDENCE, pages_of_evidence, under="evidence/", name="evidence"),
    *share_routes(views.CLAIM, pages_of_claim, under="claims/", name="claim"),
    remove_route(views.CLAIM, pages_of_claim, under="claims/", name="claim"),
    *share_routes(gap_views.GAP, pages_of_gap, under="gaps/", name="gap"),
    remove_route(gap_views.GAP, pages_of_gap, under="gaps/", name="gap"),
]
