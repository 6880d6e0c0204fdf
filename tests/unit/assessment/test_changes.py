"""What changed between two standings."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from avert.assessment.ageing import Kind
from avert.assessment.changes import Change, What, changes
from avert.assessment.readings import latest
from avert.assessment.values import Value
from readings import NOW, reading

KINDS = {"C-1": Kind.TRIGGER, "C-2": Kind.TRIGGER}
LATER = NOW + dt.timedelta(days=20)


def moved(first: str | None, second: str | None) -> list[What]:
    told = [reading("a", c_2="absent")] + ([reading("a", 2, 0.5, c_1=first)] if first else [])
    after = [*told, reading("a", 3, -19, c_1=second)] if second else told
    return [change.what for change in changes(latest(told, NOW), latest(after, LATER), KINDS).changes]


def test_each_move_has_its_word() -> None:
    assert moved(None, "present") == [What.NEW]
    assert moved("unknown", "absent") == [What.NEW]
    assert moved("latent", "acute") == [What.RAISED]
    assert moved("acute", "absent") == [What.LOWERED]
    assert moved("acute", "acute") == []


def test_unknown_after_a_known_value_is_no_longer_known_and_not_lowered() -> None:
    assert moved("acute", "unknown") == [What.NO_LONGER_KNOWN]
    assert moved(None, "unknown") == []


def test_an_answer_that_nobody_renewed_goes_stale_once() -> None:
    told = [reading("a", days_ago=20, c_1="acute")]
    at = [latest(told, NOW + dt.timedelta(days=days)) for days in (0, 20, 40)]
    assert changes(at[0], at[1], KINDS).changes == (
        Change("a", "C-1", What.GONE_STALE, Value.ACUTE, Value.ACUTE),
    )
    assert changes(at[1], at[2], KINDS).changes == ()


def test_who_joined_and_left_is_said_and_leaving_lowers_nothing() -> None:
    before, after = latest([reading("a", c_1="acute")], NOW), latest([reading("b", c_1="latent")], NOW)
    found = changes(before, after, KINDS)
    assert (found.joined, found.left) == (("b",), ("a",))
    assert [(change.stakeholder, change.what) for change in found.changes] == [("b", What.NEW)]


def test_a_dissent_that_is_declared_or_worded_anew_is_a_change() -> None:
    told = [
        reading("a", 1, 9, c_1="latent"),
        reading("a", 2, 5, dissent="no"),
        reading("a", 3, 1, dissent="not so"),
    ]
    at = [latest(told[: n + 1], NOW) for n in range(3)]
    for before, after in pairwise(at):
        assert changes(before, after, KINDS).changes == (Change("a", None, What.DISSENT, None, None),)
