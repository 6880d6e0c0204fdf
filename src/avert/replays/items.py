"""What a replay holds: sources, actors, and dated items of five kinds. Readings are in ``assessments.py``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from avert.citing import Citation
from avert.periods import Span


@dataclass(frozen=True, kw_only=True)
class Cited:
    """Something that rests on sources."""

    id: str
    sources: tuple[Citation, ...]
    known: dt.date

    def as_of(self, published: frozenset[str]) -> Self:
        """Leave out citations of what was not published yet; the title alone would tell the future."""
        out = tuple(citation for citation in self.sources if citation.source in published)
        return self if out == self.sources else replace(self, sources=out)


@dataclass(frozen=True, kw_only=True)
class Actor(Cited):
    """A body or structure, or a public office; never a private person."""

    name: str
    type: str
    level: str
    role: str
    since: Span
    until: Span | None = None
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Item(Cited):
    """One dated thing. ``known`` is the first day on which it may be used.

    ``basis`` says why: ``published`` (a cited source was out), ``public`` (an open event of that day, though
    the cited source came later), or ``reconstructed`` (written by us as it could have been reported then).
    ``announces`` lists later days that were already set, such as that of a vote.
    """

    family: ClassVar[str] = "item"

    happened: Span
    place: str
    where: str = ""
    kind: str
    lens: str
    confidence: str
    basis: str
    text: str
    announces: tuple[Span, ...] = ()

    @property
    def order(self) -> tuple[dt.date, dt.date, str]:
        """Sort by the day it became known, then by the day it happened."""
        return (self.known, self.happened.first, self.id)


@dataclass(frozen=True, kw_only=True)
class Fact(Item):
    """A public event, statement, measure, decision or outcome."""

    family: ClassVar[str] = "fact"


@dataclass(frozen=True, kw_only=True)
class FieldReport(Item):
    """What somebody on the spot reported, or could have: channel, and the role of who reported, never a name."""

    family: ClassVar[str] = "report"

    channel: str
    reporter: str


@dataclass(frozen=True, kw_only=True)
class PublishedWarning(Item):
    """What a model, a body or a report said then, and who received it."""

    family: ClassVar[str] = "warning"

    issued_by: str
    received_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecordedResponse(Item):
    """What was asked of whom and what they decided and did; *none_recorded* is said, not left out."""

    family: ClassVar[str] = "response"

    asked_of: str
    decision: str
    answers: tuple[str, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class DecisionPoint(Item):
    """A question that somebody had to decide, with the options that were on the table on that day."""

    family: ClassVar[str] = "question"

    asked_of: str
    options: tuple[str, ...]
