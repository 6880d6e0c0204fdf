from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.society.network import views

urlpatterns: list[URLPattern] = [
    path("network/", views.network, name="network"),
    path("network/data.json", views.network_data, name="network-data"),
    path("network/ties.csv", views.network_sheet, name="network-sheet"),
    path("matrix/", views.matrix, name="matrix"),
    path("reach/", views.reach, name="reach"),
    path("reach/areas.csv", views.reach_sheet, name="reach-sheet"),
    path("reach/map.svg", views.reach_map, name="reach-map"),
    path("timeline/", views.timeline, name="timeline"),
    path("measures/", views.measures, name="measures"),
    path("measures/study/", views.study, name="study"),
    path("connect/", views.connect, name="connect"),
]
