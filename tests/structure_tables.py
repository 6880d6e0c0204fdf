"""Invented V-Dem and infant-mortality tables of states that exist, as the store would give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from avert.periods import month_id
from avert.places import states
from avert.provenance import Source
from avert.sources.tables import Coverage, Table

STATES: tuple[int, ...] = tuple(
    states()
    .filter(pl.col("end").is_null() & (pl.col("start").dt.year() < 1950))["country_gwcode"]
    .unique()
    .sort()
)[:61]
"""Sixty-one states that have been states without a break since before 1950."""

Value = Callable[[int, int], float | None]
"""From a state's position among STATES and a year to a value."""


def mortality_table(value: Value, years: range, count: int = 60) -> Table:
    rows = [(code, year, value(i, year)) for i, code in enumerate(STATES[:count]) for year in years]
    return _table("un_infant_mortality", "2024", rows, ["infant_mortality_per_1000"], years)


def vdem_table(
    value: Value, years: range, index: str = "v2x_egaldem", width: float = 0.02, count: int = 60
) -> Table:
    """Return one index with an interval of ``width`` on each side."""

    def bounded(found: float | None) -> tuple[float | None, ...]:
        return (None,) * 3 if found is None else (found, found - width, found + width)

    rows = [(code, year, *bounded(value(i, year))) for i, code in enumerate(STATES[:count]) for year in years]
    return _table("vdem", "v15", rows, [index, f"{index}_low", f"{index}_high"], years)


def _table(
    dataset: str, release: str, rows: list[tuple[float | None, ...]], values: list[str], years: range
) -> Table:
    schema = {"country_gwcode": pl.Int32, "year": pl.Int32, **dict.fromkeys(values, pl.Float64)}
    source = Source(
        dataset, release, dt.date(2025, 3, 31), False, "Title", "Publisher", "Licence", "Citation", "https://x",
        f"digest of {dataset}",
    )  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Table(frame, source, Coverage(month_id(years[0], 1), month_id(years[-1], 12), is_by_row=True))
