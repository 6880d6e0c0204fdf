"""Whoever may not read contacts, trees, ladders or the book learns nothing of them: not that they are there."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import OCCASION, client_of, make_person
from tests.record_samples import (
    SAMPLES,
    write_contact,
    write_entry,
    write_ladder,
    write_phone_tree,
    write_question,
)

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.book.models import QuestionAnswer
from avert.web.contacts.models import Call, LadderStep

SECRET = "Zanzibarite"
OWN = ("", "edit/", "share/", "history/", "remove/")
LISTS = (
    "/contacts/", "/contacts/?place=Kenya", "/contacts/?way=site", "/contacts/trees/", "/contacts/ladders/", "/book/",
    "/book/?place=Kenya", "/book/?kind=incident", "/book/?is_open=on", "/book/questions/", "/book/week/?day=2024-03-01",
    "/book/week/?day=2024-03-01&place=Kenya",
)  # fmt: skip


@pytest.fixture(params=["outsider", "elsewhere", "administrator", "member without role"])
def outsider(request: pytest.FixtureRequest, committee: Organisation, ministry: Organisation) -> Client:
    """Someone with an account who may not read what the committee knows of the place."""
    person = make_person("somebody", is_superuser=request.param == "administrator", is_staff=True)
    if request.param == "outsider":
        accounts.give_role(person=person, organisation=ministry, kind=RoleKind.ANALYST, occasion=OCCASION)
    if request.param == "elsewhere":
        accounts.give_role(
            person=person, organisation=committee, kind=RoleKind.LEAD, place="gw:500", occasion=OCCASION
        )
    if request.param == "member without role":
        accounts.join_organisation(person=person, organisation=committee, occasion=OCCASION)
    return client_of(person)


def write_all(committee: Organisation, analyst: Person) -> dict[str, Any]:
    contact = write_contact(
        committee, analyst, role=SECRET, phone="+254700000000", review_on=dt.date(2024, 1, 1)
    )
    tree = write_phone_tree(committee, analyst, title=SECRET, opens_with=SECRET)
    ladder = write_ladder(committee, analyst, title=SECRET)
    question = write_question(committee, analyst, text=SECRET)
    entry = write_entry(
        committee, analyst, happened=SECRET, where=SECRET, to_do=SECRET, next_on=dt.date(2024, 3, 9)
    )
    parts = {kind: SAMPLES[kind][0] for kind in (Call, LadderStep, QuestionAnswer)}
    return {
        "contact": contact, "tree": tree, "ladder": ladder, "question": question, "entry": entry,
        "call": parts[Call](committee, analyst, whole=tree),
        "step": parts[LadderStep](committee, analyst, whole=ladder),
        "answer": parts[QuestionAnswer](committee, analyst, whole=question),
    }  # fmt: skip


def addresses(records: dict[str, Any]) -> Iterator[tuple[str, uuid.UUID]]:
    more = {
        "contact": ("/contacts/{}/", (*OWN, "tried/")),
        "tree": ("/contacts/trees/{}/", (*OWN, "rehearsed/", "sheet.pdf", "calls/new/")),
        "ladder": ("/contacts/ladders/{}/", (*OWN, "steps/new/")),
        "entry": ("/book/{}/", (*OWN, "done/", "next-meeting.ics")),
        "question": ("/book/questions/{}/", (*OWN, "answer/")),
        "call": ("/contacts/calls/{}/", ("", "remove/")),
        "step": ("/contacts/steps/{}/", ("", "remove/")),
        "answer": ("/book/answers/{}/", ("remove/",)),
    }
    for name, (base, pages) in more.items():
        for page in pages:
            yield base + page, records[name].pk


def plain(html: bytes, *ids: object) -> str:
    """A page without what differs from one request to the next."""
    text = re.sub(r'value="\w{64}"', "", html.decode())
    for key in ids:
        text = text.replace(str(key), "ID")
    return text


def test_hidden_and_missing_are_the_same_on_every_page(
    outsider: Client, committee: Organisation, analyst: Person
) -> None:
    missing = uuid.uuid4()
    for address, hidden in addresses(write_all(committee, analyst)):
        for ask in (outsider.get, outsider.post, outsider.head):
            one, other = ask(address.format(hidden)), ask(address.format(missing))
            assert one.status_code == other.status_code, address
            assert one.status_code in {404, 405}, address
            assert plain(one.content, hidden) == plain(other.content, missing), address
            assert one.headers.keys() == other.headers.keys(), address
            assert SECRET not in one.content.decode()


def test_lists_counts_filters_and_summaries_say_nothing(
    outsider: Client, committee: Organisation, analyst: Person
) -> None:
    before = [plain(outsider.get(address).content) for address in LISTS]
    records = [write_all(committee, analyst) for _ in range(3)]
    after = [plain(outsider.get(address).content) for address in LISTS]
    assert before == after
    assert all(str(record.pk) not in page for page in after for one in records for record in one.values())


def test_forms_offer_and_take_nobody_whom_the_viewer_may_not_read(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    hidden = write_all(committee, analyst)["contact"]
    client, ladder = client_of(outside_stakeholder), write_ladder(ministry, outside_stakeholder)
    address = f"/contacts/ladders/{ladder.pk}/steps/new/"
    assert SECRET not in client.get(address).content.decode()
    answer = client.post(address, {"hours": "1", "contact": str(hidden.pk)})
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    form = {"paper1-kind": "visit", "paper1-on": "2024-03-01", "paper1-happened": "x", "marking": "3"}
    write_entry(committee, analyst, paper_number="C4FH7")
    taken = form | {"owner": str(ministry.pk), "paper1-paper_number": "C4FH7"}
    assert client.post("/book/type-back/", taken).status_code == 302, (
        "others' papers are not known to be there"
    )


def test_a_stranger_is_led_to_the_way_in(stranger: Client, committee: Organisation, analyst: Person) -> None:
    for address, key in addresses(write_all(committee, analyst)):
        answer = stranger.get(address.format(key))
        assert answer.headers["Location"].startswith("/account/log-in/")
        assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_as_much_for_many_as_for_few(
    committee: Organisation, analyst: Person, address: str
) -> None:
    client = client_of(analyst)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    write_all(committee, analyst)
    few = asked()
    for _ in range(12):
        write_all(committee, analyst)
    # Twice: once an hour a session is written down as seen.
    assert min(asked(), asked()) <= few
    assert few < 40


def test_a_tree_and_a_question_ask_as_much_for_many_parts_as_for_few(
    committee: Organisation, analyst: Person
) -> None:
    client, records = client_of(analyst), write_all(committee, analyst)
    pages = [f"/contacts/trees/{records['tree'].pk}/", f"/book/questions/{records['question'].pk}/"]

    def asked() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    few = asked()
    for _number in range(10):
        SAMPLES[Call][0](committee, analyst, whole=records["tree"])
        SAMPLES[QuestionAnswer][0](committee, analyst, whole=records["question"])
    assert asked() == few
