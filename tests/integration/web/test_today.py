"""The first page of the day: what waits, the most urgent first, and nothing that the viewer may not read."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import client_of
from tests.record_samples import write_signal, write_warning

from avert.web.accounts.models import Organisation, Person
from avert.web.warnings.vocabulary import State


def words(client: Client, path: str = "/today/") -> str:
    text = re.sub(r"<[^>]+>", " ", client.get(path).content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


def test_members_begin_with_what_needs_them(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/today/"


def test_nothing_that_waits_is_not_called_calm(client: Client) -> None:
    assert "does not mean that all is calm" in words(client)


def test_what_went_out_without_a_second_look_comes_first(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    write_signal(committee, analyst, threatens_life=True)
    now = timezone.now()
    sent = {"state": State.RELEASED, "released_at": now, "review_due_at": now + dt.timedelta(minutes=30)}
    write_warning(committee, analyst, expires_at=now + dt.timedelta(days=1), **sent)
    shown = words(client)
    order = [shown.index(said) for said in ("not reviewed by a second person", "said to be in danger")]
    assert order == sorted(order)


def test_a_report_is_not_shown_to_whoever_passes_the_desk(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    write_signal(committee, analyst, threatens_life=True, text="They come tonight")
    shown = words(client)
    assert "Kenya: Threat" in shown
    assert "They come tonight" not in shown


def test_nothing_of_others_is_counted(
    committee: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    write_signal(committee, analyst, threatens_life=True)
    assert "Nothing waits for you" in words(client_of(outside_stakeholder))


def test_it_asks_as_much_for_many_things_as_for_few(
    client: Client, committee: Organisation, analyst: Person, django_assert_max_num_queries: object
) -> None:
    client.get("/today/")
    for _ in range(12):
        write_signal(committee, analyst, threatens_life=True)
    with django_assert_max_num_queries(60):  # type: ignore[operator]  # a fixture without types
        client.get("/today/")
