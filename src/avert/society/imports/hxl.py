"""The tag row of the Humanitarian Exchange Language (HXL 1.1): read, match and write it.

A tag is ``#adm1+name``: a hashtag and attributes in any order. A pattern is matched as the standard's tools do:
``#org+name-type`` is the tag #org with the attribute name and without type.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from avert.errors import MalformedFileError
from avert.society.imports.tables import Row, disarm

ROWS_LOOKED_AT = 25
_WORD = r"[A-Za-z][A-Za-z0-9_]*"
_TAG = re.compile(rf"#\s*({_WORD})((?:\s*\+\s*{_WORD})*)")
_PATTERN = re.compile(rf"#({_WORD})((?:[+-]{_WORD})*)")


@dataclass(frozen=True)
class Tag:
    """A hashtag with its attributes, both in small letters."""

    name: str
    attributes: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return "".join([f"#{self.name}", *(f"+{one}" for one in sorted(self.attributes))])

    def matches(self, pattern: str) -> bool:
        """Return whether a pattern describes the tag.

        >>> Tag("org", frozenset({"name", "i_so"})).matches("#org+name-type")
        True
        """
        name, wanted, unwanted = _parsed(pattern)
        return self.name == name and wanted <= self.attributes and not unwanted & self.attributes

    @property
    def language(self) -> str | None:
        """The language that an attribute such as +i_so names."""
        return next(
            (one[2:].replace("_", "-") for one in sorted(self.attributes) if one.startswith("i_")), None
        )


@dataclass(frozen=True)
class Tagged:
    """A table with tags: by position the names of columns and tags, and the rows below."""

    headings: tuple[str, ...]
    tags: tuple[Tag | None, ...]
    rows: tuple[Row, ...]


def parse_tag(text: str) -> Tag | None:
    """Return the tag that a cell holds, if it is one.

    >>> str(parse_tag(" #Org + Name+i_en ")), parse_tag("# 1"), parse_tag("org")
    ('#org+i_en+name', None, None)
    """
    found = _TAG.fullmatch(text.strip())
    if not found:
        return None
    attributes = (part.strip().lower() for part in found[2].split("+"))
    return Tag(found[1].lower(), frozenset(part for part in attributes if part))


def find_tags(rows: Sequence[Row]) -> Tagged | None:
    """Return the table under the first row of tags, looked for in the first 25 rows; None without one.

    Raises:
        MalformedFileError: A row of tags with a cell that is none.
    """
    for place, row in enumerate(rows):
        if row.number > ROWS_LOOKED_AT:
            return None
        tags = tuple(parse_tag(cell) for cell in row.cells)
        filled, found = sum(map(bool, row.cells)), sum(tag is not None for tag in tags)
        if found and found == filled:
            return Tagged(_headings(rows[:place], tags), tags, tuple(rows[place + 1 :]))
        if found > filled / 2:
            wrong = next(n for n, cell in enumerate(row.cells, 1) if cell and not tags[n - 1])
            raise MalformedFileError(
                f"Row {row.number}, column {wrong}: the row holds HXL tags, but this cell is none, so that its column "
                "cannot be told. Correct the tag, or empty the cell."
            )
    return None


def column_of(tags: Sequence[Tag | None], patterns: Iterable[str]) -> int | None:
    """Return the position of the first column that a pattern describes; earlier patterns come first."""
    for pattern in patterns:
        for place, tag in enumerate(tags):
            if tag and tag.matches(pattern):
                return place
    return None


def write_tagged(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]] = ()) -> str:
    """Return CSV with names of columns, their tags below, and rows in which nothing can act as a formula.

    >>> write_tagged([("name", "#org+name")], [["=1+1"]])
    "name\\r\\n#org+name\\r\\n'=1+1\\r\\n"
    """
    if any(tag and parse_tag(tag) is None for _name, tag in columns):
        raise ValueError("A column's tag is no HXL tag.")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(disarm(name) for name, _tag in columns)
    writer.writerow(tag for _name, tag in columns)
    writer.writerows([disarm(cell) for cell in row] for row in rows)
    return text.getvalue()


@lru_cache(maxsize=512)
def _parsed(pattern: str) -> tuple[str, frozenset[str], frozenset[str]]:
    found = _PATTERN.fullmatch(pattern)
    if not found:
        raise ValueError(f"{pattern!r} is no pattern of HXL tags.")
    parts = re.findall(rf"([+-])({_WORD})", found[2])
    wanted, unwanted = (frozenset(word.lower() for sign, word in parts if sign == one) for one in "+-")
    return found[1].lower(), wanted, unwanted


def _headings(above: Sequence[Row], tags: Sequence[Tag | None]) -> tuple[str, ...]:
    cells = above[-1].cells if above else ()
    named = [cells[place] if place < len(cells) else "" for place in range(max(len(tags), len(cells)))]
    return tuple(
        name or str((tags[place] if place < len(tags) else None) or "") for place, name in enumerate(named)
    )
