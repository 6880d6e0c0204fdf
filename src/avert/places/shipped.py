"""The tables that ship with this room, as rows of text."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_DATA = Path(__file__).parent / "data"
Row = dict[str, str]
T = TypeVar("T")


def rows_of(table: str) -> list[Row]:
    """Return the rows of a shipped table; an empty cell is an empty text."""
    with (_DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def grouped(table: str, by: str, read: Callable[[Row], T]) -> defaultdict[str, list[T]]:
    """Return what ``read`` makes of the rows of a shipped table, as lists by the text of one column."""
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for row in rows_of(table):
        groups[row[by]].append(read(row))
    return groups


def number(cell: str) -> int | None:
    """Return a cell as a whole number, or None where it is empty."""
    return int(cell) if cell else None


def date(cell: str) -> dt.date | None:
    """Return a cell as a date, or None where it is empty."""
    return dt.date.fromisoformat(cell) if cell else None


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of a validity; None stands for *since ever* and *until now*."""

    start: dt.date | None = None
    end: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Tell whether a day lies within; both ends belong to the span."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def is_always(self) -> bool:
        """Tell whether neither end is set."""
        return self.start is None and self.end is None


def span(row: Row) -> Span:
    """Return the validity of a row with columns ``start`` and ``end``."""
    return Span(date(row["start"]), date(row["end"]))
