from __future__ import annotations

from django.urls import path

from avert.web.commitments import file_views, report_views, views
from avert.web.commitments.commitment_page import pages_of, report_pages_of
from avert.web.records.routes import share_routes

app_name = "commitments"
urlpatterns = [
    *share_routes(views.KIND, pages_of),
    *share_routes(report_views.REPORT, report_pages_of, under="reports/", name="report"),
    path("", views.commitments, name="commitments"),
    path("new/", views.new, name="new"),
    path("calendar.ics", file_views.calendar, name="calendar"),
    path("commitments.csv", file_views.sheet, name="sheet"),
    path("reports/<uuid:report_id>/", report_views.report, name="report"),
    path("<uuid:commitment_id>/", views.commitment, name="commitment"),
    path("<uuid:commitment_id>/edit/", views.edit, name="edit"),
    path("<uuid:commitment_id>/report/", report_views.new_report, name="new-report"),
]
