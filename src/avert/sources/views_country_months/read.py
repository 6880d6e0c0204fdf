"""Deaths by country and month, already totalled: VIEWS' history and the prediction challenge's files."""

from __future__ import annotations

import datetime as dt

import polars as pl

from avert import periods
from avert.errors import MalformedFileError, some
from avert.places import views_countries
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_FIRST_MONTH = periods.month_id(1989, 1)
_CHALLENGE = ("2024-05", dt.date(2024, 5, 31))
"""The challenge's files were published together; they hold what UCDP knew then, whatever year they are of."""


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read the totals of months that have one; the others, and any month before 1989, are unknown."""
    frame, unknown = read_columns(file, layout)
    check_key(frame, layout, file.origin)
    totals = [column for column in frame.columns if column.startswith("fatalities_")]
    known = frame.filter(pl.any_horizontal(pl.col(totals).is_not_null()))
    known, before = _since_1989(known, totals, file)
    if known.is_empty():
        raise MalformedFileError(f"{file.origin} has no month with a total.")
    first, last = (
        int(month) for month in known.select(a=pl.col("month_id").min(), b=pl.col("month_id").max()).row(0)
    )
    named, vintage = _published(layout, last, release)
    return Reading(
        frame=_by_gwcode(known, file),
        release=named,
        vintage=vintage,
        is_inferred=release is None and layout.layout == "totals",
        coverage=Coverage(first, last, is_by_row=True),
        notes=(*unknown_note(unknown), *before),
    )


def _since_1989(known: pl.DataFrame, totals: list[str], file: InputFile) -> tuple[pl.DataFrame, list[str]]:
    """Leave out months before GED begins: the zeros there were never observed."""
    early = known.filter(pl.col("month_id") < _FIRST_MONTH)
    if early.select(pl.any_horizontal(pl.col(totals) > 0).any()).item():
        raise MalformedFileError(f"{file.origin} counts deaths before 1989, where UCDP GED begins.")
    note = [f"{early.height} zeros before 1989, where GED begins, are unknown"] if early.height else []
    return known.filter(pl.col("month_id") >= _FIRST_MONTH), note


def _published(layout: Declaration, last_month: int, release: str | None) -> tuple[str, dt.date]:
    """Return release and vintage: the challenge's own, else the month after the newest total."""
    if release is not None:
        return release, periods.last_day(release)
    if layout.layout != "totals":
        return _CHALLENGE
    named = periods.month_text(last_month + 1)
    return named, periods.last_day(named)


def _by_gwcode(known: pl.DataFrame, file: InputFile) -> pl.DataFrame:
    codes = views_countries().select("views_country_id", "country_gwcode")
    coded = known.join(
        codes.cast({"views_country_id": pl.Int64}), on="views_country_id", how="left", maintain_order="left"
    )
    strange = coded.filter(pl.col("country_gwcode").is_null())["views_country_id"].unique().sort()
    if strange.len():
        raise MalformedFileError(
            f"{file.origin} uses VIEWS countries that Avert does not know: {some(strange)}."
        )
    if not coded.select("country_gwcode", "month_id").is_unique().all():
        raise MalformedFileError(f"{file.origin} has two VIEWS countries for one state in the same month.")
    return coded.select(
        pl.col("country_gwcode").cast(pl.Int32),
        pl.col("month_id").cast(pl.Int32),
        pl.col("^(fatalities|events)_.*$"),
    ).sort("country_gwcode", "month_id")
