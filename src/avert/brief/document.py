"""The prevention brief as a document: what it says, in order, whatever it is printed as."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from avert.brief.quantities import Quantity, Statement
from avert.figures import Figure
from avert.handling import Marking
from avert.provenance import Source

PROHIBITED = "Not to be used to choose targets, to refuse asylum, or as propaganda."
BORDERS = "Names do not imply any opinion on the legal status of a territory."


@dataclass(frozen=True)
class Row:
    """A term and what holds for it."""

    term: str
    text: str


@dataclass(frozen=True)
class Part:
    """A section: sentences, then a figure, numbers or rows where it has them.

    ``heads`` are the headings of ``rows``.
    """

    key: str
    title: str
    statements: tuple[Statement, ...] = ()
    figure: Figure | None = None
    rows: tuple[Row, ...] = ()
    heads: tuple[str, str] = ("", "")
    note: str = ""


@dataclass(frozen=True)
class PreventionBrief:
    """Everything known of a place, for somebody with three minutes.

    ``blackout`` stands before everything else where the record has fallen silent. ``results`` are the ids of
    the results that the numbers were read from, by kind.
    """

    place_key: str
    place: str
    code: str
    marking: Marking
    issued_at: dt.datetime
    headline: Statement
    blackout: Statement | None
    facts: tuple[Quantity, ...]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    results: tuple[Row, ...]
    prohibited: str = PROHIBITED
    borders: str = BORDERS

    @property
    def kind(self) -> str:
        """Say what kind of document it is."""
        return "prevention brief"

    @property
    def title(self) -> str:
        """Name the document."""
        return f"{self.place}: {self.kind}"

    @property
    def file_stem(self) -> str:
        """Return a plain file name without its ending, such as ``ETH-brief-2026-11-22``."""
        return f"{self.code}-brief-{self.issued_at:%Y-%m-%d}"

    def part(self, key: str) -> Part:
        """Return the section with a key."""
        return next(part for part in self.parts if part.key == key)
