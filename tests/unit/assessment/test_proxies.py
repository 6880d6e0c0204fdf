"""What datasets measure of indicators comes with its place in the world, and what is unknown stays unknown."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from avert.assessment.frameworks.proxies import measured
from avert.places import states
from avert.provenance import Source
from avert.sources.holdings import Library
from avert.sources.results import Result
from avert.sources.store import Store

NOW = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)
STATES = (
    states()
    .filter(pl.col("end").is_null() & (pl.col("start").dt.year() < 1950))["country_gwcode"]
    .unique()
    .sort()
    .to_list()[:61]
)
FIRST, LAST = STATES[0], STATES[-1]


def source(dataset: str, release: str, vintage: dt.date) -> Source:
    return Source(dataset, release, vintage, False, "T", "P", "L", "C", "https://x", f"{dataset} {release}")


def structure(count: int = 60, year: int = 2024) -> pl.DataFrame:
    """Rule of law from 0.00 upwards, state by state; the last state is there and unknown."""
    values = [i / 100 if i < count else None for i in range(len(STATES))]
    return pl.DataFrame(
        {"country_gwcode": STATES, "year": year, "indicator": "v2x_rule", "value": values},
        schema={"country_gwcode": pl.Int32, "year": pl.Int32, "indicator": pl.String, "value": pl.Float64},
    ).with_columns(source_label=pl.lit("vdem v15"))


def deaths() -> pl.DataFrame:
    """In 2020 each state has one death more than the one before; in 2021 only the first is known, with 900."""
    before = [(code, 2020, i + 1, "ucdp_ged 23.1") for i, code in enumerate(STATES)]
    after = [(code, 2021, 900 if code == FIRST else None, "views 2024-05 + ucdp_ged 23.1") for code in STATES]
    columns = {
        "country_gwcode": pl.Int32,
        "year": pl.Int32,
        "fatalities_os_best": pl.Int64,
        "fatalities_os_source": pl.String,
    }
    return pl.DataFrame([*before, *after], schema=columns, orient="row")


@pytest.fixture
def library(tmp_path) -> Library:
    store = Store(tmp_path / "store")
    vdem = source("vdem", "v15", dt.date(2025, 3, 31))
    store.put(Result("structure", (vdem,), {}, 0, "2024", NOW), {"profile": structure()})
    sources = (
        source("ucdp_ged", "23.1", dt.date(2023, 6, 30)),
        source("views", "2024-05", dt.date(2024, 5, 31)),
    )
    store.put(Result("deaths", sources, {}, 0, "2021-12", NOW), {"years": deaths()})
    return Library([store])


def test_a_value_comes_with_its_rank_and_source(library) -> None:
    (found,) = measured(library, ["UNFA-3.3"], FIRST)["UNFA-3.3"]
    assert (found.value, found.year, found.rank, found.states_known) == (0.0, 2024, 1, 60)
    assert found.share_of_world_less_risky == 1.0
    assert (found.source_label, found.vintage) == ("vdem v15", dt.date(2025, 3, 31))
    (better,) = measured(library, ["UNFA-3.3"], STATES[59])["UNFA-3.3"]
    assert (better.rank, better.share_of_world_less_risky) == (60, 0.0)


def test_what_nobody_knows_of_a_country_is_unknown_and_not_zero(library) -> None:
    (found,) = measured(library, ["UNFA-3.3"], LAST)["UNFA-3.3"]
    assert (found.value, found.year, found.rank, found.source_label) == (None, None, None, None)


def test_what_the_store_does_not_hold_is_unknown(library) -> None:
    found = measured(library, ["UNFA-1.1", "UNFA-3.5"], FIRST)
    assert [one.value for one in (*found["UNFA-1.1"], *found["UNFA-3.5"])] == [None, None]


def test_an_indicator_that_no_dataset_measures_has_no_proxies(library) -> None:
    assert measured(library, ["UNFA-10.1", "UNFA-8.7"], FIRST) == {"UNFA-10.1": (), "UNFA-8.7": ()}


def test_among_few_known_states_a_value_has_no_place(library) -> None:
    (found,) = measured(library, ["UNFA-11.2"], FIRST)["UNFA-11.2"]
    assert (found.value, found.year, found.states_known) == (900.0, 2021, 1)
    assert (found.rank, found.share_of_world_less_risky) == (None, None)
    assert found.vintage == dt.date(2024, 5, 31)


def test_a_country_unknown_in_the_newest_year_is_shown_as_of_its_last_one(library) -> None:
    (found,) = measured(library, ["UNFA-11.2"], LAST)["UNFA-11.2"]
    assert (found.value, found.year, found.rank, found.source_label) == (61.0, 2020, 1, "ucdp_ged 23.1")
    assert found.share_of_world_less_risky == 1.0


def test_as_of_a_day_only_what_was_known_then_counts(library) -> None:
    (found,) = measured(library, ["UNFA-3.3"], FIRST, as_of=dt.date(2025, 3, 30))["UNFA-3.3"]
    assert found.value is None
    (found,) = measured(library, ["UNFA-3.3"], FIRST, as_of=dt.date(2025, 3, 31))["UNFA-3.3"]
    assert found.value == 0.0
