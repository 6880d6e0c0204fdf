"""Who works for peace already, on the page of a country and in its brief."""

from __future__ import annotations

import json

from tests.integration.web.society.registers import structure
from tests.people import client_of

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry

COUNTRY, BRIEF = "/country/ken/", "/country/ken/brief.json"


def structures_in(viewer: Person, up_to: str = "") -> dict:
    answer = client_of(viewer).get(BRIEF + (f"?up-to={up_to}" if up_to else ""))
    return next(part for part in json.loads(answer.content)["parts"] if part["key"] == "structures")


def named_in(viewer: Person, up_to: str = "") -> str:
    return json.dumps(structures_in(viewer, up_to).get("rows", []))


def test_the_page_of_a_country_names_who_works_for_peace_there_for_whoever_may_read_it(
    committee: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    structure(committee, analyst, "Council of elders", level="grassroots")
    page = client_of(analyst).get(COUNTRY).content.decode()
    assert "Council of elders" in page
    assert "Top: none known" in page
    assert "Council of elders" not in client_of(outside_stakeholder).get(COUNTRY).content.decode()


def test_a_brief_names_only_what_its_marking_allows_and_nobody_who_is_protected(
    committee: Organisation, analyst: Person
) -> None:
    structure(committee, analyst, "National peace council", marking=Marking.CLEAR)
    structure(committee, analyst, "Council of elders", marking=Marking.AMBER)
    structure(committee, analyst, "Women of the market", marking=Marking.CLEAR, is_protected=True)
    assert "National peace council" in named_in(analyst)
    assert "Council of elders" not in named_in(analyst)
    assert "Council of elders" in named_in(analyst, "AMBER")
    assert "Women of the market" not in named_in(analyst, "AMBER")
    assert AuditEntry.objects.filter(action=Action.EXPORT, object_kind="society.structure").exists()


def test_a_brief_on_paper_marked_for_persons_only_is_not_sent_as_a_file(analyst: Person) -> None:
    assert client_of(analyst).get(f"{BRIEF}?up-to=RED").status_code == 404
    assert client_of(analyst).get(f"{BRIEF}?up-to=nobody").status_code == 404


def test_a_register_that_holds_nothing_is_not_told_as_nobody(analyst: Person) -> None:
    assert "not the same as none" in json.dumps(structures_in(analyst))
