from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import validate
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode
from tests import asked
from tests.integration.web.test_records import write_note
from tests.people import OCCASION, client_of, token_of
from tests.record_samples import (
    write_assessment,
    write_exercise,
    write_signal,
    write_structure,
    write_warning,
)
from tests.small_library import small_home, small_library  # noqa: F401

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Scope
from avert.web.api.v1 import document
from avert.web.assessment.models import Edition
from avert.web.limits.models import FailureCount
from avert.web.records.taking_part import add_part

CHECKED = [
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "response_headers_conformance"),
]
PLAIN = {"Accept-Encoding": "identity"}

pytestmark = pytest.mark.usefixtures("small_library")


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def test_the_document_is_valid_openapi_and_says_what_every_field_means(client: Client) -> None:
    said = client.get("/api/v1/openapi.json").json()
    validate(said)
    for address, item in said["paths"].items():
        for method, operation in item.items():
            assert method == "get" or address.startswith(OF_RECORDS), address
            assert all(parameter["description"] for parameter in operation["parameters"]), address
            if address.startswith(OF_RECORDS):
                assert operation["security"][0]["token"], address
    assert said["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for name, schema in said["components"]["schemas"].items():
        undescribed = [
            field for field, about in schema.get("properties", {}).items() if not about.get("description")
        ]
        assert undescribed == [], name


@pytest.fixture
def wsgi() -> Iterator[Any]:
    """The site as servers call it, but keeping the test's own database connection, as Django's test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@schemathesis.serializer("message/rfc822")
def as_mail(_context: Any, value: Any) -> bytes:
    return str(value).encode("utf-8", "replace")


# Who asks, and what they may be told. Only a token writes; each opens no more than it names.
CALLERS: dict[str, tuple[tuple[Scope, ...] | None, set[int]]] = {
    "logged in": ((), {200, 403, 404, 422}),
    "a stranger": (None, {401, 404}),
    "reference": ((Scope.REFERENCE,), {200, 403, 404, 422}),
    "reads": ((Scope.READ,), {200, 403, 404, 422}),
    "writes": ((Scope.WRITE,), {200, 201, 204, 400, 403, 404, 422}),
    "reads and writes": ((Scope.READ, Scope.WRITE), {200, 201, 204, 400, 403, 404, 409, 422}),
}
OF_RECORDS = tuple(
    f"/api/v1/{kind}"
    for kind in ("assessments", "editions", "exercises", "notes", "signals", "structures", "warnings")
)
IN_GHANA = dt.datetime(2016, 12, 1, 23, tzinfo=dt.UTC)
THERE = {
    "note_id": "4d3a8e06-6a3c-4c8e-9a50-2f1e1f0f6f11",
    "signal_id": "4d3a8e06-6a3c-4c8e-9a50-2f1e1f0f6f12",
    "exercise_id": "4d3a8e06-6a3c-4c8e-9a50-2f1e1f0f6f13",
    "warning_id": "4d3a8e06-6a3c-4c8e-9a50-2f1e1f0f6f14",
    "addressee_id": "4d3a8e06-6a3c-4c8e-9a50-2f1e1f0f6f15",
    "assessment_id": "4d3a8e06-6a3c-4c8e-9a50-2f1e1f0f6f16",
    "edition_id": "4d3a8e06-6a3c-4c8e-9a50-2f1e1f0f6f17",
    "structure_id": "4d3a8e06-6a3c-4c8e-9a50-2f1e1f0f6f18",
}


def called_by(caller: str, client: Client, analyst: Person) -> tuple[dict[str, str], dict[str, str]]:
    """The cookies and headers that a caller sends."""
    scopes = CALLERS[caller][0]
    if scopes:
        return {}, {"Authorization": f"Bearer {token_of(analyst, *scopes)}"}
    cookies = {name: item.value for name, item in client.cookies.items()}
    return ({} if scopes is None else cookies), {}


@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_asked_answers_conform_and_nothing_breaks(
    client: Client, analyst: Person, committee: Organisation, wsgi: Any, caller: str
) -> None:
    write_note(committee, analyst, id=THERE["note_id"])
    write_signal(committee, analyst, id=THERE["signal_id"])
    write_exercise(committee, analyst, id=THERE["exercise_id"], replay="ghana_2016", clock=IN_GHANA)
    warning = write_warning(committee, analyst, id=THERE["warning_id"])
    asked.address(warning, analyst, id=THERE["addressee_id"])
    write_structure(committee, analyst, id=THERE["structure_id"])
    assessment = write_assessment(committee, analyst, id=THERE["assessment_id"])
    said = {"made_at": assessment.created_at, "document": "{}", "digest": "0" * 64, "fingerprint": "0" * 64}
    edition = Edition(pk=THERE["edition_id"], assessment=assessment, **said)
    add_part(part=edition, viewer=analyst, occasion=OCCASION)
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document())))
    schema.app = wsgi
    cookies, headers = called_by(caller, client, analyst)
    is_token = "Authorization" in headers
    checks = CHECKS.get_by_names(CHECKED)
    seen: set[int] = set()
    for operation in schema.get_all_operations():
        if is_token and not operation.ok().path.startswith((*OF_RECORDS, "/api/v1/sources")):
            continue  # figures are the same with a token as with a log-in
        for mode in GenerationMode:

            @settings(max_examples=12, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                      suppress_health_check=list(HealthCheck))  # fmt: skip
            @given(case=operation.ok().as_strategy(generation_mode=mode))
            def ask(case: schemathesis.Case) -> None:
                if not case.path.startswith(OF_RECORDS):
                    case.method = "GET"
                elif case.path_parameters:
                    # One that is there, or it is never found.
                    case.path_parameters |= {name: THERE[name] for name in case.path_parameters}
                answer = case.call_and_validate(
                    checks=checks, cookies=cookies, headers=PLAIN | headers, base_url="http://localhost"
                )
                seen.add(answer.status_code)

            FailureCount.objects.all().delete()  # tokens are made up too, and too many would be shut out
            with suppress(Unsatisfiable):  # where nothing can be given, nothing wrong can be either
                ask()
    # Tokens are made up too, and too many of those are held up.
    assert seen <= CALLERS[caller][1] | {401, 429}, seen
    assert bool({200, 201} & seen) is (caller != "a stranger")


def test_the_page_that_explains_names_every_address_and_field(client: Client) -> None:
    html = client.get("/api/v1/docs/").content.decode()
    for address in document()["paths"]:
        assert address in html
    for field in ("fatalities_os_source", "is_unknown", "prohibited_uses", "share_of_world_better"):
        assert field in html
    assert "<script>" not in html
