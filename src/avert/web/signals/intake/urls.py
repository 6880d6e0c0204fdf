from __future__ import annotations

from django.urls import path

from avert.web.records.routes import remove_route, share_routes
from avert.web.signals.intake import views
from avert.web.signals.intake.file_page import pages_of

app_name = "intake"
urlpatterns = [
    path("", views.intake, name="intake"),
    path("file/", views.new_file, name="new-file"),
    path("file/<uuid:file_id>/", views.file, name="file"),
    path("file/<uuid:file_id>/left-out.csv", views.left_out, name="left-out"),
    *share_routes(views.KIND, pages_of, under="file/", name="file"),
    remove_route(views.KIND, pages_of, under="file/", name="file"),
    path("reports.csv", views.template, name="template"),
    path("card/", views.card, name="card"),
    path("card.pdf", views.printed, {"sheet": "card"}, name="card-pdf"),
    path("key.pdf", views.printed, {"sheet": "key"}, name="key-pdf"),
    path("signals.xlsx", views.form, name="form"),
]
