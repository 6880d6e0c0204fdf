"""Structural panel on the territories of 2019: income, people, battle deaths since 1946, schooling, food, health."""

from __future__ import annotations

import datetime as dt

import polars as pl

from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.placing import by_gwcode, keep_states
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_TERRITORY = (
    "figures are for the territory of 2019: those of states that have ended are divided by area, and gaps are "
    "filled from other sources' growth"
)
_YEARS_AFTER = 2
"""It was put together from files of the second year after its last one, in the copy that we know."""


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per state and year in which it was one."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    last_year = int(rows["year"].max())  # type: ignore[arg-type]
    inferred = dt.date(last_year + _YEARS_AFTER, 12, 31)
    found = (
        releases.yearly(file, release, last_year)
        if release
        else releases.Release(str(inferred.year), inferred, is_inferred=True)
    )
    labelled = rows.with_columns(label=pl.col("stated_gwcode").cast(pl.String))
    frame, left_out = keep_states(by_gwcode(labelled, "stated_gwcode"), "label", file)
    return Reading.of_years(
        frame.drop("stated_gwcode", "label"), found, (*unknown_note(unknown), _TERRITORY, *left_out)
    )
