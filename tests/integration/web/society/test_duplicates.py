"""Which structures are the same: suggested across scripts, decided by a person, taken apart again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.integration.web.society.registers import part, structure, tie
from tests.people import OCCASION, client_of, make_person
from tests.record_samples import write_exercise

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.records.models import Link
from avert.web.records.selectors import history_of
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.society.imports import duplicates, merging
from avert.web.society.models import Activity, Structure

HERE, DECIDE = "/structures/duplicates/", "/structures/duplicates/decide/"
ARABIC = "لجنة السلام"


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def pair(committee: Organisation, analyst: Person) -> tuple[Structure, Structure]:
    return (
        structure(committee, analyst, "Lajnat al-Salam"),
        structure(committee, analyst, ARABIC),
    )


def pairs(viewer: Person) -> set[frozenset[str]]:
    found, _count = duplicates.pairs_for(viewer, most=20)
    return {frozenset((one.one.name, one.other.name)) for one in found}


def decide(client: Client, one: Structure, other: Structure, answer: str) -> Any:
    return client.post(DECIDE, {"one": one.pk, "other": other.pk, "answer": answer}, follow=True)


def test_two_names_in_two_scripts_stand_side_by_side_with_why(
    client: Client, analyst: Person, pair: tuple[Structure, Structure]
) -> None:
    assert pairs(analyst) == {frozenset(("Lajnat al-Salam", ARABIC))}
    page = client.get(HERE).content.decode()
    assert "the same letters in different scripts" in page
    assert ARABIC in page
    assert "Not the same" in page


def test_the_same_are_shown_as_one_with_ties_and_activities_until_it_is_taken_back(
    client: Client, analyst: Person, committee: Organisation, pair: tuple[Structure, Structure]
) -> None:
    kept, gone = pair
    third = structure(committee, analyst, "Ministry")
    part(Activity, analyst, gone, title="Dialogue of the young")
    tie(committee, analyst, gone, third, evidence="Minutes")
    assert "shown as one" in decide(client, kept, gone, "one").content.decode()
    page = client.get(f"/structures/{kept.pk}/").content.decode()
    assert "Dialogue of the young" in page
    assert "Ministry" in page
    undo = f"/structures/{gone.pk}/undo-merge/"
    assert undo in page
    assert undo in client.get(HERE).content.decode()
    assert not pairs(analyst)
    assert "stand for itself again" in client.get(undo).content.decode()
    client.post(undo)
    assert "Dialogue of the young" not in client.get(f"/structures/{kept.pk}/").content.decode()
    gone.refresh_from_db()
    assert gone.merged_into_id is None
    assert [set(one.changes) for one in history_of(gone, viewer=analyst)][:2] == [{"merged_into"}] * 2
    told = AuditEntry.objects.filter(object_id=str(gone.pk), action="change")
    assert [entry.field_names for entry in told] == [["merged_into"]] * 2
    assert client.get(undo).status_code == 302, "there is nothing to take back twice"


def test_who_said_not_the_same_is_not_asked_again(
    client: Client, analyst: Person, pair: tuple[Structure, Structure]
) -> None:
    one, other = pair
    decide(client, one, other, "not_same")
    decide(client, other, one, "not_same")
    assert Link.objects.filter(kind="not-same").count() == 1
    assert AuditEntry.objects.filter(object_kind="society.not_same").count() == 1
    assert not pairs(analyst)
    assert "No two look the same" in client.get(HERE).content.decode()


def test_no_circle_and_no_chain_is_made(
    client: Client, analyst: Person, committee: Organisation, pair: tuple[Structure, Structure]
) -> None:
    one, other = pair
    third = structure(committee, analyst, "Third")
    merging.merge(record=one, into=other, viewer=analyst, occasion=OCCASION)
    for record, into in ((other, one), (one, third), (third, one)):
        with pytest.raises(InputError, match="meanwhile"):
            merging.merge(record=record, into=into, viewer=analyst, occasion=OCCASION)
    assert "meanwhile" in decide(client, other, one, "other").content.decode()
    merging.merge(record=other, into=third, viewer=analyst, occasion=OCCASION)
    merging.undo_merge(record=other, viewer=analyst, occasion=OCCASION)
    one.refresh_from_db()
    assert one.merged_into_id == other.pk, "each step is taken back by itself"
    with pytest.raises(InputError, match="already"):
        merging.undo_merge(record=other, viewer=analyst, occasion=OCCASION)


def test_only_structures_of_one_organisation_and_one_world_are_one(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    accounts.give_role(person=analyst, organisation=ministry, kind=RoleKind.ANALYST, occasion=OCCASION)
    ours = structure(committee, analyst, "Peace Line")
    theirs = structure(ministry, analyst, "Peace Line")
    played = structure(committee, analyst, "Peace Line", exercise=write_exercise(committee, analyst))
    assert not pairs(analyst)
    for other in (theirs, played):
        with pytest.raises(InputError, match="different"):
            merging.merge(record=ours, into=other, viewer=analyst, occasion=OCCASION)
    assert pairs(outside_stakeholder) == set()


def test_nobody_else_is_shown_or_may_say_what_is_the_same(
    pair: tuple[Structure, Structure], colleague: Person, outside_stakeholder: Person, stranger: Client,
    administrator: Person,
) -> None:  # fmt: skip
    police = accounts.create_organisation(name={"en": "Police"}, sector="security", occasion=OCCASION)
    officer = make_person("officer", police, RoleKind.LEAD)
    one, other = pair
    shared = Sharing(
        organisations=frozenset({police.pk, outside_stakeholder.memberships.get().organisation_id})
    )
    assert shared.organisations
    assert stranger.get(HERE).status_code == 302
    for person in (colleague, outside_stakeholder, officer, administrator):
        browser = client_of(person)
        assert one.name not in browser.get(HERE).content.decode()
        assert decide(browser, one, other, "one").status_code in {403, 404}
        assert decide(browser, one, other, "not_same").status_code in {403, 404}
        assert browser.post(f"/structures/{one.pk}/undo-merge/").status_code in {403, 404}
    assert not Link.objects.exists()
    assert not rows_of(Structure).exclude(merged_into=None).exists()


def test_what_is_hidden_of_two_gives_nothing_away(
    committee: Organisation, analyst: Person, lead: Person
) -> None:
    structure(committee, analyst, "Peace Line")
    structure(committee, lead, "Peace Line", marking=Marking.RED)
    assert not pairs(analyst)
    assert not pairs(lead) - {frozenset({"Peace Line"})}


def test_a_hundred_structures_are_compared_in_the_same_few_queries(
    committee: Organisation, analyst: Person
) -> None:
    asked = []
    for count in (3, 40):
        for number in range(count):
            structure(committee, analyst, f"Committee {'abcdefgh'[number % 8] * 5} {count} {number}")
        with CaptureQueriesContext(connection) as queries:
            duplicates.pairs_for(analyst, most=10)
        asked.append(len(queries))
    assert asked[0] == asked[1]
