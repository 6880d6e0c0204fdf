from __future__ import annotations

from django.urls import path

from avert.web.world.risk import views

urlpatterns = [
    path("", views.ranking, name="risk"),
    path("models/", views.models, name="risk-models"),
    path("hindsight/", views.hindsight, name="risk-hindsight"),
    path("<slug:part>.csv", views.part, name="risk-file"),
]
