from __future__ import annotations

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
from tests.people import client_of
from tests.small_library import small_home, small_library  # noqa: F401

from avert.web.accounts.models import Person
from avert.web.api.v1 import document

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
    assert {method for item in said["paths"].values() for method in item} == {"get"}
    for address, item in said["paths"].items():
        assert all(parameter["description"] for parameter in item["get"]["parameters"]), address
    for name, schema in said["components"]["schemas"].items():
        undescribed = [field for field, about in schema["properties"].items() if not about.get("description")]
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


@pytest.mark.parametrize("is_logged_in", [True, False], ids=["logged in", "a stranger"])
def test_whatever_is_asked_answers_conform_and_nothing_breaks(
    client: Client, wsgi: Any, is_logged_in: bool
) -> None:
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document())))
    schema.app = wsgi
    cookies = {name: item.value for name, item in client.cookies.items()} if is_logged_in else {}
    checks = CHECKS.get_by_names(CHECKED)
    seen: set[int] = set()
    for operation in schema.get_all_operations():
        for mode in GenerationMode:

            @settings(max_examples=12, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                      suppress_health_check=list(HealthCheck))  # fmt: skip
            @given(case=operation.ok().as_strategy(generation_mode=mode))
            def ask(case: schemathesis.Case) -> None:
                case.method = "GET"
                answer = case.call_and_validate(
                    checks=checks, cookies=cookies, headers=PLAIN, base_url="http://localhost"
                )
                seen.add(answer.status_code)

            with suppress(Unsatisfiable):  # where nothing can be given, nothing wrong can be either
                ask()
    assert seen <= ({200, 404, 422} if is_logged_in else {401, 404})
    assert (200 in seen) is is_logged_in


def test_the_page_that_explains_names_every_address_and_field(client: Client) -> None:
    html = client.get("/api/v1/docs/").content.decode()
    for address in document()["paths"]:
        assert address in html
    for field in ("fatalities_os_source", "is_unknown", "prohibited_uses", "share_of_world_better"):
        assert field in html
    assert "<script>" not in html
