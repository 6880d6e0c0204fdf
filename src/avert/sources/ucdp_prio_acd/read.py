"""UCDP/PRIO Armed Conflict Dataset: conflicts with a state among the parties, by year since 1946."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from avert import periods
from avert.errors import MalformedFileError
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_CONFLICT_TYPES = {
    "1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "internationalised_intrastate",
    "extrasystemic": "extrasystemic", "interstate": "interstate", "intrastate": "intrastate",
    "II": "internationalised_intrastate",
}  # fmt: skip
_INCOMPATIBILITIES = {
    "1": "territory", "2": "government", "3": "both",
    "territory": "territory", "government": "government", "both": "both",
}  # fmt: skip
_RELEASE = re.compile(r"(\d\d)[._](\d)(?!\d)")
_PARTIES = ("side_a_gwcodes", "side_a_supporter_gwcodes", "side_b_gwcodes", "side_b_supporter_gwcodes")


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per conflict and year, with the states on each side as lists of Gleditsch-Ward codes."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    coded = rows.with_columns(
        _translated(rows["conflict_type"], _CONFLICT_TYPES, file),
        _translated(rows["incompatibility"], _INCOMPATIBILITIES, file),
        *(_codes(pl.col(side)) for side in _PARTIES),
    )
    frame = _one_row_per_year(coded)
    last_year = int(frame["year"].max())  # type: ignore[arg-type]
    named = release or _stated(file) or f"{(last_year + 1) % 100:02d}.1"
    if not _RELEASE.fullmatch(named):
        raise MalformedFileError(f"{named!r} is not a UCDP release; write it like 25.1.")
    return Reading(
        frame=frame,
        release=named,
        vintage=dt.date(2000 + int(named[:2]), 6, 30),
        is_inferred=not (release or _stated(file)),
        coverage=Coverage(periods.month_id(1946, 1), periods.month_id(last_year, 12)),
        notes=tuple(unknown_note(unknown)),
    )


def _stated(file: InputFile) -> str | None:
    match = _RELEASE.search(file.name)
    return f"{match[1]}.{match[2]}" if match else None


def _translated(values: pl.Series, words: dict[str, str], file: InputFile) -> pl.Series:
    translated = values.replace_strict(words, default=None, return_dtype=pl.String)
    if translated.null_count():
        strange = values.filter(translated.is_null())[0]
        raise MalformedFileError(
            f"{file.origin}: {values.name} has the value {strange!r}, not in the codebook."
        )
    return translated


def _codes(field: pl.Expr) -> pl.Expr:
    """Split '2, 200' into a list of codes; no state on that side is an empty list."""
    return (
        field.fill_null("")
        .str.extract_all(r"\d+(?:\.0)?")
        .list.eval(pl.element().str.strip_suffix(".0").cast(pl.Int32))
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
