"""Made-up releases of deaths, as the store gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from avert.provenance import Source
from avert.sources.tables import Coverage, Table

Row = tuple[int, int, str, int]


def events_table(
    dataset: str,
    vintage: str,
    rows: Iterable[Row],
    *,
    months: tuple[int, int],
    countries: frozenset[int] | None = None,
) -> Table:
    """A release of events: country, month, type and deaths of each."""
    types = {
        "country_gwcode": pl.Int32,
        "month_id": pl.Int32,
        "violence_type": pl.String,
        "fatalities_best": pl.Int64,
    }
    frame = pl.DataFrame(list(rows), schema=types, orient="row").with_columns(
        pl.int_range(pl.len()).alias("event_id_ucdp"),
        pl.col("fatalities_best").alias("fatalities_low"),
        pl.col("fatalities_best").alias("fatalities_high"),
    )
    return Table(frame, source(dataset, vintage), Coverage(*months, countries))


def source(dataset: str, vintage: str) -> Source:
    """A release that is named after its vintage."""
    day = dt.date.fromisoformat(vintage)
    return Source(dataset, vintage, day, False, "t", "p", "l", "c", "u", f"{dataset} {vintage}")
