from __future__ import annotations

from django.urls import path

from avert.web.assessment.library import views

app_name = "frameworks"
urlpatterns = [
    path("", views.frameworks, name="frameworks"),
    path("lenses/", views.lenses, name="lenses"),
    path("<str:framework_id>/", views.framework, name="framework"),
    path("<str:framework_id>/indicators.csv", views.indicators_file, name="indicators-file"),
    path("<str:framework_id>/measured.csv", views.measured_file, name="measured-file"),
]
