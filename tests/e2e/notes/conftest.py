"""The people of the notes' journeys, made in the running site's own database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from tests.e2e.conftest import Site, log_in_as, run_in

PASSWORD = "four plain words together"
PEOPLE = f"""
import datetime
import django
django.setup()
from avert.web.accounts import services
from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.occasions import Occasion
occasion = Occasion.at_the_command_line(datetime.datetime.now(tz=datetime.UTC))
names = {{"committee": "District peace committee", "agency": "Early-warning agency"}}
organisations = {{
    key: services.create_organisation(name={{"en": name}}, occasion=occasion, is_listed=True)
    for key, name in names.items()
}}
people = (
    ("amina", "Amina Odhiambo", "committee", RoleKind.ANALYST),
    ("joseph", "Joseph Kiptoo", "committee", RoleKind.LEAD),
    ("desk", "Desk Officer", "agency", RoleKind.ANALYST),
)
for username, name, organisation, kind in people:
    person = Person(username=username, name=name)
    person.set_password({PASSWORD!r})
    person.save(force_insert=True)
    services.give_role(person=person, organisation=organisations[organisation], kind=kind, occasion=occasion)
"""


@pytest.fixture(scope="session")
def logged_in(site: Site, browser: Browser) -> Callable[[str], dict]:
    """What a browser remembers once someone has logged in; everyone is made at the first asking."""
    run_in(site, PEOPLE)
    return log_in_as(site, browser, PASSWORD)
