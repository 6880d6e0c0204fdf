"""Peace structures by program: what a viewer may read, without whomever being known puts at risk."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.integration.web.society.registers import merge, part, structure, tie
from tests.people import bearer, client_of, token_of

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Scope
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.society.models import Activity, GroupTrust

HERE, SECRET = "/api/v1/structures", "Zanzibarite"


@pytest.fixture
def program(analyst: Person) -> Client:
    return bearer(token_of(analyst, Scope.READ))


def test_a_program_reads_a_structure_with_its_parts(
    committee: Organisation, analyst: Person, program: Client
) -> None:
    voices = {"women": {"seats": 8, "leads": False}}
    elders = structure(committee, analyst, "Elders", level="grassroots", seats=51, voices=voices)
    office = structure(committee, analyst, "Governor")
    again = structure(committee, analyst, "The governor")
    merge(again, office)
    made = tie(committee, analyst, elders, again, layer="mediation", begins=dt.date(2008, 1, 1))
    part(GroupTrust, analyst, elders, group="Herders", trust="partly")
    part(Activity, analyst, elders, title="Dialogue")
    listed = program.get(HERE).json()
    assert [one["name"] for one in listed["structures"]] == ["Governor", "Elders"] or len(
        listed["structures"]
    ) == 2
    assert listed["prohibited_uses"] == ["choosing targets", "refusing asylum", "propaganda"]
    one = program.get(f"{HERE}/{elders.pk}").json()
    assert (one["level"], one["sector"], one["seats"]) == ("grassroots", None, 51)
    assert one["voices"] == [
        {"attribute": "women", "seats": 8, "leads": False, "speaks": None, "decides": None}
    ]
    assert one["trust"] == [{"group": "Herders", "trust": "partly", "on": None}]
    (said,) = program.get(f"{HERE}/{elders.pk}/ties").json()["ties"]
    assert (said["id"], said["target"], said["begins"]) == (str(made.pk), str(office.pk), "2008-01-01")
    assert program.get(f"{HERE}/{again.pk}").json()["id"] == str(office.pk)
    (done,) = program.get(f"{HERE}/{elders.pk}/activities").json()["activities"]
    assert done["title"] == "Dialogue"


def test_a_protected_one_is_in_no_answer_nor_is_a_tie_to_it(
    committee: Organisation, analyst: Person, program: Client
) -> None:
    elders = structure(committee, analyst, "Elders")
    secret: Any = structure(committee, analyst, SECRET, is_protected=True)
    tie(committee, analyst, elders, secret, evidence=SECRET)
    answers = [HERE, f"{HERE}?place=ken", f"{HERE}/{elders.pk}", f"{HERE}/{elders.pk}/ties"]
    for address in answers:
        answer = program.get(address)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
        assert str(secret.pk) not in answer.content.decode()
    assert program.get(HERE).json()["left_out"] == "a few"
    for below in ("", "/ties", "/activities"):
        assert program.get(f"{HERE}/{secret.pk}{below}").status_code == 404


def test_an_outsider_gets_nothing_and_a_token_needs_its_scope(
    committee: Organisation, analyst: Person, outside_stakeholder: Person, stranger: Client
) -> None:
    elders = structure(committee, analyst, SECRET)
    outsider = bearer(token_of(outside_stakeholder, Scope.READ))
    assert outsider.get(HERE).json()["structures"] == []
    for below in ("", "/ties", "/activities"):
        assert outsider.get(f"{HERE}/{elders.pk}{below}").status_code == 404
        assert stranger.get(f"{HERE}/{elders.pk}{below}").status_code == 401
    assert bearer(token_of(analyst, Scope.REFERENCE)).get(HERE).status_code == 403
    assert bearer(token_of(analyst, Scope.READ, Scope.WRITE)).post(HERE).status_code == 405


def test_every_reading_by_program_is_written_down(
    committee: Organisation, analyst: Person, program: Client
) -> None:
    elders = structure(committee, analyst, "Elders")
    for address in (
        HERE,
        f"{HERE}/{elders.pk}",
        f"{HERE}/{elders.pk}/ties",
        f"{HERE}/{elders.pk}/activities",
    ):
        program.get(address)
    found = AuditEntry.objects.filter(action__in=[Action.READ, Action.READ_LIST]).values_list(
        "object_kind", flat=True
    )
    kinds = ["society.structure", "society.structure", "society.tie", "society.activity"]
    assert [kind for kind in found.order_by("pk") if kind.startswith("society")] == kinds


def test_who_is_due_to_be_looked_at_waits_on_the_first_page_without_a_name(
    committee: Organisation, analyst: Person
) -> None:
    structure(committee, analyst, SECRET, review_on=dt.date(2020, 1, 1))
    structure(committee, analyst, "Later", review_on=dt.date(2999, 1, 1))
    page = client_of(analyst).get("/today/", follow=True).content.decode()
    assert "Peace structures to look at again" in page
    assert SECRET not in page
