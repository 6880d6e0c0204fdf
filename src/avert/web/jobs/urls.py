from __future__ import annotations

from django.urls import path

from avert.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.running, name="running"),
    path("recompute/", views.recompute, name="recompute"),
    path("<uuid:job_id>/cancel/", views.cancel, name="cancel"),
]
