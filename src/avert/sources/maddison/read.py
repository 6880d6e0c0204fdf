"""Maddison Project: income per head and population by country and year, with states that have ended."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from avert.errors import UnknownPlaceError
from avert.places import find_place
from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.placing import by_iso3, keep_states
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_IN_NAME = re.compile(r"m(?:addison|pd)[^\d]{0,3}(20\d\d)", re.IGNORECASE)
_VALUES = ("gdp_per_capita_usd_2011", "population")
_CODES = {
    "Congo": "COG", "Former USSR": "SUN", "Former Yugoslavia": "YUG", "Germany": "DEU", "Viet Nam": "VNM",
    "Yemen": "YEM",
}  # fmt: skip
"""The project's own codes for those of its names that by themselves, or in some years, may mean several states."""
_LAST_YEAR_OF_THE_SOVIET_UNION = 1991
_TERRITORY = (
    "figures are for the territory of today, but for the Soviet Union, Yugoslavia and Czechoslovakia, which stand for "
    "themselves"
)


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read GDP per head in 2011 US dollars and population in persons; a year without either is no row."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    found = _appeared(releases.yearly(file, release, int(rows["year"].max()), _IN_NAME))  # type: ignore[arg-type]
    if layout.layout == "ewp":
        codes = {name: _CODES.get(name) or _iso3(name) for name in rows["country_name"].unique()}
        rows = rows.with_columns(iso3=pl.col("country_name").replace_strict(codes, return_dtype=pl.String))
    else:
        rows = rows.with_columns(population=pl.col("population_thousands") * 1000)
    rows = rows.filter(pl.any_horizontal(pl.col(_VALUES).is_not_null()))
    placed = _without_russia_under_the_soviet_union(by_iso3(rows))
    frame, left_out = keep_states(placed, "country_name", file)
    return Reading.of_years(
        frame.select("country_gwcode", "year", *_VALUES),
        found,
        (*unknown_note(unknown), _TERRITORY, *left_out),
    )


def _appeared(release: releases.Release) -> releases.Release:
    """The release called 2023 appeared in 2024: one that is named by its year is dated to the end of the next."""
    if not release.name.isdigit():
        return release
    return replace(release, vintage=release.vintage.replace(year=release.vintage.year + 1))


def _iso3(name: str) -> str:
    """Return the code of a name, or the name itself where it says nothing to us and will be reported."""
    try:
        return find_place(name).iso3 or name
    except UnknownPlaceError:
        return name


def _without_russia_under_the_soviet_union(placed: pl.DataFrame) -> pl.DataFrame:
    """Both bear number 365 and both have a row for every year: up to 1991 the Union counts, then Russia."""
    is_union = pl.col("iso3") == "SUN"
    is_early = pl.col("year") <= _LAST_YEAR_OF_THE_SOVIET_UNION
    return placed.filter((pl.col("country_gwcode") != 365).fill_null(value=True) | (is_union == is_early))
