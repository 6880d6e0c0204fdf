from __future__ import annotations

from django.urls import path

from avert.web.records.routes import remove_route, share_routes
from avert.web.replays.exercises import views
from avert.web.replays.exercises.pages import pages_of

app_name = "exercises"
urlpatterns = [
    path("", views.exercises_page, name="exercises"),
    path("new/", views.new, name="new"),
    path("<uuid:record_id>/", views.exercise, name="exercise"),
    path("<uuid:record_id>/move-on/", views.move_on, name="move-on"),
    path("<uuid:record_id>/take-in/", views.take_in, name="take-in"),
    path("<uuid:record_id>/enter-readings/", views.enter_readings, name="enter-readings"),
    path("<uuid:record_id>/enter-structures/", views.enter_structures, name="enter-structures"),
    path("<uuid:record_id>/debrief/", views.debrief, name="debrief"),
    *share_routes("exercises.exercise", pages_of),
    remove_route("exercises.exercise", pages_of),
]
