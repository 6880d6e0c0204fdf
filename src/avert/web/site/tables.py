"""Tables as the pages show them: sorted on the server, missing values named, never blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """One column: the key of its values in a row, and its heading with unit and source in ``note``."""

    key: str
    label: Text
    is_number: bool = False
    is_name: bool = False  # of a place, a source, an actor: kept apart in direction and never translated
    is_text: bool = False  # sentences: the column keeps a readable width and the table scrolls
    is_sortable: bool = False
    decimals: int | None = None
    note: Text = ""


@dataclass(frozen=True)
class Cell:
    """A value that leads somewhere or needs a word beside it; ``order`` is what the column is sorted by."""

    text: Any
    url: str = ""
    note: Text = ""
    order: Any = None

    @property
    def rank(self) -> Any:
        """Return what to sort by."""
        return self.text if self.order is None else self.order


@dataclass(frozen=True)
class Heading:
    """A column as the table shows it: its direction now, and what its link asks for."""

    column: Column
    direction: str
    next_sort: str


@dataclass(frozen=True)
class Table:
    """Rows under columns. The first column names the row."""

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    sort: str = ""
    note: Text = ""
    is_caption_hidden: bool = False
    _keys: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_keys", {column.key: column for column in self.columns})

    def sorted_by(self, asked: str) -> Table:
        """Return the table sorted as a query asked (``name`` or ``-name``); what cannot be sorted stays."""
        column = self._keys.get(asked.removeprefix("-"))
        if column is None or not column.is_sortable:
            return self
        known = [row for row in self.rows if _rank(row, column) is not None]
        missing = [row for row in self.rows if _rank(row, column) is None]
        known.sort(key=lambda row: _rank(row, column), reverse=asked.startswith("-"))
        return replace(self, rows=[*known, *missing], sort=asked)

    def headings(self) -> Iterator[Heading]:
        """Yield the columns with their direction; numbers sort from the largest first."""
        for column in self.columns:
            up, down = column.key, f"-{column.key}"
            direction = {up: "ascending", down: "descending"}.get(self.sort, "")
            first, second = (down, up) if column.is_number else (up, down)
            yield Heading(column, direction, second if self.sort == first else first)

    def body(self) -> Iterator[list[tuple[Column, Cell]]]:
        """Yield the rows, each as its columns with their cells."""
        for row in self.rows:
            yield [(column, _cell(row.get(column.key))) for column in self.columns]


def _cell(value: Any) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def _rank(row: Mapping[str, Any], column: Column) -> Any:
    return _cell(row.get(column.key)).rank
