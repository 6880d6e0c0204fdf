"""What a claim rests on, and how good that is."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from avert.assessment.ageing import Kind
from avert.assessment.claims import Citation, Claim, ClaimStanding, Confidence, Gap, GapState, stand
from avert.assessment.evidence import Consistency, Evidence
from avert.assessment.grading import Grade, Stance
from avert.deadlines import Deadline
from avert.errors import InputError

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def stands(*pieces: str) -> ClaimStanding:
    """Return how a claim stands on pieces written as ``origin grade consistency``; ``?`` is an unknown origin."""
    evidence, citations = {}, []
    for number, piece in enumerate(pieces):
        origin, grade, consistency = piece.split()
        id_ = f"e{number}"
        known = None if origin == "?" else origin
        evidence[id_] = Evidence(id_, "source", NOW, Grade.parse(grade), known)
        citations.append(Citation(id_, Consistency(consistency)))
    return stand(Claim("c", Kind.DYNAMIC, tuple(citations)), evidence, NOW)


@pytest.mark.parametrize(
    ("pieces", "confidence"),
    [
        (["nurse B2 C", "priest C3 C", "radio C3 CC"], Confidence.HIGH),
        (["nurse C3 C", "priest C3 C", "radio C3 CC"], Confidence.MODERATE),
        (["nurse B2 C"], Confidence.MODERATE),
        (["nurse C3 C"], Confidence.LOW),
        (["nurse C3 C", "priest D4 C"], Confidence.MODERATE),
        (["nurse F6 C", "priest F6 C"], Confidence.LOW),
        (["nurse B2 C", "nurse B2 C", "nurse B2 C"], Confidence.MODERATE),
        (["nurse B2 C", "priest B2 C", "radio B2 C", "? F6 I"], Confidence.MODERATE),
        (["nurse B2 C", "? A1 I"], Confidence.LOW),
        (["? A1 C", "? A1 C", "? A1 C"], Confidence.LOW),
        (["nurse B2 C", "priest B2 I"], Confidence.LOW),
        (["nurse B2 C", "priest B2 C", "priest B2 I"], Confidence.LOW),
        (["nurse B2 C", "priest B2 C", "radio C3 I", "police C3 C", "police C3 I"], Confidence.LOW),
        (["nurse B2 N"], Confidence.LOW),
        ([], Confidence.LOW),
    ],
)
def test_confidence_follows_independent_origins_grades_and_opposition(
    pieces: list[str], confidence: Confidence
) -> None:
    found = stands(*pieces)
    assert found.confidence is confidence
    assert found.confidence_why.endswith(".")


def test_evidence_against_a_claim_can_be_of_high_confidence_too() -> None:
    found = stands("nurse B2 II", "priest B2 I", "radio C3 I")
    assert (found.leans, found.confidence) == (Stance.CONTRADICTS, Confidence.HIGH)


def test_as_many_on_either_side_lean_nowhere() -> None:
    assert stands("nurse A1 C", "priest A1 I").leans is None


def test_a_claim_without_evidence_is_an_untested_assumption() -> None:
    assert stands().is_untested_assumption
    assert stands("nurse B2 N").is_untested_assumption
    assert not stands("nurse B2 I").is_untested_assumption


def test_discarded_and_stale_evidence_is_named_and_not_counted() -> None:
    evidence = {
        "old": Evidence("old", "s", NOW - dt.timedelta(days=400), Grade.parse("A1"), "a"),
        "out": Evidence("out", "s", NOW, Grade.parse("A1"), "b", discarded="the photograph is of 2012"),
        "new": Evidence("new", "s", NOW, Grade.parse("C3"), "c"),
    }
    cites = tuple(Citation(id_, Consistency.CONSISTENT, 1.0) for id_ in evidence)
    found = stand(Claim("c", Kind.DYNAMIC, cites), evidence, NOW)
    assert found.weighed.supporting == 1
    assert found.stale == ("old",)
    assert found.discarded == {"out": "the photograph is of 2012"}
    assert found.log_ratio == 1.0
    assert stand(Claim("c", Kind.STRUCTURAL, cites), evidence, NOW).weighed.supporting == 2


def test_undated_evidence_is_named_and_still_counts() -> None:
    evidence = {"e": Evidence("e", "s", origin="a")}
    found = stand(Claim("c", Kind.TRIGGER, (Citation("e", Consistency.CONSISTENT),)), evidence, NOW)
    assert (found.undated, found.stale, found.weighed.supporting) == (("e",), (), 1)


def test_where_nobody_knows_how_fast_it_ages_nothing_is_stale() -> None:
    evidence = {"e": Evidence("e", "s", NOW - dt.timedelta(days=9999), origin="a")}
    assert stand(Claim("c", None, (Citation("e", Consistency.CONSISTENT),)), evidence, NOW).stale == ()


def test_a_claim_on_discarded_evidence_alone_is_untested() -> None:
    evidence = {"out": Evidence("out", "s", NOW, discarded="forged")}
    claim = Claim("c", Kind.DYNAMIC, (Citation("out", Consistency.CONSISTENT),))
    assert stand(claim, evidence, NOW).is_untested_assumption


def test_ten_reposts_move_the_odds_as_far_as_one() -> None:
    evidence = {str(n): Evidence(str(n), "s", NOW, origin="one post") for n in range(10)}
    cites = tuple(Citation(id_, Consistency.CONSISTENT, math.log(3)) for id_ in evidence)
    found = stand(Claim("c", Kind.DYNAMIC, cites), evidence, NOW)
    assert found.log_ratio == pytest.approx(math.log(3))


def test_evidence_that_is_not_there_is_refused() -> None:
    claim = Claim("c", Kind.DYNAMIC, (Citation("e9", Consistency.CONSISTENT),))
    with pytest.raises(InputError, match="e9"):
        stand(claim, {}, NOW)


def test_a_gap_is_open_then_overdue_and_closed_by_saying_how() -> None:
    due = Deadline(dt.date(2026, 5, 31), "Africa/Juba")
    gap = Gap("g", "who commands the new post", "role:analyst", due)
    assert gap.state(NOW - dt.timedelta(days=3)) is GapState.OPEN
    assert gap.state(NOW) is GapState.OVERDUE
    assert Gap("g", "who", due=due, closed="visited").state(NOW) is GapState.CLOSED
    assert Gap("g", "who").state(NOW) is GapState.OPEN
