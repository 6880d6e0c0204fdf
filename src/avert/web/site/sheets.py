"""Tables as comma-separated text: empty is unknown, no text can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Column:
    """A column and its tag in the Humanitarian Exchange Language (hxlstandard.org)."""

    name: str
    hxl: str


def sheet(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], *, has_tags: bool = False) -> str:
    """Write a table as RFC 4180 has it; with tags, they stand in the row below the names."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in columns)
    if has_tags:
        writer.writerow(column.hxl for column in columns)
    writer.writerows([cell(row[column.name]) for column in columns] for row in rows)
    return text.getvalue()


def cell(value: Any) -> Any:
    """Return a value as a cell holds it; text that a spreadsheet would compute gets an apostrophe.

    >>> cell(None), cell(True), cell(-0.5), cell("=1+1"), cell(" @SUM(A1)"), cell("Côte d'Ivoire")
    ('', 'true', -0.5, "'=1+1", "' @SUM(A1)", "Côte d'Ivoire")
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA) else value
