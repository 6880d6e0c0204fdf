"""Ethnic fractionalization: how likely two people of one country are of different ethnic groups, by year."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.placing import by_name, keep_states
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_PUBLISHED = "2019"
"""The data end with 2013, but nobody had them before July 2019."""
_MEANT = {"Congo": "Republic of the Congo"}
"""Names that by themselves may mean several states; here the other one bears its full name."""
_LAST_YEAR_OF_THE_SOVIET_UNION = 1991


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per state and year; the file has names only, each taken as it was meant in its year."""
    rows, unknown = read_columns(file, layout)
    once = rows.unique(maintain_order=True)
    check_key(once, layout, file.origin)
    found = releases.yearly(file, release or _PUBLISHED, int(rows["year"].max()))  # type: ignore[arg-type]
    known = once.filter(pl.col("ethnic_fractionalization").is_not_null())
    placed = by_name(known.with_columns(meant=pl.col("country_name").replace(_MEANT)), "meant")
    alone, overlapping = _without_russia_in_the_soviet_unions_last_year(placed)
    frame, left_out = keep_states(alone, "country_name", file)
    repeated = rows.height - once.height
    repeats = [f"{repeated} rows that say the same twice were taken once"] if repeated else []
    return Reading.of_years(
        frame.drop("country_name", "meant"),
        replace(found, is_inferred=release is None),
        (*unknown_note(unknown), *repeats, *overlapping, *left_out),
    )


def _without_russia_in_the_soviet_unions_last_year(placed: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Both bear number 365, and 1991 has a row for each: the Union, which lasted to 26 December, counts."""
    overlap = (pl.col("country_name") == "Russia") & (pl.col("year") == _LAST_YEAR_OF_THE_SOVIET_UNION)
    union = placed.filter(pl.col("country_gwcode") == 365, pl.col("year") == _LAST_YEAR_OF_THE_SOVIET_UNION)
    if union.height < 2 or not placed.filter(overlap).height:
        return placed, []
    return placed.filter(~overlap), ["left out: Russia in 1991, which has a row as the Soviet Union as well"]
