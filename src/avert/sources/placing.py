"""From publishers' country codes and names to states, by year; what is no state then is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from avert.errors import MalformedFileError, UnknownPlaceError, some
from avert.places import cow_to_gw, find_place, place_of_gwcode, place_of_iso3
from avert.sources.files import InputFile
from avert.sources.states import years_as_states

TERRITORY_OF_TODAY = (
    "figures are for the territory of today, also in years when a state was larger or smaller"
)
_UNKNOWN = 0
"""Stands for a code or a name that says nothing to us; null stands for a place that is no state."""
_SHOWN = 12


def by_gwcode(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Add ``country_gwcode`` from Gleditsch-Ward numbers."""
    codes = {code: _known_gwcode(code) for code in rows[column].drop_nulls().unique()}
    return _coded(rows, column, codes)


def by_iso3(rows: pl.DataFrame, column: str = "iso3") -> pl.DataFrame:
    """Add ``country_gwcode`` from ISO 3166-1 codes; groupings of countries, which have none, get null."""
    codes = {code: _gwcode_of_iso3(code) for code in rows[column].drop_nulls().unique()}
    return _coded(rows, column, codes)


def by_cowcode(rows: pl.DataFrame, column: str = "country_cowcode") -> pl.DataFrame:
    """Add ``country_gwcode`` from Correlates of War numbers, whose meaning depends on the year."""
    first, last = _years(rows)
    codes = codes_by_year(first, last).rename({"country_cowcode": column})
    joined = rows.with_columns(pl.col("year").cast(pl.Int32), pl.col(column).cast(pl.Int64)).join(
        codes, on=[column, "year"], how="left", maintain_order="left"
    )
    is_unknown = pl.col("country_gwcode").is_null() & pl.col(column).is_not_null()
    return joined.with_columns(
        pl.when(is_unknown).then(_UNKNOWN).otherwise("country_gwcode").alias("country_gwcode")
    )


def by_name(rows: pl.DataFrame, column: str = "country_name") -> pl.DataFrame:
    """Add ``country_gwcode`` from names, each as it was meant on 1 July of the row's year."""
    pairs = rows.select(column, "year").unique().drop_nulls()
    found = [(name, year, _gwcode_of_name(name, year)) for name, year in pairs.rows()]
    schema = {column: pl.String, "year": pl.Int64, "country_gwcode": pl.Int32}
    codes = pl.DataFrame(found, schema=schema, orient="row").with_columns(
        pl.col("year").cast(rows["year"].dtype)
    )
    return rows.join(codes, on=[column, "year"], how="left", maintain_order="left")


def codes_by_year(first_year: int, last_year: int) -> pl.DataFrame:
    """Return ``year``, ``country_cowcode`` and the ``country_gwcode`` that it stands for in that year."""
    codes = cow_to_gw().with_columns(pl.col("to_year").fill_null(last_year))
    years = pl.DataFrame({"year": pl.Series(range(first_year, last_year + 1), dtype=pl.Int32)})
    by_year = years.join_where(
        codes, pl.col("year") >= pl.col("from_year"), pl.col("year") <= pl.col("to_year")
    )
    return by_year.select("year", pl.col("country_cowcode").cast(pl.Int64), "country_gwcode")


def keep_states(
    placed: pl.DataFrame, label: str, file: InputFile, within: tuple[str, ...] = ()
) -> tuple[pl.DataFrame, list[str]]:
    """Keep the rows of states in years in which they were one, in order, and say what was left out.

    ``label`` is the column that says which country a row is of, ``within`` what else tells rows of one state
    and year apart. Raises MalformedFileError where two rows remain for the same, or none at all.
    """
    rows = placed.with_columns(pl.col("year").cast(pl.Int32), pl.col("country_gwcode").cast(pl.Int32))
    known = rows.filter(pl.col("country_gwcode") != _UNKNOWN)
    kept = known.join(years_as_states(*_years(rows)), on=["country_gwcode", "year"], how="semi")
    if kept.is_empty():
        raise MalformedFileError(f"{file.origin} has no country that was a state in the years it covers.")
    key = ["country_gwcode", "year", *within]
    doubled = kept.filter(pl.struct(key).is_duplicated()).sort(key)
    if doubled.height:
        listed = some(f"{name} {year}" for name, year in doubled.select(label, "year").rows())
        raise MalformedFileError(
            f"{file.origin} has several rows for one state and year: {listed}. Keep one."
        )
    frame = kept.select("country_gwcode", "year", pl.exclude("country_gwcode", "year")).sort(key)
    return frame, _left_out(rows, known.height - kept.height, label)


def _left_out(rows: pl.DataFrame, before_or_after: int, label: str) -> list[str]:
    notes = []
    for code, what in ((None, "of areas that are no states"), (_UNKNOWN, "that Avert cannot place")):
        outside = rows.filter(pl.col("country_gwcode").eq_missing(code))
        if outside.height:
            names = outside[label].drop_nulls().unique().sort()
            notes.append(f"left out, rows {what}: {outside.height:,} ({some(names, most=_SHOWN)})")
    if before_or_after:
        notes.append(f"left out, rows of years in which the country was no state: {before_or_after:,}")
    return notes


def _coded(rows: pl.DataFrame, column: str, codes: Mapping[Any, int | None]) -> pl.DataFrame:
    code = pl.col(column).replace_strict(codes, default=None, return_dtype=pl.Int32)
    return rows.with_columns(code.alias("country_gwcode"))


def _years(rows: pl.DataFrame) -> tuple[int, int]:
    return int(rows["year"].min()), int(rows["year"].max())  # type: ignore[arg-type]


def _known_gwcode(code: int) -> int:
    try:
        place_of_gwcode(code)
    except UnknownPlaceError:
        return _UNKNOWN
    return code


def _gwcode_of_iso3(code: str) -> int | None:
    try:
        return place_of_iso3(code).gwcode
    except UnknownPlaceError:
        return None


def _gwcode_of_name(name: str, year: int) -> int | None:
    try:
        return find_place(name, dt.date(year, 7, 1)).gwcode
    except UnknownPlaceError:
        return _UNKNOWN
