"""UCDP/PRIO Armed Conflict Dataset: conflicts with a state among the parties, by year since 1946."""

from __future__ import annotations

import polars as pl

from avert import periods
from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note
from avert.sources.ucdp_conflicts import CONFLICT_TYPES, INCOMPATIBILITIES, gwcodes, translated

_PARTIES = ("side_a_gwcodes", "side_a_supporter_gwcodes", "side_b_gwcodes", "side_b_supporter_gwcodes")


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per conflict and year, with the states on each side as lists of Gleditsch-Ward codes."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    coded = rows.with_columns(
        translated(rows["conflict_type"], CONFLICT_TYPES, file),
        translated(rows["incompatibility"], INCOMPATIBILITIES, file),
        *(gwcodes(pl.col(side)) for side in _PARTIES),
    )
    frame = _one_row_per_year(coded)
    last_year = int(frame["year"].max())  # type: ignore[arg-type]
    found = releases.ucdp(file, release, last_year)
    return Reading(
        frame=frame,
        release=found.name,
        vintage=found.vintage,
        is_inferred=found.is_inferred,
        coverage=Coverage(periods.month_id(1946, 1), periods.month_id(last_year, 12)),
        notes=tuple(unknown_note(unknown)),
    )


def _one_row_per_year(rows: pl.DataFrame) -> pl.DataFrame:
    """Join rows that repeat a conflict-year for several states."""
    others = [c for c in rows.columns if c not in (*_PARTIES, "conflict_id_ucdp", "year", "version")]
    return (
        rows.group_by("conflict_id_ucdp", "year")
        .agg(
            *(pl.col(column).first() for column in others),
            *(pl.col(side).explode().drop_nulls().unique().sort() for side in _PARTIES),
        )
        .sort("conflict_id_ucdp", "year")
    )
