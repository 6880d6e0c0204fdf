"""The cases in ``tests/golden/assessment``, which a practitioner can read and correct."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from avert.assessment.evidence import Consistency
from avert.assessment.hypotheses import Matrix, Row, diagnosticity, flips, inconsistencies, rank
from avert.assessment.nesting import Level, RolledUp, roll_up
from avert.assessment.readings import Declared
from readings import CODE, NOW, profile_of

FOLDER = Path(__file__).parents[2] / "golden/assessment"
ROLLED_UP = yaml.safe_load((FOLDER / "rolled_up.yaml").read_text(encoding="utf-8"))
COMPETING = yaml.safe_load((FOLDER / "competing_hypotheses.yaml").read_text(encoding="utf-8"))


def level(name: str, told: dict[str, Any]) -> Level:
    says = told.get("says", {})
    declared = {who: Declared(text, NOW, 1) for who, text in told.get("dissents", {}).items()}
    profiles = {CODE: profile_of(says)} if says else {}
    return Level(name, told.get("within"), profiles, declared=declared)


def told_of(rolled: RolledUp) -> dict[str, Any]:
    below = rolled.below[CODE]
    assert below.highest is not None
    assert below.lowest is not None
    return {
        "highest": str(below.highest.value),
        "highest_at": [" / ".join(path) for path in below.highest.at],
        "lowest": str(below.lowest.value),
        "places": {str(known): count for known, count in below.places.items() if count},
        "dissent": [" / ".join((*d.path, d.dissent.said.stakeholder)) for d in below.dissents],
        "declared": {" / ".join((*d.path, d.stakeholder)): d.declared.text for d in rolled.declared},
    }


@pytest.mark.parametrize("seen_from", ROLLED_UP["seen_from"])
def test_each_level_shows_what_is_said_below_it(seen_from: str) -> None:
    levels = [level(name, told) for name, told in ROLLED_UP["places"].items()]
    assert told_of(roll_up(levels)[seen_from]) == ROLLED_UP["seen_from"][seen_from]


@pytest.fixture
def matrix() -> Matrix:
    hypotheses = tuple(COMPETING["hypotheses"])
    rows = tuple(
        Row(id_, {h: Consistency(row[h]) for h in hypotheses}, origin=row.get("origin"))
        for id_, row in COMPETING["evidence"].items()
    )
    return Matrix(hypotheses, rows)


def test_hypotheses_stand_by_what_speaks_against_them(matrix: Matrix) -> None:
    found = inconsistencies(matrix)
    assert {h: i.score for h, i in found.items()} == COMPETING["against"]
    assert {h: i.not_rated for h, i in found.items()} == COMPETING["not_rated"]
    assert [list(tied) for tied in rank(matrix)] == COMPETING["order"]


def test_evidence_that_fits_all_tells_nothing(matrix: Matrix) -> None:
    silent = [row.evidence_id for row in matrix.rows if diagnosticity(row, matrix.hypotheses) == 0]
    assert silent == COMPETING["tells_nothing"]


def test_what_turns_the_order_when_it_is_left_out_is_named(matrix: Matrix) -> None:
    found = {
        f"origin {flip.origin}" if flip.origin else flip.dropped[0]: [list(tied) for tied in flip.ranking]
        for flip in flips(matrix)
    }
    assert found == COMPETING["leaving_out"]
