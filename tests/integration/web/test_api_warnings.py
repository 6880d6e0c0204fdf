"""A warning by program: from a draft to an answer, each step by the token of whoever may take it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.people import make_person
from tests.programs import Program

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Scope

KENYA = "kenya_2007_2010"
DRAFT = {
    "title": "Attacks on farms around the vote",
    "event": "ELECTION",
    "what": "Attacks on farms on the edge of the forest.",
    "to_whom": "settled families",
    "window_from": "2007-12-21",
    "window_until": "2008-01-10",
    "probability": "likely",
    "confidence": "moderate",
    "rests_on": "Reports by text message, two of them verified.",
    "would_change": "A joint visit of the leaders of the three groups.",
    "harm_of_issuing": "Families may flee without shelter.",
    "place": "ken",
}
ASK = {
    "role": "District commissioner",
    "can_do": "Send officers and mediators",
    "asked": "Put posts on the farms",
    "zone": "Africa/Nairobi",
    "acknowledge_by": "2007-12-21T09:00:00+03:00",
    "decide_by": "2007-12-22T09:00:00+03:00",
}


@pytest.fixture
def ministry(ministry: Organisation) -> Organisation:
    ministry.is_listed = True
    ministry.save()
    return ministry


@pytest.fixture
def author(analyst: Person) -> Program:
    return Program(analyst)


@pytest.fixture
def second(committee: Organisation) -> Program:
    return Program(make_person("second", committee, RoleKind.ANALYST))


@pytest.fixture
def asked(outside_stakeholder: Person) -> Program:
    return Program(outside_stakeholder)


@pytest.fixture
def exercise(author: Program, ministry: Organisation) -> str:
    begun = author.post(
        "exercises", title="Vote", replay=KENYA, day="2007-12-20", organisations=[str(ministry.pk)]
    )
    return str(begun["id"])


def proposed(
    author: Program, ministry: Organisation, exercise: str | None, **changed: Any
) -> tuple[str, int]:
    warning = author.post("warnings", **DRAFT | changed, exercise=exercise)["id"]
    author.post(f"warnings/{warning}/addressees", **ASK, organisation=str(ministry.pk))
    draft = author.get(f"warnings/{warning}")
    moved = author.post(f"warnings/{warning}/proposal", 200, row_version=draft["row_version"])
    return warning, moved["row_version"]


def test_a_warning_goes_out_by_two_and_is_answered_by_whom_it_asks(
    author: Program, second: Program, asked: Program, ministry: Organisation, exercise: str
) -> None:
    warning, version = proposed(author, ministry, exercise)
    asked.get(f"warnings/{warning}", 404)
    author.post(f"warnings/{warning}/release", 422, row_version=version)
    out = second.post(f"warnings/{warning}/release", 200, row_version=version, note="Seen")
    assert (out["state"], out["released_at"]) == ("released", "2007-12-20T23:00:00Z")
    seen = asked.get(f"warnings/{warning}")
    (addressee,) = seen["addressees"]
    course = f"warnings/{warning}/addressees/{addressee['id']}/course"
    author.post(course, 403, stage="ACKNOWLEDGED")
    asked.post(course, stage="ACKNOWLEDGED")
    asked.post(course, stage="DECIDED", decision="ACT", reason="Officers leave at noon.")
    (mine,) = asked.get(f"warnings/{warning}")["addressees"]
    (theirs,) = author.get(f"warnings/{warning}")["addressees"]
    assert (mine["reached"], mine["decision"]) == ("DECIDED", "ACT")
    assert (theirs["reached"], theirs["decision"]) == (
        "ACKNOWLEDGED",
        None,
    )  # kept by the decider until shared


def test_a_decision_is_shared_where_the_decider_says_so(
    author: Program, second: Program, asked: Program, ministry: Organisation, exercise: str
) -> None:
    warning, version = proposed(author, ministry, exercise)
    second.post(f"warnings/{warning}/release", 200, row_version=version)
    (addressee,) = asked.get(f"warnings/{warning}")["addressees"]
    course = f"warnings/{warning}/addressees/{addressee['id']}/course"
    asked.post(course, stage="DECIDED", decision="NO_NEW_ACTION", reason="Posts are there.", is_shared=True)
    (theirs,) = author.get(f"warnings/{warning}")["addressees"]
    assert theirs["decision"] == "NO_NEW_ACTION"


def test_silence_is_overdue_and_never_a_refusal(
    author: Program, second: Program, ministry: Organisation, exercise: str
) -> None:
    warning, version = proposed(author, ministry, exercise)
    second.post(f"warnings/{warning}/release", 200, row_version=version)
    now = author.get(f"exercises/{exercise}")
    author.post(f"exercises/{exercise}/clock", 200, row_version=now["row_version"], to="2007-12-30T23:00:00Z")
    (addressee,) = author.get(f"warnings/{warning}")["addressees"]
    assert (addressee["reached"], addressee["decision"], addressee["is_overdue"]) == ("SENT", None, True)


def test_what_is_missing_is_said_before_a_warning_is_proposed(author: Program) -> None:
    warning = author.post("warnings", title="Attacks", event="ELECTION")
    said = author.post(f"warnings/{warning['id']}/proposal", 422, row_version=warning["row_version"])
    assert "Say where: the country or province is enough." in said["message"]


def test_no_program_releases(
    author: Program, committee: Organisation, ministry: Organisation, exercise: str
) -> None:
    robot = Program(make_person("robot", committee, RoleKind.ANALYST, is_service=True))
    warning, version = proposed(author, ministry, exercise)
    robot.post(f"warnings/{warning}/release", 403, row_version=version)
    assert author.get(f"warnings/{warning}")["state"] == "proposed"


def test_a_token_that_only_writes_drafts_and_learns_nothing(analyst: Person, author: Program) -> None:
    writer = Program(analyst, Scope.WRITE)
    warning = writer.post("warnings", title="Attacks", event="ELECTION")
    assert set(warning) == {"id", "row_version", "marking", "prohibited_uses"}
    writer.get(f"warnings/{warning['id']}", 403)
    writer.post(f"warnings/{warning['id']}/proposal", 403, row_version=1)


def test_lists_hold_the_real_or_one_exercise(author: Program, ministry: Organisation, exercise: str) -> None:
    warning, _version = proposed(author, ministry, exercise)
    assert author.get("warnings")["warnings"] == []
    assert [each["id"] for each in author.get(f"warnings?exercise={exercise}")["warnings"]] == [warning]
    assert [each["id"] for each in author.get("exercises")["exercises"]] == [exercise]


def test_an_exercise_tells_a_program_nothing_of_the_future(author: Program, exercise: str) -> None:
    said = author.get(f"exercises/{exercise}")
    assert max(item["known"] for item in said["known"]) <= "2007-12-20"
    back = {"row_version": said["row_version"], "to": "2007-12-19T23:00:00Z"}
    author.post(f"exercises/{exercise}/clock", 422, **back)
    author.post(f"exercises/{exercise}/clock", 409, row_version=9, to="2007-12-21T23:00:00Z")
    author.post(f"exercises/{exercise}/signals", 422, items=["no-such-report"])
    taken = author.post(f"exercises/{exercise}/signals", items=["new-houses-burnt"])
    again = author.post(f"exercises/{exercise}/signals", items=["new-houses-burnt"])
    assert taken["signals"] == again["signals"]


def test_a_stale_version_moves_nothing(
    author: Program, ministry: Organisation, second: Program, exercise: str
) -> None:
    warning, version = proposed(author, ministry, exercise)
    second.post(f"warnings/{warning}/release", 409, row_version=version - 1)
    assert author.get(f"warnings/{warning}")["state"] == "proposed"
