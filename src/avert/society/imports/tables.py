"""A table file, CSV or XLSX, as rows of text: bounded, and numbered as a spreadsheet numbers them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avert.errors import MalformedFileError
from avert.society.imports import messages
from avert.society.imports.result import Problem

MOST_BYTES = 64 * 1024**2
MOST_UNPACKED = 200 * 1024**2
MOST_RATIO = 250
SMALL = 1024**2  # below this a high ratio does no harm: empty sheets compress that well
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 100_000, 200, 32_767
DELIMITERS = ",;\t|"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Control characters cannot be kept, and those that turn the order of letters round mislead.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

TOO_BIG = f"The file is larger than {MOST_BYTES // 1024**2} MiB. Hand it in in parts."
TOO_MANY = f"The table has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Hand it in in parts."
EMPTY = "The file is empty, so that there is nothing to read. Choose the file with the rows."
BOMB = "Unpacked, the file would be far larger than it looks, so it is not opened. Save it again, smaller."
NO_TABLE = "This is no table that can be read. Save it as XLSX, or as CSV in UTF-8."


@dataclass(frozen=True)
class Row:
    """The cells of one row and its number, counted from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The rows that are not empty, and what was noticed while they were read."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


def content_of(file: Path | bytes, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file, or refuse one that is too large before it is read."""
    if isinstance(file, Path):
        _refuse_if(file.stat().st_size > most, TOO_BIG)
        file = file.read_bytes()
    _refuse_if(len(file) > most, TOO_BIG)
    _refuse_if(not file.strip(), EMPTY)
    return file


def read_rows(file: Path | bytes) -> Table:
    """Return the rows of a CSV or of the first sheet of an XLSX.

    Raises:
        MalformedFileError: Empty, too large, or no table; the message repeats nothing of the file.
    """
    content = content_of(file)
    try:
        table = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    except MalformedFileError:
        raise
    except Exception:  # whatever a reader trips over, its words may repeat what is in the file
        raise MalformedFileError(NO_TABLE) from None
    _refuse_if(not table.rows, EMPTY)
    return table


def clean(text: str) -> str:
    """Return a text without unseen characters, its white space folded, and without the mark that disarmed a formula.

    >>> clean(" a\\u202e\\x00  b "), clean("'=1+1")
    ('a b', '=1+1')
    """
    kept = " ".join((text if text.isprintable() else _UNSEEN.sub("", text)).split())
    return kept[1:] if kept.startswith("'") and kept[1:].lstrip().startswith(FORMULA_STARTS) else kept


def disarm(text: str) -> str:
    """Return a text that no spreadsheet computes.

    >>> disarm("=1+1"), disarm("peace")
    ("'=1+1", 'peace')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS) else text


def _csv(content: bytes) -> Table:
    text, problems = _decoded(content)
    head = text.split("\n", maxsplit=25)[:25]
    separator = max(DELIMITERS, key=lambda sign: sum(line.count(sign) for line in head))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return Table(_numbered(reader), problems)
    except csv.Error:
        raise MalformedFileError(
            f"Line {reader.line_num}: a cell is longer than a spreadsheet allows, or its quotation marks do not "
            "match, so that rows would slip. Correct the marks."
        ) from None


def _decoded(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16"), ()
    _refuse_if(b"\x00" in content, NO_TABLE)
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return content.decode("cp1252"), (Problem(0, "", messages.OTHER_LETTERS),)


def _xlsx(content: bytes) -> Table:
    has_formulas = _check_archive(content)
    rows = _sheet(content, data_only=True)
    problems: list[Problem] = []
    if has_formulas:
        known = {row.number: row.cells for row in rows}
        for row in _sheet(content, data_only=False):
            values = known.get(row.number, ())
            problems += [
                Problem(row.number, str(place + 1), messages.FORMULA, is_fatal=True)
                for place, text in enumerate(row.cells)
                if text.startswith("=") and not (place < len(values) and values[place])
            ]
    return Table(rows, tuple(problems))


def _check_archive(content: bytes) -> bool:
    """Refuse bombs before anything is unpacked; return whether some sheet has formulas."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        dense = any(
            one.file_size > SMALL and one.file_size > MOST_RATIO * one.compress_size for one in members
        )
        unpacked = sum(one.file_size for one in members)
        overlaps = sum(one.compress_size for one in members) > len(content)
        _refuse_if(dense or overlaps or unpacked > MOST_UNPACKED or len(members) > 2_000, BOMB)
        parts = [archive.read(one) for one in members if one.filename.endswith((".xml", ".rels"))]
    plain = all(
        part.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and b"\x00" not in part[:200] for part in parts
    )
    _refuse_if(not plain or any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts), NO_TABLE)
    return any(b"<f>" in part or b"<f " in part for part in parts)


def _sheet(content: bytes, *, data_only: bool) -> tuple[Row, ...]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    try:
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
        return _numbered([_text(value) for value in row] for row in rows)
    finally:
        book.close()


def _numbered(rows: Iterable[list[str]]) -> tuple[Row, ...]:
    found = []
    for number, row in enumerate(rows, start=1):
        cells = [clean(cell) if cell else "" for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        _refuse_if(number > MOST_ROWS or len(cells) > MOST_COLUMNS, TOO_MANY)
        if cells:
            _refuse_if(
                max(map(len, cells)) > MOST_LETTERS,
                f"Row {number}: a cell is longer than a spreadsheet allows.",
            )
            found.append(Row(number, tuple(cells)))
    return tuple(found)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    # A spreadsheet keeps whole numbers, such as a code, as fractions.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _refuse_if(is_wrong: bool, message: str) -> None:
    if is_wrong:
        raise MalformedFileError(message)
