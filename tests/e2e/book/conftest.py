"""The people of a committee, made in the running site's own database; each journey logs in for itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.e2e.conftest import Site, run_in

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
ward = services.create_organisation(name={{"en": "Ward peace committee"}}, occasion=occasion)
person = Person(username="neema", name="Neema Wanjiru")
person.set_password({PASSWORD!r})
person.save(force_insert=True)
services.give_role(person=person, organisation=ward, kind=RoleKind.LEAD, occasion=occasion)
"""


@pytest.fixture(scope="session")
def come_in(site: Site) -> Callable[[Page], Page]:
    """Log the secretary in on a page."""
    run_in(site, PEOPLE)

    def log_in(page: Page) -> Page:
        page.goto(f"{site.url}/account/log-in/")
        page.get_by_label("Username").fill("neema")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("heading", level=1).wait_for()
        return page

    return log_in
