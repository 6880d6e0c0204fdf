"""Ethnic Power Relations: which politically relevant groups share state power and which are excluded."""

from __future__ import annotations

import re

import polars as pl

from avert.errors import MalformedFileError
from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.placing import by_gwcode, keep_states
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

STATUSES = (
    "MONOPOLY", "DOMINANT", "SENIOR PARTNER", "JUNIOR PARTNER", "POWERLESS", "DISCRIMINATED", "SELF-EXCLUSION",
    "IRRELEVANT", "STATE COLLAPSE",
)  # fmt: skip
_IN_NAME = re.compile(r"epr[-_. ]?(20\d\d)", re.IGNORECASE)


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per group and year in which its state was one; ``power_status`` is in the publisher's words."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    strange = rows.filter(~pl.col("power_status").is_in(STATUSES))["power_status"]
    if strange.len():
        raise MalformedFileError(f"{file.origin}: status has the value {strange[0]!r}, not in the codebook.")
    if rows.filter(pl.col("from_year") > pl.col("to_year")).height:
        raise MalformedFileError(f"{file.origin} has a period that ends before it begins.")
    found = releases.yearly(file, release, int(rows["to_year"].max()), _IN_NAME)  # type: ignore[arg-type]
    by_year = rows.with_columns(
        year=pl.int_ranges(pl.col("from_year"), pl.col("to_year") + 1, dtype=pl.Int32)
    ).explode("year")
    placed = by_gwcode(by_year, "stated_gwcode").with_columns(group=pl.col("group_id_epr"))
    frame, left_out = keep_states(placed, "country_name", file, within=("group",))
    return Reading.of_years(
        frame.drop("stated_gwcode", "country_name", "from_year", "to_year", "group"),
        found,
        (*unknown_note(unknown), *left_out),
    )
