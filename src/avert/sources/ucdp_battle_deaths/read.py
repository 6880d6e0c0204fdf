"""UCDP battle-related deaths: how many died in fighting, by pair of warring parties and year since 1989."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from avert import periods
from avert.errors import some
from avert.places import all_places
from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, read_columns, unknown_note
from avert.sources.ucdp_conflicts import CONFLICT_TYPES, INCOMPATIBILITIES, gwcodes, translated

_STATES = (
    "side_a_gwcodes", "side_a_supporter_gwcodes", "side_b_gwcodes", "side_b_supporter_gwcodes",
    "location_gwcodes", "battle_location_gwcodes",
)  # fmt: skip


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per dyad and year of at least 25 deaths, with lists of Gleditsch-Ward numbers.

    ``location_gwcodes`` is where the incompatibility lies, ``battle_location_gwcodes`` where people died, which
    is not divided among several states. In the years covered, no row means fewer than 25 deaths.
    """
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    frame = rows.with_columns(
        translated(rows["conflict_type"], CONFLICT_TYPES, file),
        translated(rows["incompatibility"], INCOMPATIBILITIES, file),
        *(gwcodes(pl.col(side)) for side in _STATES),
        pl.col("year").cast(pl.Int32),
    ).sort("conflict_id_ucdp", "dyad_id_ucdp", "year")
    found = releases.ucdp(file, release or _version(rows), int(frame["year"].max()))  # type: ignore[arg-type]
    notes = (*unknown_note(unknown), *_oddities(frame))
    reading = Reading.of_years(frame.drop("version", strict=False), found, notes, is_by_row=False)
    return replace(reading, coverage=replace(reading.coverage, first_month=periods.month_id(1989, 1)))


def _version(rows: pl.DataFrame) -> str | None:
    versions = rows["version"].drop_nulls().unique() if "version" in rows.columns else pl.Series([])
    return str(versions[0]) if versions.len() == 1 else None


def _oddities(frame: pl.DataFrame) -> list[str]:
    """Say what is kept as published: estimates outside their own bounds, and numbers of no known state."""
    best = pl.col("battle_deaths_best").is_between("battle_deaths_low", "battle_deaths_high")
    outside = frame.filter(~best).height
    known = {place.gwcode for place in all_places()}
    strange = {code for column in _STATES for code in frame[column].explode().drop_nulls()} - known
    notes = [f"{outside} dyad-years have a best estimate outside their own low and high; kept as published"]
    unknown = [f"numbers of states that Avert does not know, kept as published: {some(sorted(strange))}"]
    return [*(notes if outside else []), *(unknown if strange else [])]
