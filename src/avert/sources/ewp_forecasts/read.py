"""The Early Warning Project's forecasts of past years, each from a model that knew nothing later."""

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

_DATE = re.compile(r"(?<!\d)(\d{1,2})(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(20\d\d)(?!\d)")


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per state and year forecast, with the risks and ranks computed one and two years before."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    years = rows["year"].to_list()
    stated = _DATE.search(file.name)
    found = dt.datetime.strptime("".join(stated.groups()), "%d%b%Y").date().isoformat() if stated else None  # noqa: DTZ007
    named = release or found or str(max(years) + 1)
    return Reading(
        frame=_with_gwcodes(rows, file),
        release=named,
        vintage=periods.last_day(named),
        is_inferred=not (release or stated),
        coverage=Coverage(periods.month_id(min(years), 1), periods.month_id(max(years), 12), is_by_row=True),
        notes=tuple(unknown_note(unknown)),
    )


def _with_gwcodes(rows: pl.DataFrame, file: InputFile) -> pl.DataFrame:
    codes = (
        cow_to_gw()
        .with_columns(pl.col("to_year").fill_null(dt.date.max.year))
        .cast({"country_cowcode": pl.Int64})
    )
    coded = (
        rows.join(codes, on="country_cowcode", how="left", maintain_order="left")
        .filter(pl.col("year").is_between(pl.col("from_year"), pl.col("to_year")))
        .select(pl.col("country_gwcode").cast(pl.Int32), *rows.columns)
    )
    lost = rows.join(coded, on=["country_cowcode", "year"], how="anti")["country_cowcode"].unique().sort()
    if lost.len() or coded.height != rows.height:
        raise MalformedFileError(f"{file.origin} uses country codes that Avert does not know: {some(lost)}.")
    return coded
