from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.assessment.voices import pages, process_views, views
from avert.web.records.routes import share_routes

STAKEHOLDER, PROCESS, CONNECTION = (
    f"{kind}/<uuid:record_id>/" for kind in ("stakeholders", "processes", "connections")
)

urlpatterns: list[URLPattern] = [
    path("<uuid:assessment_id>/voices/", views.voices, name="voices"),
    path("<uuid:assessment_id>/voices/new/", views.new_stakeholder, name="new-stakeholder"),
    path(STAKEHOLDER, views.stakeholder, name="stakeholder"),
    path(f"{STAKEHOLDER}edit/", views.edit_stakeholder, name="edit-stakeholder"),
    path(f"{STAKEHOLDER}remove/", views.remove_stakeholder, name="stakeholder-remove"),
    path("processes/", process_views.processes, name="processes"),
    path("processes/new/", process_views.new_process, name="new-process"),
    path(PROCESS, process_views.process, name="process"),
    path(f"{PROCESS}edit/", process_views.edit_process, name="edit-process"),
    path(f"{PROCESS}remove/", process_views.remove_process, name="process-remove"),
    path(f"{PROCESS}connect/", process_views.connect, name="connect"),
    path(CONNECTION, process_views.connection, name="connection"),
    path(f"{CONNECTION}edit/", process_views.edit_connection, name="edit-connection"),
    path(f"{CONNECTION}remove/", process_views.remove_connection, name="connection-remove"),
    path(f"{CONNECTION}answer/", process_views.answer, name="answer-connection"),
    *share_routes(views.STAKEHOLDER, pages.pages_of_stakeholder, under="stakeholders/", name="stakeholder"),
    *share_routes(process_views.PROCESS, pages.pages_of_process, under="processes/", name="process"),
    *share_routes(
        process_views.CONNECTION, pages.pages_of_connection, under="connections/", name="connection"
    ),
]
