"""Read a synthetic file as ``avert data add`` would, for tests of single readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from avert.sources.files import take_in
from avert.sources.registry import known_members, reader_for
from avert.sources.tables import Reading


def read_as(source: str, path: Path, release: str | None = None) -> Reading:
    """Read a file that must be recognised as the source's."""
    with take_in(path, path.parent, known_members()) as file:
        reader = reader_for(file, release)
        assert reader.layout.source == source
        return reader.read(file, release)


def write_tabbed(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Write rows separated by tabs, texts in quotation marks, as Powell and Thyne do."""
    rows = list(rows)
    quoted = [
        "\t".join(f'"{value}"' if isinstance(value, str) else str(value) for value in row.values())
        for row in rows
    ]
    path.write_text("\n".join(["\t".join(rows[0]), *quoted]) + "\n", encoding="utf-8")
    return path
