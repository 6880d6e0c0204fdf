"""Laws of evidence and of competing hypotheses."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avert.assessment.claims import Confidence, judge
from avert.assessment.evidence import Consistency, capped_log_ratio
from avert.assessment.grading import Credibility, Grade, Reliability, Report, Stance
from avert.assessment.hypotheses import Matrix, Row, diagnosticity, flips, inconsistencies, posterior, rank

HYPOTHESES = ("a", "b", "c")
ORIGINS = st.none() | st.sampled_from(["radio", "nurse", "priest", "police"])
rows = st.lists(
    st.tuples(
        st.fixed_dictionaries({h: st.sampled_from(Consistency) for h in HYPOTHESES}),
        st.sampled_from([0.5, 1.0, 2.0]),
        ORIGINS,
    ),
    max_size=7,
)
matrices = rows.map(lambda told: Matrix(HYPOTHESES, tuple(Row(f"e{n}", *row) for n, row in enumerate(told))))
grades = st.builds(Grade, st.sampled_from(Reliability), st.sampled_from(Credibility))
reports = st.lists(
    st.builds(Report, st.uuids().map(str), st.sampled_from(Stance), grades, ORIGINS), max_size=8
)
ratios = st.lists(st.tuples(ORIGINS, st.floats(-5, 5)), max_size=10)


@given(matrices)
def test_leaving_out_what_is_named_really_turns_the_order_and_nothing_else_does(matrix: Matrix) -> None:
    found = {flip.dropped: flip for flip in flips(matrix) if flip.origin is None}
    for row in matrix.rows:
        rest = rank(replace(matrix, rows=tuple(r for r in matrix.rows if r is not row)))
        flip = found.get((row.evidence_id,))
        assert (flip is not None) == (rest != rank(matrix))
        assert flip is None or flip.ranking == rest


@given(matrices)
def test_every_hypothesis_has_one_place(matrix: Matrix) -> None:
    ranked = [hypothesis for tied in rank(matrix) for hypothesis in tied]
    assert sorted(ranked) == sorted(HYPOTHESES)
    scores = [{inconsistencies(matrix)[h].score for h in tied} for tied in rank(matrix)]
    assert all(len(tied) == 1 for tied in scores)


@given(matrices, st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(matrix: Matrix, rng: object) -> None:
    shuffled = list(matrix.rows)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(replace(matrix, rows=tuple(shuffled))) == rank(matrix)


@given(st.sampled_from(Consistency), matrices)
def test_a_row_that_fits_all_alike_tells_nothing(rating: Consistency, matrix: Matrix) -> None:
    alike = Row("same", dict.fromkeys(HYPOTHESES, rating))
    assert not diagnosticity(alike, HYPOTHESES)
    assert rank(replace(matrix, rows=(*matrix.rows, alike))) == rank(matrix)


@given(reports, grades, st.sampled_from(Stance))
def test_a_repost_of_a_known_origin_never_raises_what_is_leaned_to_by_number(
    told: list[Report], grade: Grade, stance: Stance
) -> None:
    known = [report for report in told if report.origin and report.stance is stance]
    if not known:
        return
    repost = replace(known[0], id="repost")
    assert judge([*told, repost]) == judge(told)


@given(reports)
def test_reports_of_unknown_origin_build_no_confidence(told: list[Report]) -> None:
    unknown = [replace(report, origin=None) for report in told]
    assert judge(unknown)[:2] == (None, Confidence.LOW)


@given(reports)
def test_opposition_never_raises_confidence(told: list[Report]) -> None:
    leans, confidence, _why = judge(told)
    if leans is None:
        return
    other = Stance.CONTRADICTS if leans is Stance.SUPPORTS else Stance.SUPPORTS
    assert judge([*told, Report("new", other)])[1] <= confidence


@given(ratios, st.randoms(use_true_random=False))
def test_no_origin_weighs_more_than_its_strongest_piece(
    told: list[tuple[str | None, float]], rng: object
) -> None:
    most = {origin: max(abs(r) for o, r in told if o == origin) for origin, _ratio in told}
    assert abs(capped_log_ratio(told)) <= math.fsum(most.values()) + 1e-12
    shuffled = list(told)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert capped_log_ratio(shuffled) == pytest.approx(capped_log_ratio(told), abs=1e-12)


@given(st.lists(st.tuples(ORIGINS, st.tuples(st.floats(0.01, 0.99), st.floats(0.01, 0.99))), max_size=8))
def test_probabilities_of_hypotheses_add_up_to_one_in_any_order(
    told: list[tuple[str | None, tuple[float, float]]],
) -> None:
    pieces = [(origin, dict(zip("ab", pair, strict=True))) for origin, pair in told]
    found = posterior({"a": 0.3, "b": 0.7}, pieces)
    assert math.isclose(sum(found.values()), 1)
    assert posterior({"a": 0.3, "b": 0.7}, pieces[::-1]) == pytest.approx(found)
