"""UCDP onsets: in which years armed conflict with the state began, or began again after years without."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.placing import by_gwcode, keep_states
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_PACKAGED = "19.1"


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read, by state and year, new conflicts and episodes that begin after 1, 2, 3, 5 or 10 years without conflict."""
    rows, unknown = read_columns(file, layout)
    if layout.layout == "sums":
        check_key(rows, layout, file.origin)
        rows = rows.with_columns(country_name=pl.col("stated_gwcode").cast(pl.String))
    counts = [name for name in rows.columns if name.endswith("_count")]
    summed = rows.group_by("stated_gwcode", "country_name", "year", maintain_order=True).agg(
        pl.col(counts).sum()
    )
    frame, left_out = keep_states(by_gwcode(summed, "stated_gwcode"), "country_name", file)
    last_year = int(rows["year"].max())  # type: ignore[arg-type]
    packaged = None if release or layout.layout != "sums" else _PACKAGED
    found = releases.ucdp(file, release or packaged, last_year)
    return Reading.of_years(
        frame.select("country_gwcode", "year", *counts),
        replace(found, is_inferred=found.is_inferred or packaged is not None),
        (*unknown_note(unknown), *left_out),
    )
