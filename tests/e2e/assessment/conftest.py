"""A country's assessment with a district's in it, and the three organisations that take part in both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from tests.e2e.conftest import Site, log_in_as, run_in

PASSWORD = "four plain words together"
MADE = f"""
import datetime as dt
import django
django.setup()
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Person
from avert.web.accounts.tokens import make_token
from avert.web.accounts.vocabulary import Level, RoleKind, Scope
from avert.web.assessment.services import begin
from avert.web.assessment.voices.services import add_stakeholder
from avert.web.audit.occasions import Occasion
from avert.web.records.sharing import Sharing

occasion = Occasion.at_the_command_line(dt.datetime.now(tz=dt.UTC))
made, people = {{}}, {{}}
for username, name in (
    ("regional", "Desk for the region"), ("official", "Ministry of the Interior"),
    ("elder", "River district committee"), ("unrelated", "Far away institute"),
):
    made[username] = accounts.create_organisation(name={{"en": name}}, occasion=occasion, is_listed=True)
    person = people[username] = Person(username=username, name=username.title())
    person.set_password({PASSWORD!r})
    person.save(force_insert=True)
    accounts.give_role(person=person, organisation=made[username], kind=RoleKind.LEAD, occasion=occasion)
act = {{"viewer": people["regional"], "occasion": occasion}}
common = {{
    "owner_id": made["regional"].pk, "frameworks": ["un_framework_2014"], "place": "gw:501",
    "sharing": Sharing(organisations=frozenset(made[one].pk for one in ("official", "elder"))), **act,
}}
country = begin(
    title="The country before the vote", question="Where may the vote turn violent?", level=Level.NATIONAL, **common
)
district = begin(
    title="River district before the vote", question="What goes where in the district?", level=Level.SUBNATIONAL,
    where="River district", within=country, **common,
)
for assessment in (country, district):
    for role, key in (
        ("Regional analysts", "regional"), ("Ministry officials", "official"), ("District elders", "elder")
    ):
        add_stakeholder(assessment=assessment, name=role, organisation=made[key], asked_on=occasion.at.date(), **act)
token = make_token(person=people["unrelated"], label="a look", scopes=[Scope.READ], days=1, occasion=occasion)[1]
print(country.pk, district.pk, token)
"""


@pytest.fixture(scope="session")
def made(site: Site) -> dict[str, str]:
    """Where things are, and what a program of the unrelated organisation shows."""
    return dict(zip(("country", "district", "token"), run_in(site, MADE).split(), strict=True))


@pytest.fixture(scope="session")
def logged_in(site: Site, browser: Browser, made: dict[str, str]) -> Callable[[str], dict]:
    """What a browser remembers once one of them has logged in."""
    return log_in_as(site, browser, PASSWORD)
