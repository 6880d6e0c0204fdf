from __future__ import annotations

from django.urls import path

from avert.web.scorecard import outcome_views, views, week_views

app_name = "scorecard"
urlpatterns = [
    path("", views.scorecard, name="scorecard"),
    path("gap/", views.gap, name="gap"),
    path("hindcast/", views.hindcast, name="hindcast"),
    path("outcomes/", outcome_views.outcomes, name="outcomes"),
    path("outcomes/<uuid:warning_id>/", outcome_views.outcome, name="outcome"),
    path("week/", week_views.week, name="week"),
    path("week/report.<str:form>", week_views.document, name="week-document"),
]
