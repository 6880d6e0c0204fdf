"""Addresses for programs: each closed like a reference page or like records; none is open because someone forgot."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from avert.web.api import views
from avert.web.api.answering import answers_programs, answers_with_records
from avert.web.api.record_answers import JUDGING, SCOPES
from avert.web.api.v1 import api
from avert.web.rates import costly

RECORDS = ("assessments", "editions", "exercises", "notes", "signals", "structures", "warnings")
NOTES = "notes"  # changed whole and by version, so that each method says what it takes
# A mail may be large. A text message is not, and a gateway that is told to wait may lose it.
COSTLY = ("signals/mail",)


def _operations() -> list[URLPattern]:
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    wanted = [pattern for pattern in patterns if pattern.name not in {"api-root", "openapi-json"}]
    for pattern in wanted:
        route = str(pattern.pattern)
        scopes = JUDGING if "<uuid" in route and not route.startswith(NOTES) else SCOPES
        pattern.callback = (
            answers_with_records(pattern.callback, scopes)
            if route.startswith(RECORDS)
            else answers_programs(pattern.callback)
        )
        if route in COSTLY:
            costly(pattern.callback)
    return wanted


version_1 = [
    *_operations(),
    path("openapi.json", views.openapi, name="openapi"),
    path("docs/", views.docs, name="docs"),
    path("<path:nothing>", views.nothing, name="nothing"),
]
downloads = [
    path("world/<slug:measure>/<int:year>.<str:format>", views.world_file, name="world"),
    path("country/<slug:code>.<str:format>", views.country_file, name="country"),
]
urlpatterns = [
    path("api/v1/", include((version_1, "api"))),
    path("download/", include((downloads, "downloads"))),
]
