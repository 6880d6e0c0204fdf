"""The people of the notes' journeys, made in the running site's own database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from tests.e2e.conftest import Site

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
    environment = {**os.environ, "AVERT_HOME": str(site.home), "DJANGO_SETTINGS_MODULE": "avert.web.settings"}
    subprocess.run([sys.executable, "-c", PEOPLE], env=environment, check=True)
    states: dict[str, dict] = {}

    def state_of(username: str) -> dict:
        if username not in states:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{site.url}/account/log-in/")
            page.get_by_label("Username").fill(username)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Log in").click()
            page.get_by_role("heading", level=1).wait_for()
            states[username] = context.storage_state()
            context.close()
        return states[username]

    return state_of
