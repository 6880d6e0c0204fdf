from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.assessment.readings import giving_views, statement_views, views
from avert.web.assessment.readings.statements import pages_of_reading, pages_of_statement
from avert.web.records.routes import remove_route, share_routes

_IN = "<uuid:assessment_id>/readings/"
_STATEMENTS, _GIVEN = "readings/statements/", "readings/given/"
urlpatterns: list[URLPattern] = [
    path(_IN, views.readings, name="readings"),
    path(f"{_IN}new/", giving_views.new, name="new-reading"),
    path(f"{_IN}file/", giving_views.file, name="reading-file"),
    path(f"{_IN}sheet/", giving_views.sheet, name="reading-sheet"),
    path(f"{_IN}paper/", giving_views.paper, name="reading-paper"),
    path(f"{_IN}statements/new/", statement_views.new, name="new-statement"),
    path(f"{_IN}<str:code>/", views.indicator, name="indicator"),
    path("<uuid:assessment_id>/lenses/", views.lenses, name="lenses"),
    path(f"{_STATEMENTS}<uuid:record_id>/edit/", statement_views.edit, name="edit-statement"),
    *share_routes(statement_views.KIND, pages_of_statement, under=_STATEMENTS, name="statement"),
    remove_route(statement_views.KIND, pages_of_statement, under=_STATEMENTS, name="statement"),
    *share_routes(views.READING, pages_of_reading, under=_GIVEN, name="reading"),
    remove_route(views.READING, pages_of_reading, under=_GIVEN, name="reading"),
]
