from __future__ import annotations

from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.risk.structure import structural_profile, structural_series
from avert.sources.tables import Table
from structure_tables import mortality_table, vdem_table

YEARS = range(2000, 2016)
YEAR = 2012

seeds = st.integers(0, 2**16)
gaps = st.floats(0, 0.3)


def noise(seed: int, position: int, year: int) -> float:
    """Give a number from 0 to 1 that has no pattern, in steps of a thousandth, so that ties occur."""
    return hash((seed, position, year)) % 1000 / 1000


def tables(seed: int, gap: float, years: range = YEARS) -> tuple[Table, Table]:
    def known(position: int, year: int, scale: float) -> float | None:
        missing = noise(seed + 1, position, year) < gap
        return None if missing else scale * noise(seed, position, year)

    return (
        vdem_table(lambda i, year: known(i, year, 1.0), years),
        mortality_table(lambda i, year: known(i, year, 200.0), years),
    )


@settings(deadline=None, max_examples=25)
@given(seeds, gaps)
def test_shares_are_shares_and_known_only_where_the_value_is(seed: int, gap: float) -> None:
    profile = structural_profile(*tables(seed, gap), YEAR)
    for share in ("share_of_world_better", "own_past_rank"):
        known = profile.drop_nulls(share)
        assert known[share].is_between(0, 1).all()
        assert known["value"].null_count() == 0
    assert profile.select("country_gwcode", "indicator").is_unique().all()


@settings(deadline=None, max_examples=25)
@given(seeds, gaps)
def test_the_order_of_rows_changes_nothing(seed: int, gap: float) -> None:
    given_tables = tables(seed, gap)
    shuffled = (
        replace(table, frame=table.frame.sample(fraction=1, shuffle=True, seed=seed))
        for table in given_tables
    )
    assert structural_profile(*shuffled, YEAR).equals(structural_profile(*given_tables, YEAR))


@settings(deadline=None, max_examples=25)
@given(seeds, gaps)
def test_later_years_change_nothing(seed: int, gap: float) -> None:
    then = tables(seed, gap, range(YEARS.start, YEAR + 1))
    later = tables(seed, gap)
    assert structural_profile(*then, YEAR).equals(structural_profile(*later, YEAR))
    up_to_then = structural_series(*later).filter(pl.col("year") <= YEAR)
    assert structural_series(*then).equals(up_to_then)


@settings(deadline=None, max_examples=25)
@given(seeds, gaps)
def test_comparisons_use_only_the_order_of_values(seed: int, gap: float) -> None:
    """Any other scale with the same order gives the same shares, whatever the indicator's unit."""
    vdem, _ = tables(seed, gap)
    stretched = replace(vdem, frame=vdem.frame.with_columns(pl.col("v2x_egaldem").exp()))
    shares = ["share_of_world_better", "own_past_rank"]
    before, after = (structural_profile(table, None, YEAR).select(shares) for table in (vdem, stretched))
    assert before.equals(after)


@settings(deadline=None, max_examples=25)
@given(seeds, st.integers(1, 100))
def test_what_is_added_to_every_rate_was_not_avoidable(seed: int, more: int) -> None:
    _, mortality = tables(seed, 0.0)
    raised = replace(
        mortality, frame=mortality.frame.with_columns(pl.col("infant_mortality_per_1000") + more)
    )
    avoidable = [
        structural_series(None, table).filter(indicator="avoidable_infant_mortality_per_1000")["value"]
        for table in (mortality, raised)
    ]
    assert (avoidable[0] - avoidable[1]).abs().max() < 2e-6
