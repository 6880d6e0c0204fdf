"""A ladder says whom to turn to, and when that would be."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from tests.people import client_of
from tests.record_samples import write_contact

from avert.web.accounts.models import Organisation, Person
from avert.web.contacts.models import Ladder, LadderStep
from avert.web.records.selectors import readable_by


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def begin(client: Client, committee: Organisation, analyst: Person, **form: Any) -> str:
    said = {"title": "Night", "place": "Kenya", "marking": "3", "owner": str(committee.pk)} | form
    answer = client.post("/contacts/ladders/new/", said)
    assert answer.status_code == 302, words(answer)
    return answer.headers["Location"]


def test_at_night_every_hour_counts(client: Client, committee: Organisation, analyst: Person) -> None:
    url = begin(client, committee, analyst)
    assert "silence would lead to nobody" in words(client.get(url))
    for hours, role in (("6", "Chair"), ("0.5", "Deputy")):
        contact = write_contact(committee, analyst, role=role)
        assert (
            client.post(f"{url}steps/new/", {"hours": hours, "contact": str(contact.pk)}).status_code == 302
        )
    page = words(client.get(f"{url}?sent=2026-11-27T22:00"))
    assert "Friday, 27 November 2026, 22:30 UTC" in page
    assert page.index("Deputy") < page.index("Chair")
    assert "Saturday, 28 November 2026, 04:00 UTC" in page
    assert "every hour" in words(client.get("/contacts/ladders/"))


def test_working_hours_wait_for_monday(client: Client, committee: Organisation, analyst: Person) -> None:
    url = begin(
        client, committee, analyst, zone="Africa/Nairobi", days=["0", "1", "2", "3", "4"], opens="09:00"
    )
    contact = write_contact(committee, analyst, role="Deputy")
    client.post(f"{url}steps/new/", {"hours": "2", "contact": str(contact.pk)})
    page = words(client.get(f"{url}?sent=2026-11-27T16:00"))
    assert "Monday, 30 November 2026, 10:00 Africa/Nairobi" in page
    assert "09:00–17:00" in page
    assert words(client.get(f"{url}?sent=nonsense"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"zone": "Nairobi"}, "This is no time zone"),
        ({"zone": "Africa/Nairobi", "days": ["0"], "opens": "18:00"}, "must open before they close"),
        ({"zone": "Africa/Nairobi", "days": []}, "need days of the week"),
    ],
)
def test_hours_that_make_no_sense_are_refused(
    client: Client, committee: Organisation, form: dict[str, Any], said: str
) -> None:
    whole = {"title": "Night", "place": "Kenya", "marking": "3", "owner": str(committee.pk)} | form
    assert said in words(client.post("/contacts/ladders/new/", whole))


def test_hours_are_changed_and_checked_then_too(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    url = begin(client, committee, analyst, zone="Africa/Nairobi", days=["0", "1"])
    page = client.get(f"{url}edit/").content.decode()
    assert page.count("checked") == 2
    form = {"title": "Day", "place": "Kenya", "zone": "Africa/Nairobi", "days": ["5"], "row_version": "1"}
    assert "must open before" in words(client.post(f"{url}edit/", form | {"opens": "18:00"}))
    assert client.post(f"{url}edit/", form).status_code == 302
    assert readable_by(analyst, Ladder).get().days == "5"


def test_two_steps_at_the_same_hour_are_refused_and_steps_change(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    url, contact = begin(client, committee, analyst), write_contact(committee, analyst)
    form = {"hours": "2", "contact": str(contact.pk)}
    client.post(f"{url}steps/new/", form)
    assert "a time of its own" in words(client.post(f"{url}steps/new/", form))
    assert "a time of its own" in words(client.post(f"{url}steps/new/", form | {"hours": "0"}))
    step = readable_by(analyst, LadderStep).get()
    assert (
        client.post(f"/contacts/steps/{step.pk}/", form | {"hours": "3", "row_version": "1"}).status_code
        == 302
    )
    gone = client.post(f"/contacts/steps/{step.pk}/remove/", {"row_version": "2"})
    assert gone.headers["Location"] == url
    assert not readable_by(analyst, LadderStep).exists()


def test_a_reader_changes_nothing(
    client: Client, committee: Organisation, analyst: Person, colleague: Person
) -> None:
    url, contact = begin(client, committee, analyst), write_contact(committee, analyst)
    client.post(f"{url}steps/new/", {"hours": "2", "contact": str(contact.pk)})
    step, reader = readable_by(analyst, LadderStep).get(), client_of(colleague)
    assert f"/contacts/steps/{step.pk}/" not in reader.get(url).content.decode()
    for address in (f"{url}steps/new/", f"/contacts/steps/{step.pk}/"):
        assert reader.get(address).status_code == 403
