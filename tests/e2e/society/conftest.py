"""Someone who keeps a register of peace structures, made in the running site's own database."""

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
council = services.create_organisation(name={{"en": "National peace council"}}, occasion=occasion)
person = Person(username="halima", name="Halima Yusuf")
person.set_password({PASSWORD!r})
person.save(force_insert=True)
services.give_role(person=person, organisation=council, kind=RoleKind.LEAD, occasion=occasion)
"""


@pytest.fixture(scope="session")
def keeper(site: Site, browser: Browser) -> Callable[[str], dict]:
    """What a browser remembers once she has logged in."""
    run_in(site, PEOPLE)
    return log_in_as(site, browser, PASSWORD)
