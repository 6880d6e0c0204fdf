"""A panel: a frame that knows its unit, its period and its sources, and says what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from avert import __version__
from avert.errors import InputError, MissingColumnError
from avert.provenance import NOTHING, Provenance

KEYS = {
    "country-year": ("country_gwcode", "year"),
    "country-month": ("country_gwcode", "year", "month"),
    "grid-month": ("priogrid_gid", "year", "month"),
}


@dataclass(frozen=True)
class Panel:
    """One row per unit and period.

    ``kind`` is country-year, country-month or grid-month; ``first_month`` and ``last_month`` bound the
    period in VIEWS months. Missing values are unknown, never zero.
    """

    kind: str
    frame: pl.DataFrame
    first_month: int
    last_month: int
    provenance: Provenance = NOTHING
    notes: tuple[str, ...] = ()
    silent_months: frozenset[int] = frozenset()
    """Months for which an absent row of a sparse panel means that nothing was recorded, not *unknown*."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Name the columns that identify a row."""
        return KEYS[self.kind]

    def require(self, column: str, needed_by: str, remedy: str) -> None:
        """Raise MissingColumnError when a column is not there."""
        if column not in self.frame.columns:
            raise MissingColumnError.of(f"The {self.kind} panel", column, needed_by, remedy)

    def require_kind(self, kinds: Iterable[str], needed_by: str) -> None:
        """Raise InputError when the panel has another unit."""
        if self.kind not in kinds:
            raise InputError(
                f"{needed_by} works on {' or '.join(kinds)} panels; this is a {self.kind} panel."
            )

    def extended(self, frame: pl.DataFrame, provenance: Provenance, notes: Iterable[str] = ()) -> Panel:
        """Return the panel with new columns and the sources they came from."""
        return replace(
            self, frame=frame, provenance=self.provenance | provenance, notes=(*self.notes, *notes)
        )

    def select(self, columns: Iterable[str]) -> Panel:
        """Return the panel with its keys and these columns only."""
        wanted = list(dict.fromkeys((*self.keys, *columns)))
        if unknown := [column for column in wanted if column not in self.frame.columns]:
            raise InputError(
                f"The panel has no column {unknown[0]!r}. It has: {', '.join(self.frame.columns)}."
            )
        return replace(self, frame=self.frame.select(wanted))


def write_panel(panel: Panel, path: Path) -> Path:
    """Write a panel as Parquet or CSV, whole or not at all, and beside it where its numbers come from.

    Returns the path of the sidecar, ``NAME.sources.json``. Missing values are empty fields in CSV.
    """
    if path.suffix not in (".parquet", ".csv"):
        raise InputError(f"A panel is written as .parquet or .csv, not {path.suffix or 'without an ending'}.")
    if not path.parent.is_dir():
        raise InputError(f"The folder {path.parent} does not exist.")
    sidecar = path.with_name(f"{path.stem}.sources.json")

    def write(part: Path) -> None:
        if path.suffix == ".csv":
            panel.frame.write_csv(part)
        else:
            panel.frame.write_parquet(part)
        sidecar.write_text(json.dumps(_sidecar(panel), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    write_whole(path, write)
    return sidecar


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Write a file whole or not at all, by a function that gets the path to write to; return its path."""
    part = path.with_name(f".{path.name}.part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _sidecar(panel: Panel) -> dict[str, object]:
    as_of = panel.provenance.data_as_of
    return {
        "made_by": f"avert {__version__}",
        "unit": panel.kind,
        "rows": panel.frame.height,
        "columns": {name: str(dtype) for name, dtype in panel.frame.schema.items()},
        "missing_means": "unknown",
        "marking": str(panel.provenance.marking),
        "data_as_of": as_of and as_of.isoformat(),
        "notes": list(panel.notes),
        "sources": [
            {
                "dataset": source.dataset,
                "release": source.release,
                "release_is_inferred": source.is_inferred,
                "vintage": source.vintage.isoformat(),
                "title": source.title,
                "publisher": source.publisher,
                "licence": source.licence,
                "citation": source.citation,
                "url": source.url,
                "sha256": source.digest,
            }
            for source in panel.provenance.sources
        ],
    }
