"""Whoever may not read a commitment learns nothing of it, nor of what is reported of it."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.integration.web.test_note_leaks import outsider, plain  # noqa: F401  pytest finds the fixture by name
from tests.people import OCCASION, client_of
from tests.record_samples import PLACE, write_commitment

from avert.web.accounts.models import Organisation, Person
from avert.web.commitments import services
from avert.web.commitments.models import Commitment, CommitmentReport
from avert.web.commitments.vocabulary import FindingWord
from avert.web.records.sharing import Sharing

SECRET = "Zanzibarite"
PAGES = ("", "edit/", "share/", "history/", "report/")
LISTS = (
    "", f"?place={PLACE}", "?only=overdue", "?only=disputed", "?page=2", "commitments.csv", "calendar.ics",
)  # fmt: skip


def write(organisation: Organisation, by: Person, **fields: object) -> Commitment:
    return write_commitment(organisation, by, what=SECRET, to=SECRET, **fields)


def report_on(commitment: Commitment, by: Person) -> CommitmentReport:
    return services.report(
        commitment=commitment, finding=FindingWord.VIOLATED, at=OCCASION.at, evidence=SECRET, viewer=by,
        owner_id=by.organisations.get().pk, occasion=OCCASION,
    )  # fmt: skip


@pytest.fixture
def commitment(committee: Organisation, analyst: Person) -> Commitment:
    return write(committee, analyst)


def test_hidden_and_missing_are_the_same_on_every_page(
    outsider: Client,  # noqa: F811
    commitment: Commitment,
    analyst: Person,
) -> None:
    report, missing = report_on(commitment, analyst), uuid.uuid4()
    addresses = [(f"/commitments/{{}}/{page}", commitment.pk) for page in PAGES]
    addresses += [(f"/commitments/reports/{{}}/{page}", report.pk) for page in ("", "share/", "history/")]
    for address, hidden in addresses:
        for ask in (outsider.get, outsider.post, outsider.head):
            one, other = ask(address.format(hidden)), ask(address.format(missing))
            assert one.status_code == other.status_code, address
            assert one.status_code in {404, 405}, address
            assert plain(one.content, hidden) == plain(other.content, missing), address
            assert SECRET not in one.content.decode()


def test_lists_totals_and_files_say_nothing(
    outsider: Client,  # noqa: F811
    commitment: Commitment,
    analyst: Person,
) -> None:
    def told(address: str) -> str:
        answer = outsider.get(f"/commitments/{address}")
        assert answer.headers["Cache-Control"] == "private, no-store"
        text = plain(answer.content)
        return "\n".join(line for line in text.splitlines() if not line.startswith("DTSTAMP"))

    before = [told(address) for address in LISTS]
    for _number in range(60):
        report_on(write(commitment.owner, analyst), analyst)
    after = [told(address) for address in LISTS]
    assert before == after
    assert all(SECRET not in page for page in after)


def test_a_stranger_is_led_to_the_way_in(stranger: Client, commitment: Commitment) -> None:
    for page in (*(f"{commitment.pk}/{page}" for page in PAGES), *LISTS, "new/"):
        answer = stranger.get(f"/commitments/{page}")
        assert answer.headers["Location"].startswith("/account/log-in/")


def test_a_reader_is_refused_what_changes_a_commitment_and_what_reports_on_it(
    commitment: Commitment, colleague: Person
) -> None:
    client = client_of(colleague)
    page = client.get(f"/commitments/{commitment.pk}/").content.decode()
    assert SECRET in page
    for way in ("edit/", "share/"):
        assert f'href="{way}"' not in page
        assert client.post(f"/commitments/{commitment.pk}/{way}").status_code == 403, way
    client.post(f"/commitments/{commitment.pk}/report/", {"finding": "VIOLATED", "marking": "3"})
    assert "You cannot write this" in client.get(f"/commitments/{commitment.pk}/report/").content.decode()


def test_an_outside_reader_sees_neither_reports_that_are_not_for_them_nor_whom_else_it_is_for(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    shared = write_commitment(committee, analyst, Sharing(organisations=frozenset({ministry.pk})))
    report_on(shared, analyst)
    page = client_of(outside_stakeholder).get(f"/commitments/{shared.pk}/").content.decode()
    assert SECRET not in page
    assert "Violated" not in page
    assert "District peace committee" not in page, "it is not listed"
    assert "No report that you may read." in page


@pytest.mark.parametrize("address", ["", "?only=disputed", f"?place={PLACE}"])
def test_a_list_asks_as_much_for_two_hundred_as_for_ten(
    committee: Organisation, ministry: Organisation, analyst: Person, address: str
) -> None:
    client, sharings = client_of(analyst), [Sharing(), Sharing(organisations=frozenset({ministry.pk}))]

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/commitments/{address}").status_code == 200
        return len(queries)

    for number in range(10):
        report_on(write_commitment(committee, analyst, sharings[number % 2]), analyst)
    few = asked()
    for number in range(190):
        report_on(write_commitment(committee, analyst, sharings[number % 2]), analyst)
    assert asked() <= few
    assert few < 30
