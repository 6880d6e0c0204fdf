"""The files to download, the OpenAPI document and the page that explains it."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from avert.web.access import reference_page
from avert.web.api import documentation, files, selectors
from avert.web.api.answering import ANY_TOKEN, answers_programs
from avert.web.api.geojson import world_collection
from avert.web.api.shelf import shelf_of
from avert.web.api.v1 import document
from avert.web.rates import costly
from avert.web.site.sheets import Column, sheet

CSV = "text/csv; charset=utf-8; header=present"
JSON, GEOJSON = "application/json", "application/geo+json"
SOURCES = "sources.json"


@costly
@answers_programs
def world_file(request: HttpRequest, measure: str, year: int, format: str) -> HttpResponse:
    """Give the world by one measure in one year."""
    if format not in {"csv", "geojson", SOURCES}:
        raise Http404
    answer = selectors.world(shelf_of(request), measure, year)
    name = f"avert-world-{answer['measure']}-{answer['year']}"
    if format == "geojson":
        return _json(world_collection(answer), f"{name}.geojson", GEOJSON)
    if format == SOURCES:
        return _json(_without_rows(answer), f"{name}.{SOURCES}")
    about = reverse("downloads:world", kwargs={"measure": measure, "year": year, "format": SOURCES})
    return _csv(request, files.WORLD, files.world_rows(answer), name, about)


@costly
@answers_programs
def country_file(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """Give every figure of one place."""
    if format not in {"csv", "json", SOURCES}:
        raise Http404
    answer = files.country(shelf_of(request), code)
    name = f"avert-country-{answer['place']['code']}"
    if format == "json":
        return _json(answer, f"{name}.json")
    if format == SOURCES:
        return _json(_without_rows(answer), f"{name}.{SOURCES}")
    about = reverse("downloads:country", kwargs={"code": code, "format": SOURCES})
    return _csv(request, files.COUNTRY, answer["rows"], name, about)


@partial(answers_programs, scopes=ANY_TOKEN)
def openapi(_request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    return JsonResponse(document())


@partial(answers_programs, scopes=ANY_TOKEN)
def nothing(_request: HttpRequest, nothing: str) -> HttpResponse:  # noqa: ARG001  the route names it
    """Answer in JSON that there is nothing here, where a page would be no help."""
    raise Http404


@reference_page
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Explain the API and the files."""
    said = document()
    context = {
        "about": said["info"]["description"].split("\n\n"),
        "operations": documentation.operations(said),
        "common": documentation.common_fields(),
        "failures": documentation.failures(said),
        "columns": [column.name for column in files.WORLD],
        "country_columns": [column.name for column in files.COUNTRY],
    }
    return render(request, "api/docs.html", context)


def _json(content: dict[str, Any], name: str, kind: str = JSON) -> HttpResponse:
    text = json.dumps(content, default=str, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _file(text, name, kind)


def _csv(
    request: HttpRequest, columns: tuple[Column, ...], rows: list[dict[str, Any]], name: str, about: str
) -> HttpResponse:
    response = _file(sheet(columns, rows, has_tags=request.GET.get("hxl") == "1"), f"{name}.csv", CSV)
    # A comment in the file would break its readers, so sources and terms stand beside it.
    response.headers["Link"] = f'<{about}>; rel="describedby"; type="{JSON}"'
    return response


def _file(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _without_rows(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "rows"}
