from __future__ import annotations

from django.urls import path

from avert.web.world.forecasts import views

urlpatterns = [
    path("", views.ranking, name="forecasts"),
    path("models/", views.models, name="forecast-models"),
    path("<slug:part>.csv", views.part, name="forecast-file"),
    path("<str:code>/", views.place, name="forecast-of-place"),
]
