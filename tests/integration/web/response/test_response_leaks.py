"""Whoever may not read a room or a protocol learns nothing of it: not that it is there, not how many there are."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from tests.asked import later, released
from tests.integration.web.test_note_leaks import outsider, plain  # noqa: F401  pytest finds it by name
from tests.people import OCCASION
from tests.record_samples import write_structure

from avert.web.accounts.models import Organisation, Person
from avert.web.response import convening, services
from avert.web.response.models import Room
from avert.web.warnings.models import Warning

SECRET = "Zanzibarite"
BELOW = ("edit/", "share/", "history/", "remove/")
PAGES = {
    "rooms": ("", "dates.ics", "tasks/new/", "meetings/new/", "invitations/new/", *BELOW),
    "invitations": ("letter.pdf", *BELOW),
    "protocols": ("", "options/new/", "rehearsals/new/", *BELOW),
    "tasks": BELOW,
    "meetings": BELOW,
    "options": BELOW,
    "rehearsals": BELOW,
}
LISTS = (
    *("/response/", "/response/protocols/", "/response/?page=2", "/response/convene/?place=gw:501"),
    *("/response/calendar/?since=2024-03-01", "/response/calendar/dates.ics?since=2024-03-01"),
)


@pytest.fixture
def hidden(committee: Organisation, analyst: Person) -> dict[str, Any]:
    return write_all(released(committee, analyst, title=SECRET), analyst)


def write_all(warning: Warning, by: Person) -> dict[str, Any]:
    act: dict[str, Any] = {"viewer": by, "occasion": later(days=2)}
    protocol = services.write_protocol(owner_id=warning.owner_id, title=SECRET, trigger=SECRET, **act)
    room = services.open_room(
        warning=warning,
        owner_id=warning.owner_id,
        title=SECRET,
        no_new_action=SECRET,
        protocol=protocol,
        **act,
    )
    zoned = {"zone": "UTC", "room": room}
    return {
        "rooms": room,
        "protocols": protocol,
        "options": services.add_option(protocol=protocol, what=SECRET, mandate=SECRET, **act),
        "rehearsals": services.add_rehearsal(protocol=protocol, on=OCCASION.at.date(), learned=SECRET, **act),
        "invitations": convening.invite(
            room=room,
            structure=write_structure(warning.owner, by, name=SECRET, review_on=later().at.date()),
            asked=SECRET,
            harm=SECRET,
            harm_by=SECRET,
            **act,
        ),
        "tasks": services.add_task(what=SECRET, who=SECRET, due=later(days=3).at, **zoned, **act),
        "meetings": services.add_meeting(at=later().at, where=SECRET, **zoned, **act),
    }


def test_hidden_and_missing_are_the_same_on_every_page(
    outsider: Client,  # noqa: F811
    hidden: dict[str, Any],
) -> None:
    missing = uuid.uuid4()
    for folder, pages in PAGES.items():
        for page in pages:
            address, key = f"/response/{folder}/{{}}/{page}", hidden[folder].pk
            for ask in (outsider.get, outsider.post, outsider.head):
                one, other = ask(address.format(key)), ask(address.format(missing))
                assert one.status_code == other.status_code, address
                assert one.status_code in {404, 405}, address
                assert plain(one.content, key) == plain(other.content, missing), address
                assert SECRET not in one.content.decode()


def test_lists_say_nothing(
    outsider: Client,  # noqa: F811
    hidden: dict[str, Any],
    analyst: Person,
) -> None:
    before = [plain(outsider.get(page).content) for page in LISTS]
    for _number in range(60):
        write_all(hidden["rooms"].warning, analyst)
    assert [plain(outsider.get(page).content) for page in LISTS] == before
    assert SECRET not in "".join(before)


def test_no_room_is_opened_on_a_hidden_warning(outsider: Client, hidden: dict[str, Any]) -> None:  # noqa: F811
    room: Room = hidden["rooms"]
    one, other = (
        outsider.get(f"/response/rooms/new/?warning={key}") for key in (room.warning_id, uuid.uuid4())
    )
    assert (one.status_code, other.status_code) == (404, 404)
