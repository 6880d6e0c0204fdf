from __future__ import annotations

from django.urls import include, path

from avert.web.world import claim_views, views

urlpatterns = [
    path("world/", views.world, name="world"),
    path("country/<str:code>/", views.country, name="country"),
    path("risk/monthly/", views.monthly, name="monthly-risk"),
    path("risk/monthly.csv", views.monthly_file, name="monthly-risk-file"),
    path("risk/", include("avert.web.world.risk.urls")),
    path("forecasts/", include("avert.web.world.forecasts.urls")),
    path("data/", views.data, name="data"),
    path("claims/", claim_views.claims, name="claims"),
    path("claims/quadrants/", claim_views.quadrants, name="claims-quadrants"),
    path("claims/quadrants.csv", claim_views.quadrants_file, name="claims-quadrants-file"),
    path("claims/<slug:name>/", claim_views.claim, name="claim"),
    path("claims/<slug:name>/<slug:part>.csv", claim_views.claim_file, name="claim-file"),
    path("search/", views.search, name="search"),
    path("figures/<slug:digest>.css", views.figure_sheet, name="figure-sheet"),
]
