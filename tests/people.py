"""The people who stand for everyone; a folder's ``conftest.py`` imports the fixtures it needs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from avert.web.accounts import services, sessions
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.tokens import make_token
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.audit.occasions import Occasion

PASSWORD = "four plain words together"
OCCASION = Occasion.at_the_command_line(dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC))


def make_person(
    username: str,
    organisation: Organisation | None = None,
    role: RoleKind = RoleKind.READER,
    **qualities: bool,
) -> Person:
    person = Person(username=username, name=username.replace("-", " ").title(), **qualities)
    person.set_password(PASSWORD)
    person.save()
    if organisation is not None:
        services.give_role(person=person, organisation=organisation, kind=role, occasion=OCCASION)
    return person


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    sessions.begin(request=request, person=person, now=timezone.now())
    request.session.save()
    return client


def token_of(person: Person, *scopes: Scope, days: int = 1, at: dt.datetime | None = None) -> str:
    """An access token of someone, made now if ``at`` does not say otherwise."""
    occasion = Occasion.at_the_command_line(at or dt.datetime.now(tz=dt.UTC))
    return make_token(person=person, label="a sheet", scopes=scopes, days=days, occasion=occasion)[1]


def bearer(token: str) -> Client:
    """A program that shows a token."""
    return Client(headers={"Authorization": f"Bearer {token}"}, enforce_csrf_checks=True)


@pytest.fixture
def committee(db: None) -> Organisation:
    """The organisation that owns what is at stake."""
    name = {"en": "District peace committee", "fr": "Comité de paix"}
    return services.create_organisation(name=name, occasion=OCCASION)


@pytest.fixture
def ministry(db: None) -> Organisation:
    """Another organisation, with interests of its own."""
    return services.create_organisation(name={"en": "Ministry"}, occasion=OCCASION)


@pytest.fixture
def lead(committee: Organisation) -> Person:
    """Answers for what the committee keeps."""
    return make_person("lead", committee, RoleKind.LEAD)


@pytest.fixture
def analyst(committee: Organisation) -> Person:
    """Works on what the committee keeps."""
    return make_person("analyst", committee, RoleKind.ANALYST)


@pytest.fixture
def colleague(committee: Organisation) -> Person:
    """Reads what the committee keeps, and writes nothing."""
    return make_person("colleague", committee, RoleKind.READER)


@pytest.fixture
def outside_stakeholder(ministry: Organisation) -> Person:
    """Has an account, and no part in the committee."""
    return make_person("outside-stakeholder", ministry, RoleKind.ANALYST)


@pytest.fixture
def administrator(db: None) -> Person:
    """Runs the server, and has every flag that Django knows."""
    return make_person("administrator", is_staff=True, is_superuser=True)


@pytest.fixture
def stranger(db: None) -> Client:
    """A browser that nobody has logged in with."""
    return Client()
