"""What every reader of structures returns: rows with stable keys, and what was wrong with which row of the file."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from avert.society.vocabulary import Capacity, Kind, Layer, Level, Sector, Status

NOT_CONTENT = {"key", "source"}  # where a row comes from may change while what it says does not


class _Content:
    """A row whose content has a digest, so that an unchanged one is recognised when it comes again."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that the row says, whatever file it comes from."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        kept = {name: value for name, value in said.items() if name not in NOT_CONTENT}
        text = json.dumps(kept, default=_plain, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class StructureRow(_Content):
    """A structure as a file has it. What the file does not say is None or empty: unknown."""

    key: str  # of the source it comes from, the same whenever it is read
    name: Mapping[str, str]  # by language; "und" where the file does not say which
    other_names: tuple[str, ...] = ()
    kind: Kind | None = None
    sector: Sector | None = None
    level: Level | None = None
    areas: frozenset[str] = frozenset()  # place keys; name:… where only a name is known
    languages: tuple[str, ...] = ()
    capacities: frozenset[Capacity] = frozenset()
    mandate: str = ""
    mandate_document: str = ""
    begins: dt.date | None = None
    ends: dt.date | None = None
    source: str = ""
    same_as: tuple[str, ...] = ()  # keys under which other sources have it
    has_consented: bool | None = None  # to being listed; None: the file does not say


@dataclass(frozen=True)
class ActivityRow(_Content):
    """What a structure does somewhere."""

    key: str
    structure_key: str
    what: str
    what_scheme: str  # the list that the code is of, or "text"
    title: Mapping[str, str] = field(default_factory=dict)
    areas: frozenset[str] = frozenset()
    target_group: str = ""
    drivers: frozenset[str] = frozenset()
    status: Status = Status.UNKNOWN
    begins: dt.date | None = None
    ends: dt.date | None = None
    source: str = ""


@dataclass(frozen=True)
class TieRow(_Content):
    """What runs from one structure to another."""

    source_key: str
    target_key: str
    layer: Layer
    is_directed: bool = False
    begins: dt.date | None = None
    ends: dt.date | None = None
    evidence: str = ""
    source: str = ""

    @property
    def key(self) -> str:
        """The same tie, whenever it is read: its two ends, its layer and what shows it."""
        ends = (self.source_key, self.target_key)
        first, second = ends if self.is_directed else sorted(ends)
        said = json.dumps([first, second, self.layer, self.is_directed, self.evidence])
        return f"tie:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, and what to do. The message repeats nothing of the file."""

    row: int  # as a spreadsheet or an editor counts; 0: the whole file
    column: str
    message: str
    is_fatal: bool = False  # nothing of the file may be taken in before it is mended


@dataclass(frozen=True)
class Import:
    """All that a file gave. Rows are in the order of their keys, problems in that of the file."""

    structures: tuple[StructureRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()
    ties: tuple[TieRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    rows_read: int = 0

    @property
    def is_fatal(self) -> bool:
        """Whether something must be mended before anything may be taken in."""
        return any(problem.is_fatal for problem in self.problems)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        names = ("structures", "activities", "ties", "problems", "ignored_columns")
        return {"rows_read": self.rows_read} | {name: len(getattr(self, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else dict(value)
