from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.assessment.questions import views
from avert.web.assessment.questions.pages import pages_of_question
from avert.web.records.routes import remove_route, share_routes

_IN = "<uuid:assessment_id>/questions/"
_ONE = "questions/<uuid:record_id>/"
urlpatterns: list[URLPattern] = [
    path(_IN, views.questions, name="questions"),
    path(f"{_IN}new/", views.new, name="new-question"),
    path(f"{_IN}judgements.csv", views.judgements, name="judgements"),
    path(_ONE, views.question, name="question"),
    path(f"{_ONE}edit/", views.edit, name="edit-question"),
    path(f"{_ONE}judge/", views.judge, name="judge"),
    path(f"{_ONE}paper/", views.paper, name="judge-from-paper"),
    path(f"{_ONE}close/", views.close, name="close-round"),
    path(f"{_ONE}resolve/", views.resolve, name="resolve"),
    *share_routes(views.QUESTION, pages_of_question, under="questions/", name="question"),
    remove_route(views.QUESTION, pages_of_question, under="questions/", name="question"),
]
