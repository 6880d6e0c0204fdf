from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.book import paper_views, question_views, views
from avert.web.book.pages import pages_of_entry, pages_of_question
from avert.web.records.routes import remove_route, share_routes
from avert.web.site.record_pages import whole_routes

app_name = "book"
urlpatterns: list[URLPattern] = [
    path("", views.book, name="book"),
    path("new/", views.new, name="new"),
    path("type-back/", paper_views.type_back, name="type-back"),
    path("paper/", paper_views.paper, name="paper"),
    path("paper/blank.pdf", paper_views.blank, name="blank"),
    path("week/", paper_views.week, name="week"),
    path("safety/", paper_views.safety, name="safety"),
    path("<uuid:entry_id>/", views.entry, name="entry"),
    path("<uuid:entry_id>/edit/", views.edit, name="edit"),
    path("<uuid:entry_id>/done/", views.done, name="done"),
    path("<uuid:entry_id>/next-meeting.ics", views.next_meeting, name="next-meeting"),
    *share_routes("book.entry", pages_of_entry),
    remove_route("book.entry", pages_of_entry),
    path("questions/", question_views.questions, name="questions"),
    path("questions/new/", question_views.new, name="new-question"),
    path("questions/<uuid:question_id>/", question_views.question, name="question"),
    path("questions/<uuid:question_id>/edit/", question_views.edit, name="edit-question"),
    path("questions/<uuid:question_id>/answer/", question_views.answer, name="answer"),
    path("answers/<uuid:answer_id>/remove/", question_views.remove_answer, name="remove-answer"),
    *whole_routes("book.question", pages_of_question, under="questions/", name="question"),
]
