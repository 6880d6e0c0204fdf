from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.records.routes import remove_route, share_routes
from avert.web.society.imports import views
from avert.web.society.imports.file_page import pages_of

urlpatterns: list[URLPattern] = [
    path("imports/", views.imports, name="imports"),
    path("imports/structures.csv", views.template, {"of": "structures"}, name="structure-template"),
    path("imports/ties.csv", views.template, {"of": "ties"}, name="tie-template"),
    path("imports/<uuid:file_id>/", views.file, name="import"),
    path("imports/<uuid:file_id>/messages.csv", views.problems, name="import-messages"),
    *share_routes(views.KIND, pages_of, under="imports/", name="import"),
    remove_route(views.KIND, pages_of, under="imports/", name="import"),
    path("duplicates/", views.suggested, name="duplicates"),
    path("duplicates/decide/", views.merge, name="merge"),
    path("<uuid:structure_id>/undo-merge/", views.undo, name="undo"),
]
