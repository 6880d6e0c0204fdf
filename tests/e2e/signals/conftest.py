"""Two who work the shift, made in the running site's own database."""

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
desk = services.create_organisation(name={{"en": "District early-warning desk"}}, occasion=occasion)
for username, name in (("wambui", "Wambui Njeri"), ("kamau", "Kamau Maina")):
    person = Person(username=username, name=name)
    person.set_password({PASSWORD!r})
    person.save(force_insert=True)
    services.give_role(person=person, organisation=desk, kind=RoleKind.ANALYST, occasion=occasion)
"""


@pytest.fixture(scope="session")
def on_shift(site: Site, browser: Browser) -> Callable[[str], dict]:
    """What a browser remembers once one of them has logged in."""
    run_in(site, PEOPLE)
    return log_in_as(site, browser, PASSWORD)
