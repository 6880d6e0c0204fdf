from __future__ import annotations

from django.urls import path

from avert.web.notes import attachment_views, views
from avert.web.notes.note_page import pages_of
from avert.web.records.routes import remove_route, share_routes

app_name = "notes"
urlpatterns = [
    *share_routes("notes.note", pages_of),
    remove_route("notes.note", pages_of),
    path("", views.notes, name="notes"),
    path("new/", views.new, name="new"),
    path("<uuid:note_id>/", views.note, name="note"),
    path("<uuid:note_id>/edit/", views.edit, name="edit"),
    path("<uuid:note_id>/source/", views.source, name="source"),
    path("<uuid:note_id>/attach/", attachment_views.attach, name="attach"),
    path("attachments/<uuid:attachment_id>/", attachment_views.download, name="attachment"),
    path("attachments/<uuid:attachment_id>/share/", attachment_views.share, name="share-attachment"),
    path("attachments/<uuid:attachment_id>/history/", attachment_views.history, name="attachment-history"),
    path("attachments/<uuid:attachment_id>/remove/", attachment_views.remove, name="remove-attachment"),
]
