"""Organisations act together in a room: each adds for itself, all see it, and nobody else does."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from tests.asked import begin_exercise, later, released
from tests.people import client_of, make_person

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.response import selectors, services
from avert.web.response.models import Meeting, ProtocolOption, Room, Task
from avert.web.response.room_page import panel
from avert.web.warnings.models import Warning

DUE = {"due": "2024-03-05T12:00", "zone": "Africa/Nairobi"}
TASK = {"what": "Call the elders", "who": "District desk", "state": "open", **DUE}
MEETING = {
    "at": "2024-03-04T18:00",
    "zone": "Africa/Nairobi",
    "where": "By radio",
    "attendance": "Desk; elders",
}


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


def url(room: Room, page: str = "") -> str:
    return f"/response/rooms/{room.pk}/{page}"


@pytest.fixture
def keeper(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def partner(outside_stakeholder: Person) -> Client:
    return client_of(outside_stakeholder)


def test_a_room_is_opened_from_a_warning(
    warning: Warning, protocol: Any, keeper: Client, ministry: Organisation, analyst: Person
) -> None:
    shown = panel(warning, analyst, later(hours=1).at)
    assert shown["rooms"] == []
    form = {
        "title": "Calm", "no_new_action": "Talk is slow", "place": warning.place, "protocol": str(protocol.pk),
        "owner": str(warning.owner_id), "marking": "3",
    }  # fmt: skip
    assert keeper.get(shown["open_room_url"]).status_code == 200
    answer = keeper.post(shown["open_room_url"], form)
    room = rows_of(Room).get()
    assert answer.headers["Location"] == url(room)
    assert (room.warning_id, room.protocol_id, room.place) == (warning.pk, protocol.pk, warning.place)
    assert panel(warning, analyst, later(hours=1).at)["rooms"] == [(room, url(room))]
    assert keeper.post(shown["open_room_url"], form | {"no_new_action": ""}).status_code == 200
    assert "Calm" in text(keeper, "/response/")


def test_no_new_action_is_always_an_option_with_its_reason(
    room: Room, option: ProtocolOption, keeper: Client, partner: Client
) -> None:
    for client in (keeper, partner):
        page = text(client, url(room))
        assert "<strong>No new action</strong>" in page
        assert "talk may be slow" in page
    assert "Send elders" in text(keeper, url(room))
    assert "nobody has written down what harm it may do" in text(keeper, url(room))
    assert "Send elders" not in text(partner, url(room)), "the protocol is not shared with them"
    assert "a protocol that is not shared with you" in text(partner, url(room))


def test_whoever_takes_part_adds_for_their_own_organisation_and_all_see_it(
    room: Room, keeper: Client, partner: Client, ministry: Organisation
) -> None:
    assert partner.post(url(room, "tasks/new/"), TASK).status_code == 302
    assert keeper.post(url(room, "meetings/new/"), MEETING).status_code == 302
    task, meeting = rows_of(Task).get(), rows_of(Meeting).get()
    assert (task.owner_id, meeting.owner_id) == (ministry.pk, room.owner_id)
    assert task.due == dt.datetime(2024, 3, 5, 9, tzinfo=dt.UTC)
    for client in (keeper, partner):
        page = text(client, url(room))
        assert "Call the elders" in page
        assert "4 March 2024, 18:00" in page
        assert "overdue" in page
    assert partner.get(f"/response/tasks/{task.pk}/edit/").status_code == 200
    assert keeper.get(f"/response/tasks/{task.pk}/edit/").status_code == 403
    assert "2024-03-05T12:00" in text(partner, f"/response/tasks/{task.pk}/edit/")


def test_what_is_to_be_done_stands_first_and_without_a_date_last(room: Room, partner: Client) -> None:
    for what, fields in {
        "Print posters": {"state": "done"},
        "Look for lorries": {"due": ""},
        "Call the elders": {},
    }.items():
        partner.post(url(room, "tasks/new/"), {**TASK, "what": what, **fields})
    page = text(partner, url(room))
    assert page.index("Call the elders") < page.index("Look for lorries") < page.index("Print posters")


def test_a_task_is_dropped_only_with_a_reason(room: Room, partner: Client) -> None:
    partner.post(url(room, "tasks/new/"), TASK)
    task = rows_of(Task).get()
    change = TASK | {"row_version": "1", "state": "dropped"}
    assert "without a reason" in partner.post(f"/response/tasks/{task.pk}/edit/", change).content.decode()
    assert rows_of(Task).get().state == "open"
    assert (
        partner.post(f"/response/tasks/{task.pk}/edit/", change | {"reason": "No radio"}).status_code == 302
    )
    assert (rows_of(Task).get().state, rows_of(Task).get().due) == ("dropped", task.due)


def test_a_reader_and_a_closed_room_take_nothing_more(
    room: Room, ministry: Organisation, keeper: Client, partner: Client
) -> None:
    reader = client_of(make_person("reader-there", ministry, RoleKind.READER))
    assert reader.post(url(room, "tasks/new/"), TASK).status_code == 403
    assert "tasks/new/" not in text(reader, url(room))
    closed = {
        "title": room.title, "no_new_action": room.no_new_action, "contact_protocol": "", "state": "closed",
        "row_version": "1",
    }  # fmt: skip
    assert partner.post(url(room, "edit/"), closed).status_code == 403
    assert keeper.post(url(room, "edit/"), closed).status_code == 302
    assert partner.post(url(room, "tasks/new/"), TASK).status_code == 403
    assert not rows_of(Task).exists()


def test_nobody_opens_a_room_on_what_is_hidden_or_not_out(
    warning: Warning,
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
) -> None:
    hidden, draft = released(committee, analyst), released(committee, analyst, ministry, state="draft")
    for one in (hidden, draft):
        with pytest.raises(PermissionDenied):
            services.open_room(
                warning=one, owner_id=ministry.pk, title="x", no_new_action="x", viewer=outside_stakeholder,
                occasion=later(),
            )  # fmt: skip
    with pytest.raises(InputError, match="TLP:RED"):
        services.open_room(
            warning=warning, owner_id=committee.pk, title="x", no_new_action="x", viewer=analyst,
            occasion=later(), marking=Marking.RED,
        )  # fmt: skip


def test_a_room_of_an_exercise_is_for_those_who_take_part_in_it(
    committee: Organisation, ministry: Organisation, analyst: Person, keeper: Client
) -> None:
    exercise = begin_exercise(committee, analyst, later().at)
    warning = released(committee, analyst, exercise=exercise)
    given = {"warning": warning, "owner_id": committee.pk, "title": "Drill", "no_new_action": "x"}
    act = {"viewer": analyst, "occasion": later()}
    with pytest.raises(InputError, match="takes no part in the exercise"):
        services.open_room(**given, **act, sharing=Sharing(organisations=frozenset({ministry.pk})))
    services.open_room(**given, **act)
    assert "Drill" not in text(keeper, "/response/")
    assert "Drill" in text(keeper, f"/response/?exercise={exercise.pk}")
    assert keeper.get("/response/?exercise=nonsense").status_code == 404


def test_the_calendar_says_when_and_above_clear_not_what(room: Room, keeper: Client, partner: Client) -> None:
    partner.post(url(room, "tasks/new/"), TASK)
    keeper.post(url(room, "meetings/new/"), MEETING)
    files = [client.get(url(room, "dates.ics")) for client in (keeper, partner)]
    assert {file.headers["Content-Type"] for file in files} == {"text/calendar; charset=utf-8"}
    for file in files:
        parts = [part for part in Calendar.from_ical(file.content).walk() if part.name in {"VEVENT", "VTODO"}]
        assert {str(part["summary"]) for part in parts} == {"A date to look up"}
        assert {part.name for part in parts} == {"VEVENT", "VTODO"}
        assert b"elders" not in file.content
        assert b"Nairobi" not in file.content
        assert str(rows_of(Task).get().pk).encode() not in file.content


def test_who_joins_later_sees_the_room_and_what_comes_from_then_on(
    room: Room, analyst: Person, keeper: Client
) -> None:
    from tests.people import OCCASION

    from avert.web.accounts import services as accounts
    from avert.web.records import services as records

    keeper.post(url(room, "tasks/new/"), TASK)
    office = accounts.create_organisation(name={"en": "Office"}, occasion=OCCASION)
    officer = make_person("officer", office, RoleKind.ANALYST)
    assert selectors.room_for(officer, room.pk) is None
    wider = Sharing(organisations=frozenset({office.pk}))
    records.share(
        record=room,
        row_version=1,
        sharing=wider,
        marking=room.marking,
        viewer=analyst,
        occasion=later(hours=2),
    )
    keeper.post(url(room, "tasks/new/"), TASK | {"what": "Patrol"})
    assert [task.what for task in selectors.tasks_in(officer, [room.pk])] == ["Patrol"]


def test_the_list_asks_as_much_for_forty_as_for_two(
    room: Room, warning: Warning, analyst: Person, keeper: Client
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert keeper.get("/response/").status_code == 200
        return len(queries)

    few = asked()
    for number in range(38):
        made = services.open_room(
            warning=warning, owner_id=warning.owner_id, title=f"Room {number}", no_new_action="x", viewer=analyst,
            occasion=later(),
        )  # fmt: skip
        services.add_task(room=made, what="Call", who="Desk", viewer=analyst, occasion=later())
    assert asked() <= few
