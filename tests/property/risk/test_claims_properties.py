from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from avert.risk.claims.composite import places_within
from avert.risk.claims.content import find_claim
from avert.risk.claims.discrimination import weighted_area
from avert.risk.claims.proportions import relative_risk, share
from avert.risk.claims.structured import Structured
from avert.risk.claims.tallies import country_draws, tally
from claim_tables import small_tables

counts = st.tuples(st.integers(0, 200), st.integers(0, 200)).map(lambda pair: (min(pair), max(pair)))
seeds = st.integers(0, 2**16)


@given(counts)
def test_a_share_lies_in_its_interval_and_both_between_none_and_all(pair: tuple[int, int]) -> None:
    hits, of = pair
    assume(of)
    found = share(hits, of)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(counts)
def test_the_share_of_the_rest_is_the_mirror_image(pair: tuple[int, int]) -> None:
    hits, of = pair
    assume(of)
    there, rest = share(hits, of), share(of - hits, of)
    assert (there.low, there.high) == pytest.approx((1 - (rest.high or 0), 1 - (rest.low or 0)))


@given(counts, counts)
def test_a_relative_risk_turns_round_when_inside_and_outside_change_places(
    inside: tuple[int, int], outside: tuple[int, int]
) -> None:
    there, back = relative_risk(*inside, *outside), relative_risk(*outside, *inside)
    if there.value and back.value:
        assert there.value == pytest.approx(1 / back.value)
        assert (there.low, there.high) == pytest.approx((1 / (back.high or 1), 1 / (back.low or 1)))
    elif there.value == 0.0:
        assert back.value is None
        assert there.high == pytest.approx(1 / (back.low or 1))


@settings(deadline=None, max_examples=25)
@given(seeds)
def test_a_tally_loses_no_onset_and_its_exceptions_are_those_outside(seed: int) -> None:
    rng = np.random.default_rng(seed)
    claim, size = find_claim("within-armed-conflict"), 60
    rows = pl.DataFrame(
        {
            "country_gwcode": rng.integers(2, 12, size),
            "year": np.arange(size),
            "onsets": rng.integers(0, 3, size),
            "inside": rng.choice([True, False, None], size).tolist(),
        },
        schema_overrides={"country_gwcode": pl.Int32, "year": pl.Int32, "inside": pl.Boolean},
    )
    found = tally(claim, claim.main, rows, rows["inside"], country_draws(rows, rng, 20))
    row = found.row
    assert row["onsets"] + row["onsets_unknown"] == rows["onsets"].sum()  # type: ignore[operator]
    assert found.exceptions["onsets"].sum() == row["onsets"] - row["onsets_inside"]  # type: ignore[operator]
    if row["share_low_by_country"] is not None:
        assert 0 <= row["share_low_by_country"] <= row["share_high_by_country"] <= 1  # type: ignore[operator]


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=1, max_size=40), seeds)
def test_places_keep_the_order_and_their_mean_is_one_half(values: list[int | None], seed: int) -> None:
    scores = np.array([np.nan if value is None else float(value) for value in values])
    groups = np.random.default_rng(seed).integers(0, 3, scores.size)
    places = places_within(scores, groups)
    for group in np.unique(groups):
        known = (groups == group) & ~np.isnan(scores)
        if known.any():
            assert places[known].mean() == pytest.approx(0.5)
            order = np.argsort(scores[known], kind="stable")
            assert (np.diff(places[known][order]) >= 0).all()
    assert (np.isnan(places) == np.isnan(scores)).all()


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=2, max_size=40))
def test_an_area_under_the_curve_is_the_share_of_pairs_in_the_right_order(
    rows: list[tuple[int, bool]],
) -> None:
    with_onset = [score for score, onset in rows if onset]
    without = [score for score, onset in rows if not onset]
    assume(with_onset and without)
    right = sum((a > b) + (a == b) / 2 for a in with_onset for b in without)
    rank, onset = (np.array(column) for column in zip(*rows, strict=True))
    area = weighted_area(rank, onset.astype(bool), np.ones(rank.size))
    assert area == pytest.approx(right / (len(with_onset) * len(without)))


def test_what_was_known_the_year_before_does_not_change_when_the_years_to_come_do() -> None:
    """Against the states of that year; against all years a place among them moves with the years added."""
    tables = small_tables()
    before = Structured.of(tables)
    altered = tables["ewp_panel"].frame.with_columns(
        pl.when(pl.col("year") == 2004).then(0.99).otherwise("freediscussion").alias("freediscussion")
    )
    tables["ewp_panel"] = type(tables["ewp_panel"])(
        altered, tables["ewp_panel"].source, tables["ewp_panel"].coverage
    )
    after = Structured.of(tables)
    assert (
        before.at(before.composites["that_year"], "year_before")
        == after.at(after.composites["that_year"], "year_before")
    ).all()
