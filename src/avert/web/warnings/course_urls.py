"""Addresses of what became of a warning at an addressee; ``urls`` takes them in."""

from __future__ import annotations

from django.urls import path

from avert.warning.clock import Stage
from avert.web.warnings import course_views as views

AT = "<uuid:warning_id>/at/<uuid:addressee_id>/"

urlpatterns = [
    path("asked-of-us/", views.asked_of_us, name="asked-of-us"),
    path("asked-by-us/", views.asked_by_us, name="asked-by-us"),
    path(AT, views.at_addressee, name="course"),
    path(f"{AT}acknowledge/", views.acknowledge, name="acknowledge"),
    path(f"{AT}share-decision/", views.share_decision, name="share-decision"),
    path(f"{AT}correct/<uuid:event_id>/", views.correct, name="course-correct"),
    *(
        path(f"{AT}{stage.name.lower()}/", views.step, {"stage": stage}, name=f"course-{stage.name.lower()}")
        for stage in Stage
    ),
]
