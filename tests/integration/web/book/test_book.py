"""What happened and what was done: written, found again, followed up, taken into a calendar."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import client_of
from tests.record_samples import write_entry

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.book.models import Entry
from avert.web.records.selectors import readable_by
from avert.web.records.writing import rows_of

FORM = {"kind": "incident", "place": "Kenya", "on": "2024-03-01", "happened": "Cattle taken", "marking": "3"}


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_an_entry_keeps_what_nobody_counted_as_unknown_and_not_as_zero(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    form = FORM | {"owner": str(committee.pk), "women": "0", "men": "", "paper_number": "c4-fh7"}
    answer = client.post("/book/new/", form)
    entry = readable_by(analyst, Entry).get()
    assert answer.headers["Location"] == f"/book/{entry.pk}/"
    assert (entry.women, entry.men, entry.youth, entry.paper_number) == (0, None, None, "C4FH7")
    page = words(client.get(f"/book/{entry.pk}/"))
    assert re.search(r"Women 0 Men not counted", page)
    assert "Cattle taken" in words(client.get("/book/"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"happened": ""}, "This field is required"),
        ({"on": ""}, "This field is required"),
        ({"on": "2999-01-01"}, "has not come yet"),
        ({"at": "10:00"}, "in which time zone"),
        ({"at": "10:00", "zone": "Nairobi"}, "This is no time zone"),
        ({"next_at": "10:00", "zone": "Africa/Nairobi"}, "on which day"),
        ({"to_do": "Ask"}, "which role does it"),
        ({"to_do_by": "2024-03-05"}, "Say what is to be done"),
        ({"women": "2", "men": "1", "youth": "4"}, "More young people than people"),
        ({"men": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_makes_no_sense_is_asked_about_and_nothing_is_kept(
    client: Client, committee: Organisation, form: dict[str, str], said: str
) -> None:
    answer = client.post("/book/new/", FORM | {"owner": str(committee.pk)} | form)
    assert said in words(answer)
    assert not rows_of(Entry).exists()


def test_the_newest_comes_first_and_filters_narrow(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    write_entry(committee, analyst, happened="Older", on=dt.date(2024, 1, 1))
    write_entry(committee, analyst, happened="Newer", on=dt.date(2024, 2, 1), kind="meeting", place="gw:500")
    write_entry(
        committee, analyst, happened="Open", to_do="Ask", to_do_role="Chair", to_do_by=dt.date(2024, 3, 5)
    )
    page = words(client.get("/book/"))
    assert page.index("Open") < page.index("Newer") < page.index("Older")
    assert "Overdue: Ask" in page
    assert "Older" not in words(client.get("/book/?kind=meeting"))
    assert "Older" not in words(client.get("/book/?place=Uganda"))
    assert "Newer" not in words(client.get("/book/?is_open=on"))
    assert "No entry that you may read is like that" in words(client.get("/book/?kind=visit"))
    assert "No place is called that" in words(client.get("/book/?place=Nowhereland"))


def test_what_remains_is_closed_with_its_day(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    entry = write_entry(committee, analyst, to_do="Ask", to_do_role="Chair", to_do_by=dt.date(2024, 3, 5))
    assert "should have been done by now" in words(client.get(f"/book/{entry.pk}/"))
    assert client.post(f"/book/{entry.pk}/done/").status_code == 302
    entry = readable_by(analyst, Entry).get()
    assert entry.to_do_done_on == timezone.now().date()
    assert "should have been done" not in words(client.get(f"/book/{entry.pk}/"))
    assert "Ask" not in words(client.get("/book/?is_open=on"))


def test_an_entry_is_edited_with_what_the_form_did_not_show_open(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    entry = write_entry(committee, analyst, women=3, at=dt.time(10), zone="Africa/Nairobi")
    page = client.get(f"/book/{entry.pk}/edit/").content.decode()
    assert 'value="10:00"' in page
    form = FORM | {
        "row_version": "1",
        "women": "4",
        "at": "10:00",
        "zone": "Africa/Nairobi",
        "why": "Counted again",
    }
    assert client.post(f"/book/{entry.pk}/edit/", form).status_code == 302
    entry = readable_by(analyst, Entry).get()
    assert (entry.women, entry.at, entry.row_version) == (4, dt.time(10), 2)
    assert client.post(f"/book/{entry.pk}/edit/", form | {"women": "5"}).status_code == 409


@pytest.mark.parametrize("marking", [Marking.CLEAR, Marking.AMBER_STRICT])
def test_a_calendar_learns_the_date_and_nothing_else(
    client: Client, committee: Organisation, analyst: Person, marking: Marking
) -> None:
    meeting = write_entry(
        committee, analyst, kind="meeting", happened="Zanzibarite", agenda="Zanzibarite", marking=marking,
        next_on=dt.date(2024, 3, 9), next_at=dt.time(10), zone="Africa/Nairobi",
    )  # fmt: skip
    answer = client.get(f"/book/{meeting.pk}/next-meeting.ics")
    text = answer.content.decode()
    assert "SUMMARY:A date to look up" in text
    assert "20240309T" in text
    for secret in ("Zanzibarite", str(meeting.pk), "Market"):
        assert secret not in text
    assert AuditEntry.objects.filter(action="export", object_id=str(meeting.pk)).exists()
    other = write_entry(committee, analyst)
    assert client.get(f"/book/{other.pk}/next-meeting.ics").status_code == 404


def test_every_page_of_the_book_offers_a_way_out(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    entry = write_entry(committee, analyst)
    addresses = ["", "new/", "type-back/", "paper/", "week/", "safety/", "questions/", f"{entry.pk}/"]
    for address in [*addresses, f"{entry.pk}/edit/"]:
        assert "Leave quickly and log out" in words(client.get(f"/book/{address}")), address


def test_a_reader_reads_and_changes_nothing(
    committee: Organisation, analyst: Person, colleague: Person
) -> None:
    entry, reader = write_entry(committee, analyst, to_do="Ask", to_do_role="Chair"), client_of(colleague)
    assert "It was done today" not in words(reader.get(f"/book/{entry.pk}/"))
    for address in ("done/", "edit/", "remove/"):
        assert reader.post(f"/book/{entry.pk}/{address}").status_code == 403
