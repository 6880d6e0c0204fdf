"""The people of the warnings' journeys, and what they agreed beforehand, in the running site's own database."""

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
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Contact
from avert.web.records import services as records
from avert.web.warnings import services
occasion = Occasion.at_the_command_line(dt.datetime.now(tz=dt.UTC))
committee = accounts.create_organisation(name={{"en": "Nakuru peace committee"}}, occasion=occasion)
accounts.create_organisation(name={{"en": "Provincial police"}}, occasion=occasion, is_listed=True)
people = {{}}
for username, name in (("warner", "Grace Njeri"), ("checker", "Peter Langat")):
    person = people[username] = Person(username=username, name=name)
    person.set_password({PASSWORD!r})
    person.save(force_insert=True)
    accounts.give_role(person=person, organisation=committee, kind=RoleKind.LEAD, occasion=occasion)
act = {{"viewer": people["checker"], "occasion": occasion}}
agreed = services.agree(
    owner_id=committee.pk, title="Leave the river road", event="COMMUNITIES", what="Leave the river road now.",
    to_whom="travellers", asked="Turn back the buses.", harm_of_issuing="Crowding at the bridge", place="gw:501",
    agreed_on=dt.date(2026, 1, 1), review_on=dt.date(2099, 1, 1), **act,
)
contact = records.create(record=Contact(owner=committee, place="gw:501", role="Bus company"), **act)
services.add_recipient(agreed=agreed, contact=contact, can_do="Stop the buses", **act)
"""


@pytest.fixture(scope="session")
def logged_in(site: Site, browser: Browser) -> Callable[[str], dict]:
    """What a browser remembers once someone has logged in; everyone is made at the first asking."""
    run_in(site, PEOPLE)
    return log_in_as(site, browser, PASSWORD)
