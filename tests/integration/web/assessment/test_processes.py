"""Processes are told of, others ask to connect, and an answer comes back; nobody else reads any of it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.asked import begin_exercise
from tests.people import OCCASION, client_of, make_person
from tests.voices import announced, assessed

from avert.errors import InputError
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.assessment.models import Assessment, Connection, ConnectionAnswer, Process
from avert.web.assessment.voices import selectors, services
from avert.web.records import services as records
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.records.writing import rows_of

LIST = "/assessments/processes/"
FORM = {
    "title": "Every spring", "place": "Kenya", "level": "national", "run_by": "", "method": "Workshops",
    "cycle_months": "12", "contact_role": "Desk", "shareable": "", "latest_on": "", "next_on": "", "marking": "3",
}  # fmt: skip


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def process(committee: Organisation, ministry: Organisation, analyst: Person) -> Process:
    """A process of the committee that the ministry may know of."""
    return announced(committee, analyst, ministry)


@pytest.fixture
def request_(process: Process, ministry: Organisation, outside_stakeholder: Person) -> Connection:
    """The ministry asks to connect."""
    return services.ask_to_connect(
        process=process, owner_id=ministry.pk, why="Ministry: we assess the next county", viewer=outside_stakeholder,
        occasion=OCCASION,
    )  # fmt: skip


@pytest.fixture
def keeper(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def partner(outside_stakeholder: Person) -> Client:
    return client_of(outside_stakeholder)


@pytest.fixture
def third(db: None) -> Person:
    """Works for an organisation that has no part in it."""
    other = accounts.create_organisation(name={"en": "Third"}, occasion=OCCASION)
    return make_person("third", other, RoleKind.ANALYST)


def test_a_process_is_told_of_without_the_assessments(
    committee: Organisation, ministry: Organisation, analyst: Person, keeper: Client, partner: Client
) -> None:
    made = assessed(committee, analyst, title="What we found")
    page = f"{LIST}new/?assessment={made.pk}"
    assert "What we found" in keeper.get(page).content.decode()
    assert "What we found" not in partner.get(page).content.decode()
    audience = {"owner": str(committee.pk), "persons": []}
    assert keeper.post(page, FORM | audience).status_code == 302
    told = rows_of(Process).get()
    assert rows_of(Assessment).get().process_id == told.pk
    assert partner.get(f"{LIST}{told.pk}/").status_code == 404
    shared = announced(committee, analyst, ministry, title="Shared one")
    listed = text(partner, LIST)
    assert "Shared one" in listed
    assert "Every spring" not in listed
    assert "Shared one" not in text(partner, f"{LIST}?place=Uganda")
    assert "every 6 months" in text(partner, f"{LIST}{shared.pk}/")
    assert "What we found" not in text(partner, f"{LIST}{shared.pk}/")
    assert "What we found" in text(keeper, f"{LIST}{told.pk}/")


def test_an_exercise_is_not_announced(committee: Organisation, analyst: Person) -> None:
    played = assessed(committee, analyst, exercise=begin_exercise(committee, analyst, OCCASION.at))
    with pytest.raises(InputError, match="nothing to connect to"):
        announced(committee, analyst, assessment=played)
    assert not rows_of(Process).exists()


def test_who_is_asked_reads_the_request_and_nothing_else_and_the_answer_comes_back(
    process: Process, ministry: Organisation, outside_stakeholder: Person, keeper: Client, partner: Client
) -> None:
    theirs = assessed(ministry, outside_stakeholder, title="Of the ministry alone")
    assert "Request to connect" in text(partner, f"{LIST}{process.pk}/")
    assert "Request to connect" not in text(keeper, f"{LIST}{process.pk}/"), "it is their own"
    form = {"why": "Ministry: we begin next door", "offers": "Our summary", "owner_id": str(ministry.pk)}
    answer = partner.post(f"{LIST}{process.pk}/connect/", form)
    made = rows_of(Connection).get()
    page = f"/assessments/connections/{made.pk}/"
    assert answer.headers["Location"] == page
    assert "we begin next door" in text(keeper, f"{LIST}{process.pk}/")
    assert "not answered yet" in text(keeper, f"{LIST}{process.pk}/")
    assert "Our summary" in text(keeper, page)
    assert keeper.get(f"/assessments/{theirs.pk}/").status_code == 404
    assert "Asked to connect to our assessments, and not answered" in text(keeper, "/today/")
    assert partner.get(f"{page}answer/").status_code == 403
    said = {"reply": "later", "text": "After the vote"}
    assert keeper.post(f"{page}answer/", said).status_code == 302
    assert "After the vote" in text(partner, page)
    assert "not answered" not in text(keeper, "/today/")
    keeper.post(f"{page}answer/", {"reply": "yes", "text": "Come on Monday"})
    shown = text(partner, page)
    assert shown.index("Come on Monday") < shown.index("After the vote")
    assert "Yes" in text(partner, f"{LIST}{process.pk}/")


def test_a_third_organisation_sees_neither_process_nor_request_nor_answer(
    process: Process, request_: Connection, analyst: Person, third: Person, stranger: Client
) -> None:
    services.answer_connection(connection=request_, reply="yes", viewer=analyst, occasion=OCCASION)
    outside = client_of(third)
    for address in (
        f"{LIST}{process.pk}/",
        f"{LIST}{process.pk}/connect/",
        f"/assessments/connections/{request_.pk}/",
    ):
        assert outside.get(address).status_code == 404
        assert stranger.get(address).status_code == 302
    assert "No processes that you may read" in text(outside, LIST)
    assert not selectors.waiting_for_us(third).exists()
    assert selectors.answers_to(third, [request_.pk]) == {request_.pk: []}
    act: dict[str, Any] = {"viewer": third, "occasion": OCCASION}
    with pytest.raises(Process.DoesNotExist):
        services.ask_to_connect(process=process, owner_id=process.owner_id, why="Curious", **act)
    with pytest.raises(Connection.DoesNotExist):
        services.answer_connection(connection=request_, reply="no", **act)


def test_only_the_asked_answer_and_nobody_asks_themselves(
    process: Process, request_: Connection, colleague: Person, outside_stakeholder: Person, analyst: Person
) -> None:
    for person in (outside_stakeholder, colleague):
        with pytest.raises(PermissionDenied):
            services.answer_connection(connection=request_, reply="no", viewer=person, occasion=OCCASION)
    assert not rows_of(ConnectionAnswer).exists()
    with pytest.raises(InputError, match="your own organisation"):
        services.ask_to_connect(
            process=process, owner_id=process.owner_id, why="Us", viewer=analyst, occasion=OCCASION
        )


def test_a_request_outlives_the_asker_seeing_the_process(
    process: Process, request_: Connection, analyst: Person, partner: Client
) -> None:
    records.share(
        record=process, row_version=1, sharing=NOBODY_ELSE, marking=process.marking, viewer=analyst, occasion=OCCASION
    )  # fmt: skip
    services.answer_connection(
        connection=request_, reply="no", text="We end it", viewer=analyst, occasion=OCCASION
    )
    page = text(partner, f"/assessments/connections/{request_.pk}/")
    assert "We end it" in page
    assert process.title not in page


def test_a_process_stays_while_others_ask_to_connect_to_it(
    process: Process, request_: Connection, keeper: Client, partner: Client
) -> None:
    refused = keeper.post(f"{LIST}{process.pk}/remove/", {"row_version": "1"})
    assert refused.status_code == 409
    assert rows_of(Process).exists()
    page = f"/assessments/connections/{request_.pk}/"
    assert keeper.get(f"{page}remove/").status_code == 403
    change = {"row_version": "1", "why": "Ministry: it is urgent", "offers": ""}
    assert partner.post(f"{page}edit/", change).status_code == 302
    assert "it is urgent" in text(keeper, page)
    assert partner.post(f"{page}remove/", {"row_version": "2"}).status_code == 302
    assert keeper.post(f"{LIST}{process.pk}/remove/", {"row_version": "1"}).status_code == 302
    assert not rows_of(Process).exists()
