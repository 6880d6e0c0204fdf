"""A table handed in, CSV or XLSX, as rows of text: pure, bounded, and naming each row as a spreadsheet does."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from avert.errors import InputError
from avert.web.uploads.letters import clean_text

MOST_ROWS, MOST_COLUMNS = 10_000, 100
XLSX = "spreadsheetml.sheet"
DELIMITERS = ",;\t"

NO_TABLE = (
    "This is no table that can be read. Save it as XLSX or as CSV in UTF-8, with names of columns in the "
    "first row."
)
TOO_MANY = f"The table has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns. Hand it in in parts."
NO_ROWS = (
    "The table has no row below its first. Put the names of columns into the first row, "
    "and one entry, such as a report, into each row after it."
)


@dataclass(frozen=True, repr=False)
class Sheet:
    """The names of columns, and each row that is not empty with its number in the spreadsheet."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(content: bytes, media_type: str) -> Sheet:
    """Return the first sheet of a file that was cleaned. Raises InputError, which repeats nothing of it."""
    try:
        lines = _xlsx(content) if XLSX in media_type else _csv(content)
    except InputError:
        raise
    except Exception:  # whatever a reader trips over, its words may repeat what is in the file
        raise InputError(NO_TABLE) from None
    if len(lines) > MOST_ROWS + 1 or any(len(line) > MOST_COLUMNS for line in lines):
        raise InputError(TOO_MANY)
    rows = tuple((number, line) for number, line in enumerate(lines[1:], start=2) if any(line))
    if not rows:
        raise InputError(NO_ROWS)
    return Sheet(lines[0], rows)


def _csv(content: bytes) -> list[tuple[str, ...]]:
    import polars as pl

    head = content.decode("utf-8-sig").split("\n", maxsplit=1)[0]
    separator = max(DELIMITERS, key=head.count)
    frame = pl.read_csv(
        content,
        has_header=False,
        separator=separator,
        infer_schema=False,
        encoding="utf8",
        n_rows=MOST_ROWS + 2,
        raise_if_empty=False,
    )
    return _texts(frame.iter_rows())


def _xlsx(content: bytes) -> list[tuple[str, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
        return _texts(islice(rows, MOST_ROWS + 2))
    finally:
        book.close()


def _texts(rows: Iterable[Sequence[Any]]) -> list[tuple[str, ...]]:
    return [_without_end(tuple(clean_text(_text(value)) for value in row)) for row in rows]


def _without_end(row: tuple[str, ...]) -> tuple[str, ...]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    # A spreadsheet keeps whole numbers, such as a code, as fractions.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
