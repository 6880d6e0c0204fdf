"""A warning that has gone out to an office on this site, made in the running site's own database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Contact, Ladder, LadderStep
from avert.web.records import services as records
from avert.web.records.sharing import Sharing
from avert.web.response import services as response
from avert.web.warnings import services as warnings
from avert.web.warnings.vocabulary import Confidence, Event, Probability

now = dt.datetime.now(tz=dt.UTC)
occasion = Occasion.at_the_command_line(now)
names = {{"cewarn": "Early-warning unit", "office": "Commissioner's office"}}
organisations = {{
    key: accounts.create_organisation(name={{"en": name}}, occasion=occasion, is_listed=True)
    for key, name in names.items()
}}
people = {{}}
for username, name, key, kind in (
    ("officer", "Warning Officer", "cewarn", RoleKind.LEAD),
    ("second", "Second Officer", "cewarn", RoleKind.ANALYST),
    ("commissioner", "Desk at the office", "office", RoleKind.ANALYST),
):
    person = people[username] = Person(username=username, name=name)
    person.set_password({PASSWORD!r})
    person.save(force_insert=True)
    accounts.give_role(person=person, organisation=organisations[key], kind=kind, occasion=occasion)
act = {{"viewer": people["officer"], "occasion": occasion}}
unit, office = organisations["cewarn"], organisations["office"]
place = "gw:501"
deputy = records.create(record=Contact(owner=unit, place=place, role="Deputy commissioner"), **act)
ladder = records.create(record=Ladder(owner=unit, place=place, title="At night"), **act)
step = LadderStep(owner=unit, ladder=ladder, after=dt.timedelta(hours=2), contact=deputy)
records.create(record=step, **act)
warning = warnings.draft(
    owner_id=unit.pk, place=place, title="Attacks on farms after the vote", event=Event.ELECTION,
    what="Attacks on farms along the lake road", to_whom="settled families", window_from=now.date(),
    window_until=now.date() + dt.timedelta(days=5), probability=Probability.LIKELY, confidence=Confidence.MODERATE,
    rests_on="Leaflets in two markets", would_change="Elders of both sides meet", harm_of_issuing="Flight", **act,
)
soon = now + dt.timedelta(hours=3)
addressee = warnings.add_addressee(
    warning=warning, role="District commissioner", organisation=office, can_do="Send officers to both markets",
    asked="Send officers to both markets on Friday", zone="Africa/Nairobi", acknowledge_by=soon,
    decide_by=soon + dt.timedelta(hours=3), act_by=soon + dt.timedelta(days=2), ladder=ladder, **act,
)
from avert.web.records.writing import rows_of
from avert.web.warnings.models import Warning
fresh = lambda: rows_of(Warning).get(pk=warning.pk)
warnings.propose(warning=fresh(), row_version=fresh().row_version, **act)
warnings.release(warning=fresh(), row_version=fresh().row_version, viewer=people["second"], occasion=occasion)
protocol = response.write_protocol(
    owner_id=unit.pk, place=place, title="Markets before a vote", trigger="Leaflets in two markets or more", **act
)
response.add_option(
    protocol=protocol, what="Elders of both sides open the market together", mandate="Council of elders",
    resources="Two vehicles", harm_check="Seen as taking sides; both sides are told beforehand",
    harm_checked_on=now.date(), harm_checked_by="Protection adviser", is_ready=True, **act,
)
response.add_option(protocol=protocol, what="Officers at both markets", mandate="District commissioner", **act)
response.add_rehearsal(protocol=protocol, on=now.date(), learned="The radio does not reach the lake.", **act)
room = response.open_room(
    warning=fresh(), owner_id=unit.pk, title="Calm markets", protocol=protocol,
    no_new_action="Elders meet already; a visible step may be read as a threat.",
    contact_protocol="The desk speaks with the elders by radio at six.",
    sharing=Sharing(organisations=frozenset({{office.pk}})), **act,
)
response.add_task(room=room, what="Call the elders", who="District desk", due=now + dt.timedelta(hours=5),
    zone="Africa/Nairobi", **act)
response.add_meeting(room=room, at=now + dt.timedelta(hours=8), zone="Africa/Nairobi", where="By radio",
    attendance="District desk; council of elders", **act)
print(warning.pk, addressee.pk, room.pk, protocol.pk)
"""


@dataclass
class Case:
    """Where the pages of the case are."""

    warning: str
    course: str
    room: str
    protocol: str


@pytest.fixture(scope="session")
def case(site: Site) -> Case:
    """A warning that was released, and a room on it."""
    warning, addressee, room, protocol = run_in(site, MADE).split()
    base = f"{site.url}/warnings/{warning}/"
    return Case(
        base, f"{base}at/{addressee}/", f"{site.url}/response/rooms/{room}/",
        f"{site.url}/response/protocols/{protocol}/",
    )  # fmt: skip


@pytest.fixture(scope="session")
def logged_in(site: Site, browser: Browser, case: Case) -> Callable[[str], dict]:
    """What a browser remembers once someone has logged in."""
    return log_in_as(site, browser, PASSWORD)
