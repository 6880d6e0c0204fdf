from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.panel import add_fatalities, create_country_months
from avert.periods import month_id
from avert.provenance import Source
from avert.sources.tables import Coverage, Table

COUNTRIES = (500, 530, 625)
FIRST, LAST = month_id(2020, 1), month_id(2020, 6)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    dataset = draw(st.sampled_from(["ucdp_ged", "ucdp_candidate"]))
    first = draw(st.integers(FIRST, LAST))
    last = draw(st.integers(first, LAST))
    countries = draw(st.none() | st.frozensets(st.sampled_from(COUNTRIES), min_size=1))
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(sorted(countries or COUNTRIES)),
                st.integers(first, last),
                st.sampled_from(["sb", "ns", "os"]),
                st.integers(0, 50),
            ),
            max_size=8,
        )
    )
    names = ["country_gwcode", "month_id", "violence_type", "fatalities_best"]
    types = [pl.Int32, pl.Int32, pl.String, pl.Int64]
    frame = pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row").with_columns(
        event_id_ucdp=pl.int_range(pl.len()),
        fatalities_low=pl.lit(0, pl.Int64),
        fatalities_high=pl.lit(99, pl.Int64),
    )
    vintage = dt.date(2021, 1, 1) + dt.timedelta(days=draw(st.integers(0, 1000)))
    name = f"{vintage}/{draw(st.uuids())}"
    source = Source(dataset, name, vintage, False, "t", "p", "l", "c", "u", name)
    return Table(frame, source, Coverage(first, last, countries))


def expected(given_tables: list[Table], country: int, month: int, kind: str) -> int | None:
    """Say what the rule says, for one value, in the plainest way."""
    covering = [
        t for t in given_tables
        if t.coverage.first_month <= month <= t.coverage.last_month
        and (t.coverage.countries is None or country in t.coverage.countries)
    ]  # fmt: skip
    if any(t.source.dataset == "ucdp_ged" for t in covering):
        covering = [t for t in covering if t.source.dataset == "ucdp_ged"]
    if not covering:
        return None
    best = max(t.source.vintage for t in covering)
    values = {
        t.frame.filter(country_gwcode=country, month_id=month, violence_type=kind)["fatalities_best"].sum()
        for t in covering
        if t.source.vintage == best and (t.coverage.countries is None) == any(
            u.coverage.countries is None for u in covering if u.source.vintage == best)
    }  # fmt: skip
    return values.pop() if len(values) == 1 else -1


@settings(deadline=None, max_examples=60)
@given(st.lists(tables(), max_size=5))
def test_every_value_is_what_the_rule_says_for_it_alone(given_tables: list[Table]) -> None:
    panel = add_fatalities(create_country_months(FIRST, LAST), given_tables)
    for row in panel.frame.filter(pl.col("country_gwcode").is_in(COUNTRIES)).to_dicts():
        for kind in ("sb", "ns", "os"):
            wanted = expected(given_tables, row["country_gwcode"], row["month_id"], kind)
            found = row[f"fatalities_{kind}_best"]
            assert wanted in (-1, found)
            assert (found is None) == (row[f"fatalities_{kind}_source"] is None)


@settings(deadline=None, max_examples=30)
@given(st.lists(tables(), min_size=1, max_size=4), st.integers(0, 1000))
def test_what_was_not_yet_known_changes_nothing_that_was(given_tables: list[Table], days: int) -> None:
    day = dt.date(2021, 1, 1) + dt.timedelta(days=days)
    known = [t for t in given_tables if t.source.vintage <= day]
    later = [t for t in given_tables if t.source.vintage > day]
    altered = [Table(t.frame.head(0), t.source, t.coverage) for t in later]
    spine = create_country_months(FIRST, LAST)
    as_of = [
        add_fatalities(spine, [t for t in world if t.source.vintage <= day]).frame
        for world in (known + later, known + altered)
    ]
    assert as_of[0].equals(as_of[1])
