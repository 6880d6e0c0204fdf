"""What a source declares about itself beside its reader: publisher, licence, columns and what must hold."""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

TYPES: Mapping[str, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "boolean": pl.Boolean(),
}


@dataclass(frozen=True)
class Column:
    """One column of the publisher's layout and what becomes of it."""

    name: str
    """The publisher's name."""
    becomes: str
    """Our name."""
    type: str
    """A key of TYPES."""
    is_required: bool
    """The column must be there."""
    is_complete: bool
    """No value may be missing."""
    least: float | None
    most: float | None


@dataclass(frozen=True)
class Declaration:
    """A source in one of the layouts in which it is published."""

    source: str
    layout: str
    title: str
    publisher: str
    licence: str
    url: str
    citation: str
    signature: tuple[str, ...]
    """Columns that together tell this layout from every other."""
    excludes: tuple[str, ...]
    """Columns that show that it is another layout after all."""
    columns: tuple[Column, ...]
    ignored: Mapping[str, str]
    """Publisher's columns (``*`` matches any text) that are not taken, each with the reason."""
    aliases: Mapping[str, str]
    """Names that other packagings of the same data use, and the publisher's name for each."""
    nulls: tuple[str, ...]
    """Texts that mean *missing*, besides the empty one."""
    key: tuple[str, ...]
    """Our columns that together occur once."""
    sheet: str | None
    """The sheet of a workbook that holds the table."""
    header_line: int
    """The line of a text file that names the columns; what stands above it says something else."""
    members: tuple[str, ...]
    """Names (``*`` matches any text) of the table in an archive that holds other tables as well."""
    indicators: Mapping[str, str]
    """Where a row is one indicator: the publisher's codes that are taken, and our column for each."""

    def publishers_name(self, column: str) -> str:
        """Return the publisher's name of a column that may carry another packaging's."""
        return self.aliases.get(column, column)

    def is_ignored(self, column: str) -> bool:
        """Say whether the column is left out on purpose."""
        return any(fnmatch.fnmatchcase(column, pattern) for pattern in self.ignored)


@cache
def load_declarations(source: str) -> tuple[Declaration, ...]:
    """Read ``source.toml`` and the layouts it names; a single layout may stand in the same file."""
    folder = resources.files("avert.sources")
    declared = tomllib.loads((folder / source / "source.toml").read_text(encoding="utf-8"))
    layouts = declared.pop("layouts", None)
    declared.pop("fetch", None)  # where to get it, which is for avert.sources.addresses to read
    if layouts is None:
        return (_declaration(source, source, declared),)
    return tuple(
        _declaration(
            source, Path(path).stem, declared | tomllib.loads((folder / path).read_text(encoding="utf-8"))
        )
        for path in layouts
    )


def _declaration(source: str, layout: str, declared: dict[str, Any]) -> Declaration:
    lists = {
        name: tuple(declared.get(name, ())) for name in ("signature", "excludes", "key", "nulls", "members")
    }
    columns = tuple(_column(name, entry) for name, entry in declared["columns"].items())
    optional: dict[str, Any] = {
        "ignored": {}, "aliases": {}, "sheet": None, "header_line": 1, "indicators": {},
    }  # fmt: skip
    return Declaration(source=source, layout=layout, **(optional | declared | lists | {"columns": columns}))


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    least, most = entry.get("range", (None, None))
    return Column(
        name=name,
        becomes=entry.get("becomes", name),
        type=entry["type"],
        is_required=entry.get("required", True),
        is_complete=entry.get("complete", False),
        least=least,
        most=most,
    )
