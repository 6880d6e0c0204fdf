"""What a case states: actors, ties, activities, who takes part and what happened, each dated twice and cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from avert.citing import Citation
from avert.periods import Span
from avert.society.actors import Activity, Actor, Tie
from avert.society.vocabulary import Attribute, Kind, Voice


class Basis(StrEnum):
    """Whether it was read in a cited source, or is recalled and still to be checked against it."""

    READ = "read"
    RECALLED = "recalled"


@dataclass(frozen=True, kw_only=True)
class Stated:
    """Something that held for some time and was publicly known from a day on.

    An inexact date counts from its last possible day: what began "in 2001" surely held from its last day, and what
    ended "in 2008" may have held to its last. An unknown beginning or end is open.
    """

    begins: Span | None
    ends: Span | None
    known_from: dt.date
    basis: Basis
    sources: tuple[Citation, ...]

    def held_on(self, day: dt.date) -> bool:
        """Say whether it was in force."""
        return (self.begins is None or self.begins.last <= day) and (
            self.ends is None or day <= self.ends.last
        )

    def known_on(self, day: dt.date) -> bool:
        """Say whether it could be publicly known."""
        return self.known_from <= day


@dataclass(frozen=True, kw_only=True)
class CaseActor(Stated):
    """An organisation, structure or office, with its mandate and where that is written."""

    actor: Actor
    kind: Kind
    role: str
    mandate: str = ""
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseTie(Stated):
    """What ran between two actors."""

    tie: Tie


@dataclass(frozen=True, kw_only=True)
class CaseActivity(Stated):
    """What an actor did."""

    activity: Activity
    text: str


@dataclass(frozen=True, kw_only=True)
class Participation(Stated):
    """How many seats some had in an actor, and whether they led, spoke, decided; None or absent is not known."""

    actor: str
    attribute: Attribute
    seats: int | None
    of: int | None
    voices: Mapping[Voice, bool] = field(default_factory=dict)
    text: str


@dataclass(frozen=True, kw_only=True)
class CaseFact(Stated):
    """Something that bears on how the case is read and is neither an actor nor a tie."""

    id: str
    text: str
