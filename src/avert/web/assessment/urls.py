from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from avert.web.assessment import views
from avert.web.assessment.editions import urls as editions
from avert.web.assessment.evidence import urls as evidence
from avert.web.assessment.pages import pages_of
from avert.web.assessment.questions import urls as questions
from avert.web.assessment.readings import urls as readings
from avert.web.assessment.voices import urls as voices
from avert.web.records.routes import remove_route, share_routes

app_name = "assessment"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.assessments, name="assessments"),
    path("new/", views.new, name="new"),
    path("<uuid:assessment_id>/", views.assessment, name="assessment"),
    path("<uuid:assessment_id>/edit/", views.edit, name="edit"),
    path("<uuid:assessment_id>/next-round/", views.next_round, name="next-round"),
    *share_routes(views.KIND, pages_of),
    remove_route(views.KIND, pages_of),
    *voices.urlpatterns,
    *readings.urlpatterns,
    *evidence.urlpatterns,
    *questions.urlpatterns,
    *editions.urlpatterns,
]
