from __future__ import annotations

from django.urls import path

from avert.web.replays import views

app_name = "replays"
urlpatterns = [
    path("replays/", views.replays, name="replays"),
    path("replays/<slug:slug>/", views.replay, name="replay"),
    path("replays/<slug:slug>/known.csv", views.known_file, name="known-file"),
]
