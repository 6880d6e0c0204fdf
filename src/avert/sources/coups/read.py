"""Coup attempts by state and year: how many, and how many succeeded."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import polars as pl

from avert import periods
from avert.errors import MalformedFileError
from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.placing import by_cowcode, keep_states
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_VERSION = re.compile(r"(20\d\d)\.(\d\d?)\.(\d\d?)")
_STATE = ["country_cowcode", "country_name", "year"]
_COUNTS = ["coup_attempts_count", "coups_successful_count"]


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per state and year with an attempt; in the years covered, silence means none.

    ``coup_attempts_count`` and ``coups_successful_count`` are missing where the file says only whether there
    was an attempt.
    """
    rows, unknown = read_columns(file, layout)
    if layout.layout != "events":  # two attempts on one day are two rows
        check_key(rows, layout, file.origin)
    covered = rows.filter(pl.col("year") == pl.col("year").max())
    last_year = int(covered["year"][0])
    found = releases.yearly(file, release or _version(rows, file), last_year)
    counted = _COUNTED[layout.layout](rows).filter("is_coup_attempted")
    frame, left_out = keep_states(by_cowcode(counted), "country_name", file)
    taken = frame.select("country_gwcode", "year", "is_coup_attempted", *_COUNTS)
    reading = Reading.of_years(taken, found, (*unknown_note(unknown), *left_out), is_by_row=False)
    return replace(reading, coverage=replace(
        reading.coverage,
        first_month=periods.month_id(1950 if layout.layout != "ewp" else 1945, 1),
        last_month=_last_month(layout, found, last_year),
    ))  # fmt: skip


def _version(rows: pl.DataFrame, file: InputFile) -> str | None:
    """Return the day that the file's ``version`` column states, which is the day of the release."""
    if "version" not in rows.columns:
        return None
    stated = rows["version"].drop_nulls().unique()
    days = [dt.date(*map(int, match.groups())) for text in stated if (match := _VERSION.search(text))]
    if len(days) > 1:
        raise MalformedFileError(f"{file.origin} mixes {len(days)} versions. Download it again.")
    return days[0].isoformat() if days else None


def _last_month(layout: Declaration, found: releases.Release, last_year: int) -> int:
    """A list of events is complete up to the month before its release, if that is stated; a table for its years."""
    december = periods.month_id(last_year, 12)
    if layout.layout == "country_years" and not found.is_inferred:
        return min(december, periods.month_id(found.vintage.year, found.vintage.month) - 1)
    if layout.layout == "events" and not found.is_inferred and len(found.name) == len("2026-01-13"):
        return periods.month_id(found.vintage.year, found.vintage.month) - 1
    return december


def _from_events(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by(_STATE, maintain_order=True).agg(
        is_coup_attempted=pl.lit(value=True),
        coup_attempts_count=pl.len().cast(pl.Int64),
        coups_successful_count=(pl.col("outcome") == 2).sum().cast(pl.Int64),
    )


def _from_country_years(rows: pl.DataFrame) -> pl.DataFrame:
    coded = [pl.col(f"coup{number}").fill_null(0) for number in range(1, 5)]
    counted = rows.with_columns(
        coup_attempts_count=pl.sum_horizontal((code > 0).cast(pl.Int64) for code in coded),
        coups_successful_count=pl.sum_horizontal((code == 2).cast(pl.Int64) for code in coded),
    )
    return counted.with_columns(is_coup_attempted=pl.col("coup_attempts_count") > 0)


def _from_ewp(rows: pl.DataFrame) -> pl.DataFrame:
    unknown = [pl.lit(None, pl.Int64).alias(name) for name in _COUNTS]
    return rows.with_columns((pl.col("attempted") == 1).alias("is_coup_attempted"), *unknown)


_COUNTED = {"events": _from_events, "country_years": _from_country_years, "ewp": _from_ewp}
