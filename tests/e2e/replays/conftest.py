"""A secretariat with its gateway and those whom it asks, in the running site's own database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from tests.e2e.conftest import Site, log_in_as, run_in

PASSWORD = "four plain words together"
PEOPLE = f"""
import datetime as dt
import django
django.setup()
from avert.web.accounts import programs, services
from avert.web.accounts.models import Person
from avert.web.accounts.tokens import make_token
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.audit.occasions import Occasion
occasion = Occasion.at_the_command_line(dt.datetime.now(tz=dt.UTC))
organisations = {{
    key: services.create_organisation(name={{"en": name}}, occasion=occasion, is_listed=True)
    for key, name in (("secretariat", "Peace secretariat"), ("office", "Steering committee on peace"))
}}
for username, name, key, kind in (
    ("zawadi", "Zawadi Otieno", "secretariat", RoleKind.LEAD),
    ("kiprono", "Kiprono Bett", "secretariat", RoleKind.ANALYST),
    ("steering", "Desk of the committee", "office", RoleKind.ANALYST),
):
    person = Person(username=username, name=name)
    person.set_password({PASSWORD!r})
    person.save(force_insert=True)
    services.give_role(person=person, organisation=organisations[key], kind=kind, occasion=occasion)
gateway = programs.create_service_account(
    organisation=organisations["secretariat"], name="gateway", kind=RoleKind.ANALYST, occasion=occasion
)
print(make_token(person=gateway, label="texts", scopes=[Scope.WRITE], days=1, occasion=occasion)[1])
"""


@pytest.fixture(scope="session")
def gateway_token(site: Site) -> str:
    """What the gateway of the secretariat shows; makes everyone else as well."""
    return run_in(site, PEOPLE).split()[-1]


@pytest.fixture(scope="session")
def logged_in(site: Site, browser: Browser, gateway_token: str) -> Callable[[str], dict]:
    """What a browser remembers once one of them has logged in."""
    return log_in_as(site, browser, PASSWORD)
