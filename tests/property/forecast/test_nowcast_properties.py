"""What holds of every record: revisions and blackouts know nothing of the future."""

from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.death_tables import events_table

from avert.forecast.blackouts import blackouts_at
from avert.forecast.revisions import revision_pairs, summarise_revisions
from avert.panel import Panel
from avert.panel.fatalities import TYPES
from avert.periods import month_id
from avert.sources.tables import Table

COUNTRIES = (500, 530, 625)
FIRST, LAST = month_id(2021, 1), month_id(2021, 6)
MONTHS = 40


def panel_of(histories: list[list[int | None]]) -> Panel:
    """A country for each history, the same for every type of violence; None is unknown."""
    rows = [
        (country, month, deaths)
        for country, history in enumerate(histories)
        for month, deaths in enumerate(history, start=1)
    ]
    schema = {"country_gwcode": pl.Int32, "month_id": pl.Int32, "deaths": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    counts = [pl.col("deaths").alias(f"fatalities_{kind}_best") for kind in TYPES]
    return Panel("country-month", frame.select("country_gwcode", "month_id", *counts), 1, MONTHS)


HISTORY = st.builds(
    lambda active, quiet, rest: ([3] * active + [0] * quiet + rest + [None] * MONTHS)[:MONTHS],
    st.integers(0, 30),
    st.integers(0, 6),
    st.lists(st.sampled_from([0, 3, None]), max_size=12),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(HISTORY, min_size=2, max_size=4), st.integers(26, MONTHS), st.randoms(use_true_random=False))
def test_later_months_do_not_alter_what_is_flagged_at_an_origin(
    histories: list[list[int | None]], origin: int, rng
) -> None:
    known = blackouts_at(panel_of(histories), origin)
    futures = [
        history[:origin] + [rng.choice([0, 50, None]) for _ in range(origin, MONTHS)] for history in histories
    ]
    assert blackouts_at(panel_of(futures), origin).equals(known)
    assert (known["since"] <= origin).all()
    assert known["probability"].drop_nulls().is_between(0, 0.01).all()


@st.composite
def releases(draw: st.DrawFn) -> Table:
    rows = st.tuples(
        st.sampled_from(COUNTRIES), st.integers(FIRST, LAST), st.sampled_from(TYPES), st.integers(0, 300)
    )
    vintage = dt.date(2021, 7, 31) + dt.timedelta(days=draw(st.integers(0, 900)))
    return events_table(
        draw(st.sampled_from(["ucdp_ged", "ucdp_candidate"])),
        vintage.isoformat(),
        draw(st.lists(rows, max_size=8)),
        months=(FIRST, draw(st.integers(FIRST, LAST))),
    )


@settings(deadline=None, max_examples=40)
@given(
    st.lists(releases(), max_size=4, unique_by=lambda t: (t.source.dataset, t.source.vintage)),
    st.integers(0, 900),
)
def test_releases_of_after_a_day_teach_nothing_as_of_that_day(tables: list[Table], days: int) -> None:
    day = dt.date(2021, 7, 31) + dt.timedelta(days=days)
    known = [table for table in tables if table.source.vintage <= day]
    pairs = revision_pairs(tables, day)
    assert pairs.equals(revision_pairs(known))
    assert (pairs["early_release"] != pairs["later_release"]).all()
    assert (
        not pairs.select("early_source", "country_gwcode", "month_id", "violence_type").is_duplicated().any()
    )


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 14), st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=60
    ),
    st.integers(0, 99),
)
def test_a_summary_counts_every_pair_once_and_orders_its_quantiles(
    counts: list[tuple[int, int, int]], seed: int
) -> None:
    pairs = pl.DataFrame(
        [("ucdp_candidate", "sb", FIRST, *count) for count in counts],
        schema=["early_source", "violence_type", "month_id", "country_gwcode", "early", "later"],
        orient="row",
    )
    summary = summarise_revisions(pairs, draws=100, seed=seed)
    assert summary.equals(summarise_revisions(pairs, draws=100, seed=seed))
    assert summary["pairs_count"].sum() == len(counts)
    assert summary["later_sum"].sum() == pairs["later"].sum()
    shares = summary.select(pl.sum_horizontal("share_same", "share_up", "share_down"))
    assert ((shares.to_series() - 1).abs() < 1e-12).all()
    for low, high in (
        ("ratio_q05", "ratio_q25"), ("ratio_q25", "ratio_q50"), ("ratio_q50", "ratio_q75"),
        ("ratio_q75", "ratio_q95"), ("ratio_median_low", "ratio_median_high"), ("share_up_low", "share_up_high"),
    ):  # fmt: skip
        assert (summary[low] <= summary[high]).drop_nulls().all()
