"""What tests of taking reports in share: a program that passes messages on, and what there is afterwards."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from avert.web.accounts import programs
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.records.writing import rows_of
from avert.web.signals.models import Answer, Signal
from tests.people import OCCASION, bearer, token_of

SMS, MAIL, SIGNALS = "/api/v1/signals/sms", "/api/v1/signals/mail", "/api/v1/signals"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
RECEIPT = "Received. Thank you. Delete this message if that is safer for you."
SECRET = "Zanzibarite came to the mill"
NUMBER = "+254700000417"
HANDLE = "b4a5c8de-0001-4b2a-9a61-0242ac120002"


def make_program(organisation: Organisation, **limits: str) -> Person:
    return programs.create_service_account(
        organisation=organisation, name="gateway", kind=RoleKind.ANALYST, occasion=OCCASION, **limits
    )


@pytest.fixture
def program(committee: Organisation) -> Person:
    """The committee's own program, which passes messages on."""
    return make_program(committee)


@pytest.fixture
def gateway(program: Person) -> Client:
    """What it may do with a token that only writes."""
    return bearer(token_of(program, Scope.WRITE))


def text(client: Client, said: str, *, key: str = "", to: str = "", **fields: Any) -> Any:
    """Send a text message as the plain profile has it."""
    sent = {"text": said, "sender": NUMBER, "id": key or uuid.uuid4().hex} | fields
    return client.post(SMS + to, sent, content_type=JSON)


def signals() -> list[Signal]:
    """Every signal, the oldest first, whoever may read it."""
    return list(rows_of(Signal).order_by("created_at", "received_at"))


def answers() -> list[Answer]:
    return list(rows_of(Answer))


def everything_kept() -> str:
    """All that the database holds, as text."""
    return "\n".join(serializers.serialize("json", rows_of(model)) for model in apps.get_models())
