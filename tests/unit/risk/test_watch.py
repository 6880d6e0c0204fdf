"""Repression and displacement against a country's own past."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from avert.errors import MissingDataError
from avert.provenance import Source
from avert.risk.watch import WATCHED, watch
from avert.sources.tables import Coverage, Table

ETHIOPIA = 530


def table(dataset: str, frame: pl.DataFrame) -> Table:
    source = Source(dataset, "1", dt.date(2025, 1, 1), False, "t", "p", "l", "c", "https://u", "d")
    return Table(frame, source, Coverage(1, 2, is_by_row=True))


def torture(*values: float, last: int = 2020) -> Table:
    """V-Dem's estimates of Ethiopia up to a year, each within 0.2 of the truth."""
    years = range(last - len(values) + 1, last + 1)
    rows = [(ETHIOPIA, year, v, v - 0.2, v + 0.2) for year, v in zip(years, values, strict=True)]
    names = ["country_gwcode", "year", "v2cltort", "v2cltort_low", "v2cltort_high"]
    return table("vdem", pl.DataFrame(rows, schema=names, orient="row"))


def refugees(*rows: tuple[int, str, int]) -> Table:
    frame = pl.DataFrame(
        [(ETHIOPIA, year, host, "refugees", count) for year, host, count in rows],
        schema=["country_gwcode", "year", "host_iso3", "status", "people_count"],
        orient="row",
    )
    return table("unhcr_origin_asylum", frame)


def row(frame: pl.DataFrame, measure: str) -> dict[str, Any]:
    return frame.filter(measure=measure).row(0, named=True)


def test_every_measure_has_a_row_and_what_is_not_loaded_is_unknown() -> None:
    frame = watch(ETHIOPIA, vdem=None, displaced=refugees((2020, "KEN", 5)))
    assert frame["measure"].to_list() == [one.measure for one in WATCHED]
    assert row(frame, "v2cltort")["value"] is None
    assert row(frame, "v2cltort")["source_label"] is None


def test_refugees_are_summed_over_hosts_and_compared_with_one_and_five_years_before() -> None:
    known = refugees((2015, "KEN", 100), (2019, "KEN", 300), (2020, "KEN", 300), (2020, "SDN", 500))
    found = row(watch(ETHIOPIA, vdem=None, displaced=known), "refugees")
    assert (found["year"], found["value"]) == (2020, 800.0)
    assert (found["change_1y"], found["change_5y"]) == (500.0, 700.0)
    assert found["share_of_past_better"] is None


def test_worse_follows_the_direction_of_the_measure() -> None:
    falling = row(watch(ETHIOPIA, vdem=torture(*range(12, 0, -1)), displaced=None), "v2cltort")
    assert (falling["worse_is"], falling["share_of_past_better"]) == ("low", 1.0)
    assert falling["change_5y"] == -5.0
    assert falling["is_change_clear"] is True


def test_a_change_within_the_intervals_is_not_clear() -> None:
    assert (
        row(watch(ETHIOPIA, vdem=torture(*[1.0] * 11, 1.1), displaced=None), "v2cltort")["is_change_clear"]
        is False
    )


def test_nothing_later_than_the_year_asked_for_is_looked_at() -> None:
    known = refugees((2014, "KEN", 100), (2020, "KEN", 9_000))
    found = row(watch(ETHIOPIA, vdem=None, displaced=known, year=2014), "refugees")
    assert (found["year"], found["value"]) == (2014, 100.0)


def test_a_country_without_a_row_in_the_sources_newest_year_is_unknown_in_it() -> None:
    known = refugees((2014, "KEN", 100))
    other = known.frame.with_columns(country_gwcode=pl.lit(500), year=pl.lit(2020))
    both = table("unhcr_origin_asylum", pl.concat([known.frame, other], how="vertical_relaxed"))
    found = row(watch(ETHIOPIA, vdem=None, displaced=both), "refugees")
    assert (found["year"], found["value"]) == (2020, None)


def test_without_any_source_it_says_what_to_add() -> None:
    with pytest.raises(MissingDataError, match="avert data add PATH"):
        watch(ETHIOPIA, vdem=None, displaced=None)
