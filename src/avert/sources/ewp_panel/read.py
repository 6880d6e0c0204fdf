"""The Early Warning Project's modelling panel: predictors and outcomes by country and year."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from avert import periods
from avert.errors import MalformedFileError, some
from avert.places import cow_to_gw
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_DATE = re.compile(r"(20\d\d-\d\d-\d\d)")


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read the panel in the file's own order, which the published model's folds depend on."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    last_year = int(rows["year"].max())  # type: ignore[arg-type]
    stated = _DATE.search(file.name)
    named = release or (stated[1] if stated else str(last_year + 1))
    return Reading(
        frame=_with_gwcodes(rows, file),
        release=named,
        vintage=periods.last_day(named),
        is_inferred=not (release or stated),
        coverage=Coverage(
            periods.month_id(int(rows["year"].min()), 1),  # type: ignore[arg-type]
            periods.month_id(last_year, 12),
            is_by_row=True,
        ),
        notes=tuple(unknown_note(unknown)),
    )


def _with_gwcodes(rows: pl.DataFrame, file: InputFile) -> pl.DataFrame:
    codes = cow_to_gw().with_columns(pl.col("to_year").fill_null(dt.date.max.year))
    years = pl.DataFrame({"year": range(1945, int(rows["year"].max()) + 1)})  # type: ignore[arg-type]
    by_year = years.join_where(
        codes, pl.col("year") >= pl.col("from_year"), pl.col("year") <= pl.col("to_year")
    )
    frame = rows.join(
        by_year.select(
            pl.col("year", "country_cowcode").cast(pl.Int64), pl.col("country_gwcode").cast(pl.Int32)
        ),
        on=["country_cowcode", "year"],
        how="left",
        maintain_order="left",
    )
    strange = frame.filter(pl.col("country_gwcode").is_null())["country_cowcode"].unique().sort()
    if strange.len():
        raise MalformedFileError(
            f"{file.origin} uses country codes that Avert does not know: {some(strange)}."
        )
    if frame.select("country_gwcode", "year").is_duplicated().any():
        raise MalformedFileError(f"{file.origin} has two rows for one state in the same year.")
    return frame.select("country_gwcode", "year", pl.exclude("country_gwcode", "year"))
