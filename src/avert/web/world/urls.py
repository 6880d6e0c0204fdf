from __future__ import annotations

from django.urls import path

from avert.web.world import views

urlpatterns = [
    path("world/", views.world, name="world"),
    path("country/<str:code>/", views.country, name="country"),
    path("data/", views.data, name="data"),
    path("search/", views.search, name="search"),
    path("figures/<slug:digest>.css", views.figure_sheet, name="figure-sheet"),
]
