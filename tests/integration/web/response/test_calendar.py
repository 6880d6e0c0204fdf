"""One calendar of what comes for all who act together: only what whoever looks may read,"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from tests.asked import begin_exercise, later, released
from tests.people import client_of
from tests.record_samples import (
    write_assessment,
    write_commitment,
    write_contact,
    write_phone_tree,
    write_structure,
)

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.book.models import Entry
from avert.web.records import services as records
from avert.web.records.sharing import Sharing
from avert.web.response import services
from avert.web.response.calendar_dates import Asked, dates_of
from avert.web.response.models import Protocol, Room
from avert.web.signals.models import Watch

CALENDAR = "/response/calendar/?since=2024-03-06"
FILE = CALENDAR.replace("?", "dates.ics?")
DAY = dt.date(2024, 3, 8)
AT = dt.datetime(2024, 3, 8, 9, tzinfo=dt.UTC)


def text(client: Client, address: str = CALENDAR) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def full(room: Room, protocol: Protocol, committee: Organisation, analyst: Person) -> dict[str, str]:
    """A date of every kind in one week; what each is called on the page."""
    act: dict[str, Any] = {"viewer": analyst, "occasion": later()}
    shared = {"zone": "Africa/Juba", "room": room, **act}
    services.add_meeting(at=AT, where="Under the tree", **shared)
    services.add_task(what="Call the elders", who="Desk", due=AT, **shared)
    services.add_rehearsal(protocol=protocol, on=dt.date(2024, 3, 1), learned="No fuel", **act)
    write_commitment(committee, analyst, due_on=DAY, what="Cease fire on the lake")
    write_contact(committee, analyst, role="Chair of elders", review_on=DAY)
    write_phone_tree(committee, analyst, title="Tree of the north", review_on=DAY)
    write_structure(committee, analyst, name="Council of elders", review_on=DAY)
    write_assessment(committee, analyst, title="North before the vote", review_on=DAY)
    watch = Watch(
        owner=committee,
        place="gw:501",
        title="The vote",
        on=dt.date(2020, 3, 8),
        is_yearly=True,
    )
    records.create(record=watch, **act)
    entry = Entry(
        owner=committee, place="gw:501", kind="meeting", on=dt.date(2024, 3, 1), happened="x", next_on=DAY,
        to_do="Mend the bridge", to_do_by=DAY,
    )  # fmt: skip
    records.create(record=entry, **act)
    return {
        "meeting": "Under the tree", "task": "Call the elders", "commitment": "Cease fire on the lake",
        "watch": "The vote", "review": "Council of elders",
    }  # fmt: skip


def test_every_kind_of_date_stands_in_its_week(full: dict[str, str], analyst: Person) -> None:
    page = text(client_of(analyst))
    for title in (
        *full.values(),
        "Chair of elders",
        "Tree of the north",
        "North before the vote",
        "Mend the bridge",
    ):
        assert title in page, title
    assert 'Week of <time datetime="2024-03-04">' in page
    assert "12:00 Africa/Juba" not in page, "Juba is two hours ahead in that year"
    assert "11:00 Africa/Juba" in page
    assert "Boats on the river" in text(client_of(analyst), CALENDAR.replace("03-06", "02-26")), (
        "the rehearsal"
    )


def test_dates_are_narrowed_to_a_kind_and_a_place(full: dict[str, str], analyst: Person) -> None:
    client = client_of(analyst)
    for kind in full:
        page = text(client, f"{CALENDAR}&kind={kind}")
        assert {one for one, title in full.items() if title in page} == {kind}
    assert "Under the tree" in text(client, f"{CALENDAR}&place=gw:501")
    assert "Under the tree" not in text(client, f"{CALENDAR}&place=gw:500")
    for wrong in ("place=nowhere", "since=nonsense", "kind=party"):
        assert "No date in these weeks" in text(client, f"/response/calendar/?{wrong}")
    for far in ("0001-01-01", "9999-12-31"):
        assert "No date in these weeks" in text(client, f"/response/calendar/?since={far}")


def test_others_see_what_is_shared_with_them_and_strangers_nothing(
    full: dict[str, str], outside_stakeholder: Person, stranger: Client
) -> None:
    page = text(client_of(outside_stakeholder))
    assert "Under the tree" in page, "the ministry takes part in the room"
    for kind in ("commitment", "watch", "review"):
        assert full[kind] not in page
    for address in (CALENDAR, FILE):
        assert stranger.get(address).status_code == 302


def test_the_file_says_when_and_above_clear_not_what_and_keeps_its_ids(
    full: dict[str, str], committee: Organisation, analyst: Person
) -> None:
    structure = write_structure(
        committee, analyst, name="Go-between", is_protected=True, marking=Marking.CLEAR, review_on=DAY
    )
    write_structure(committee, analyst, name="Open house", marking=Marking.CLEAR, review_on=DAY)
    client = client_of(analyst)
    files = [client.get(FILE).content for _ in range(2)]
    parts = [
        [part for part in Calendar.from_ical(file).walk() if part.name in {"VEVENT", "VTODO"}]
        for file in files
    ]
    assert len(parts[0]) == 12
    assert {str(part["summary"]) for part in parts[0]} == {"A date to look up", "Open house"}
    uids = [{str(part["uid"]) for part in of} for of in parts]
    assert uids[0] == uids[1]
    assert len(uids[0]) == 12
    assert str(structure.pk) not in uids[0]
    assert b"Juba" not in files[0]


def test_an_exercise_has_its_own_dates(
    full: dict[str, str], committee: Organisation, analyst: Person
) -> None:
    exercise = begin_exercise(committee, analyst, AT - dt.timedelta(days=2))
    warning = released(committee, analyst, exercise=exercise)
    act = {"viewer": analyst, "occasion": later()}
    drill = services.open_room(
        warning=warning, owner_id=committee.pk, title="Drill", no_new_action="x", **act
    )
    services.add_meeting(room=drill, at=AT, zone="UTC", where="Hall of the drill", **act)
    page = text(client_of(analyst), f"/response/calendar/?exercise={exercise.pk}")
    assert "Hall of the drill" in page, "it is the week of the exercise's clock"
    assert not [title for title in full.values() if title in page]
    assert "Hall of the drill" not in text(client_of(analyst))


def test_what_someone_sees_without_its_room_leads_to_no_room(
    room: Room, committee: Organisation, lead: Person, analyst: Person
) -> None:
    from tests.people import OCCASION, make_person

    from avert.web.accounts import services as accounts
    from avert.web.accounts.vocabulary import RoleKind

    office = accounts.create_organisation(name={"en": "Office"}, occasion=OCCASION)
    officer = make_person("officer", office, RoleKind.ANALYST)
    act = {"viewer": analyst, "occasion": later()}
    meeting = services.add_meeting(room=room, at=AT, zone="UTC", where="By radio", **act)
    wider = Sharing(organisations=frozenset({office.pk}))
    records.share(
        record=meeting, row_version=1, sharing=wider, marking=meeting.marking, viewer=lead, occasion=later(),
        may_be_wider=True,
    )  # fmt: skip
    found = dates_of(Asked(officer, DAY, DAY, now=later().at))
    assert [(date.title, date.url, date.note) for date in found] == [("By radio", "", "")]


def test_it_asks_as_much_for_forty_dates_as_for_one(
    full: dict[str, str], room: Room, analyst: Person
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client)
        return len(queries)

    client = client_of(analyst)
    few = asked()
    for _number in range(40):
        services.add_task(
            room=room, what="Call", who="Desk", due=AT, zone="UTC", viewer=analyst, occasion=later()
        )
    assert asked() <= few
