"""The Early Warning Project's list of mass-killing events since 1945."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from avert import periods
from avert.errors import MalformedFileError
from avert.places import cow_to_gw
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_PERPETRATORS = {"State-Led": "state", "Non-State-Led": "non-state"}
_YEAR = re.compile(r"(20\d\d)(?!\d)")


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per event; an event without an end year is still going on in the release's last year."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    perpetrator = rows["perpetrator"].replace_strict(_PERPETRATORS, default=None, return_dtype=pl.String)
    if perpetrator.null_count():
        raise MalformedFileError(f"{file.origin} has an event that is neither state-led nor non-state-led.")
    if rows.filter(pl.col("end_year") < pl.col("start_year")).height:
        raise MalformedFileError(f"{file.origin} has an event that ends before it starts.")
    frame = _with_gwcodes(_with_yugoslavia_named(rows.with_columns(perpetrator), file), file)
    last_year = int(frame.select(pl.max_horizontal(pl.col("start_year", "end_year").max())).item())
    stated = _YEAR.search(file.name)
    named = release or (stated[1] if stated else str(last_year + 1))
    return Reading(
        frame=frame,
        release=named,
        vintage=periods.last_day(named),
        is_inferred=not (release or stated),
        coverage=Coverage(periods.month_id(1945, 1), periods.month_id(last_year, 12)),
        notes=tuple(unknown_note(unknown)),
    )


def _with_yugoslavia_named(rows: pl.DataFrame, file: InputFile) -> pl.DataFrame:
    """Place the one event of 1998 that the list gives to Serbia (340) in the Yugoslavia (345) of that year."""
    is_misplaced = (pl.col("location_cowcode") == 340) & (pl.col("start_year") < 2006)
    touched = rows.filter(is_misplaced).height
    if touched > 1:
        raise MalformedFileError(f"{file.origin} places {touched} events in Serbia before it was a state.")
    return rows.with_columns(
        pl.when(is_misplaced).then(345).otherwise(pl.col("location_cowcode")).alias("location_cowcode")
    )


def _with_gwcodes(rows: pl.DataFrame, file: InputFile) -> pl.DataFrame:
    """Add Gleditsch-Ward codes: of the place when the event began, and of the states that inherited it."""
    codes = cow_to_gw()
    frame = rows
    for column in [c for c in rows.columns if c.endswith("_cowcode")]:
        # Inheritors are states of today, whatever year the event began in.
        year = pl.col("start_year") if "inheritor" not in column else pl.lit(dt.date.max.year)
        coded = (
            frame.with_row_index("_row")
            .join(codes.cast({"country_cowcode": pl.Int64}), left_on=column, right_on="country_cowcode")
            .filter(year.is_between(pl.col("from_year"), pl.col("to_year").fill_null(dt.date.max.year)))
            .select("_row", pl.col("country_gwcode").alias(column.replace("_cowcode", "_gwcode")))
        )
        frame = (
            frame.with_row_index("_row")
            .join(coded, on="_row", how="left", maintain_order="left")
            .drop("_row")
        )
    lost = frame.filter(pl.col("location_gwcode").is_null())
    if lost.height or frame.height != rows.height:
        raise MalformedFileError(
            f"{file.origin}: COW {lost['location_cowcode'].to_list()} was no state then."
        )
    return frame.rename({"location_gwcode": "country_gwcode"})
