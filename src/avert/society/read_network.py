"""A network from two CSV files: actors, and what ties them.

Actors: ``id, level, is_decision_maker`` and, where known, ``name, sector, groups, areas, begins, ends``. Ties:
``source, target, layer, is_directed`` and ``weight, begins, ends``. Several groups or areas stand with ``;`` between;
an empty cell is unknown. Who decides and which way a tie runs must be said, since every path hangs on it.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

from avert.errors import MalformedFileError, MissingColumnError
from avert.society.actors import Actor, Tie
from avert.society.vocabulary import Layer, Level, Sector

Word = TypeVar("Word", bound=StrEnum)

OF_ACTORS = ("id", "level", "is_decision_maker")
OF_TIES = ("source", "target", "layer", "is_directed")
ALSO_OF_ACTORS = ("name", "sector", "groups", "areas", "begins", "ends")
ALSO_OF_TIES = ("weight", "begins", "ends")
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class _Row:
    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def needed(self, column: str, why: str) -> str:
        return self.text(column) or self.refuse(f"{column} is empty. {why}")

    def word(self, column: str, words: type[Word]) -> Word | None:
        text = self.text(column).lower().replace(" ", "_").replace("-", "_")
        if text and text not in list(words):
            self.refuse(f"{column} must be one of {', '.join(words)}, or empty where unknown")
        return words(text) if text else None

    def yes_or_no(self, column: str, why: str) -> bool:
        answer = YES_NO.get(self.needed(column, why).lower())
        return self.refuse(f"{column} must be yes or no. {why}") if answer is None else answer

    def several(self, column: str) -> frozenset[str]:
        return frozenset(part.strip() for part in self.text(column).split(";")) - {""}

    def lasting(self) -> tuple[dt.date | None, dt.date | None]:
        begins, ends = self._day("begins"), self._day("ends")
        if begins and ends and ends < begins:
            self.refuse("it ends before it begins. Check whether the dates are interchanged")
        return begins, ends

    def weight(self) -> float:
        text = self.text("weight") or "1"
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not 0 < number < math.inf:
            self.refuse("weight must be a number above zero, or empty")
        return number

    def refuse(self, problem: str) -> NoReturn:
        raise MalformedFileError(f"{self.file}, line {self.line}: {problem}.")

    def _day(self, column: str) -> dt.date | None:
        text = self.text(column)
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(f"{column} must be a date such as 2007-12-27, or empty where unknown")


def read_actors(path: Path) -> list[Actor]:
    """Return the actors in a CSV file.

    Raises:
        MissingColumnError: A column is missing.
        MalformedFileError: What is no actor, or one who is there twice; the message names the line.
    """
    lines: dict[str, int] = {}
    found = []
    for row in _rows(path, OF_ACTORS):
        actor = _actor(row)
        if actor.id in lines:
            row.refuse(
                f"the same id as in line {lines[actor.id]}. Ties would be ambiguous: give each its own"
            )
        lines[actor.id] = row.line
        found.append(actor)
    return found


def read_ties(path: Path, actors: list[Actor]) -> list[Tie]:
    """Return the ties in a CSV file between these actors.

    Raises:
        MissingColumnError: A column is missing.
        MalformedFileError: What is no tie between two of them; the message names the line.
    """
    known = {actor.id for actor in actors}
    return [_tie(row, known) for row in _rows(path, OF_TIES)]


def ignored_columns(path: Path, *, of_ties: bool) -> list[str]:
    """Return the columns of a file that nobody reads: a misspelt one would else be lost in silence."""
    known = {*OF_TIES, *ALSO_OF_TIES} if of_ties else {*OF_ACTORS, *ALSO_OF_ACTORS}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [name for name in _header(next(csv.reader(file), [])) if name and name not in known]


def _actor(row: _Row) -> Actor:
    begins, ends = row.lasting()
    of_id = row.needed("id", "Ties name actors by it")
    return Actor(
        id=of_id,
        name=row.text("name") or of_id,
        sector=row.word("sector", Sector),
        level=row.word("level", Level),
        is_decision_maker=row.yes_or_no(
            "is_decision_maker", "Say yes or no, for paths to decisions hang on it"
        ),
        groups=row.several("groups"),
        areas=row.several("areas"),
        begins=begins,
        ends=ends,
    )


def _tie(row: _Row, known: set[str]) -> Tie:
    begins, ends = row.lasting()
    source, target = (row.needed(end, "A tie needs two actors") for end in ("source", "target"))
    for column, end in (("source", source), ("target", target)):
        if end not in known:
            row.refuse(f"{column} is no id in the file of actors. Add the actor there first")
    if source == target:
        row.refuse("source and target are the same actor. A tie needs two")
    layer = row.word("layer", Layer)
    return Tie(
        source=source,
        target=target,
        layer=layer or row.refuse("layer is empty. Say what runs along the tie"),
        is_directed=row.yes_or_no("is_directed", "Say yes if it runs from source to target only, else no"),
        weight=row.weight(),
        begins=begins,
        ends=ends,
    )


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[_Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = _header(next(reader, []))
            _check_header(path.name, header, needed)
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) > len(header):
                    _Row(path.name, reader.line_num, {}).refuse("more cells than the first line has columns")
                named = zip(header, (cell.strip() for cell in cells), strict=False)
                yield _Row(path.name, reader.line_num, dict(named))
    except UnicodeDecodeError:
        raise MalformedFileError(f"{path.name} is not in UTF-8. Save the file as CSV UTF-8.") from None
    except csv.Error:
        raise MalformedFileError(
            f"{path.name}, line {reader.line_num}: this is no CSV. Check quotes."
        ) from None


def _header(cells: list[str]) -> list[str]:
    return [cell.strip().lower() for cell in cells]


def _check_header(file: str, header: list[str], needed: tuple[str, ...]) -> None:
    for column in needed:
        if column not in header:
            raise MissingColumnError(
                f"{file} has no column {column!r}. It needs {', '.join(needed)} in the first line, with commas between."
            )
    if doubled := {name for name in header if name and header.count(name) > 1}:
        raise MalformedFileError(f"{file}, line 1: the column {min(doubled)!r} is there twice. Keep one.")
