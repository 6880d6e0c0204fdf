"""Actors, what ties them and what they do, each with the time in which it held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeVar

from avert.errors import InputError
from avert.society.vocabulary import Attribute, Capacity, Layer, Level, Sector, Status, Trust, Voice

NOTHING: Mapping[str, Trust] = MappingProxyType({})


class Lasting(Protocol):
    """Something that began and may have ended; an unknown beginning or end is open."""

    @property
    def begins(self) -> dt.date | None:
        """The first day, if known."""

    @property
    def ends(self) -> dt.date | None:
        """The last day, if there is one."""


AnyLasting = TypeVar("AnyLasting", bound=Lasting)


@dataclass(frozen=True)
class Actor:
    """A structure or actor as a role or an organisation. What is not known is None or absent, never zero."""

    id: str
    name: str
    sector: Sector | None = None
    level: Level | None = None
    is_decision_maker: bool = False  # it can decide on a response
    is_protected: bool = False  # its name stands in no measure, export or answer of the API
    groups: frozenset[str] = frozenset()  # those it belongs to, or is seen to belong to
    areas: frozenset[str] = frozenset()  # place keys
    capacities: frozenset[Capacity] = frozenset()
    # How far each group trusts it.
    trust: Mapping[str, Trust] = field(default_factory=lambda: NOTHING)
    # For each attribute and voice whether they have it; what was not asked is absent.
    voices: Mapping[tuple[Attribute, Voice], bool] = field(default_factory=dict)
    begins: dt.date | None = None
    ends: dt.date | None = None


@dataclass(frozen=True)
class Tie:
    """What runs from one actor to another; one that is not directed runs both ways."""

    source: str
    target: str
    layer: Layer
    is_directed: bool = False
    weight: float = 1.0
    begins: dt.date | None = None
    ends: dt.date | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Activity:
    """Something an actor does somewhere, and which drivers of conflict it bears on."""

    id: str
    actor: str
    what: str  # of a list of codes
    areas: frozenset[str] = frozenset()
    target_group: str = ""
    drivers: frozenset[str] = frozenset()
    status: Status = Status.UNKNOWN
    begins: dt.date | None = None
    ends: dt.date | None = None


def in_force(things: Iterable[AnyLasting], on: dt.date) -> list[AnyLasting]:
    """Return what held on a day."""
    return [
        thing
        for thing in things
        if (thing.begins is None or thing.begins <= on) and (thing.ends is None or on <= thing.ends)
    ]


def check_ties(actors: Iterable[Actor], ties: Iterable[Tie]) -> None:
    """Raise InputError for actors that share an id and for ties that join nobody, or an actor to itself."""
    ids = [actor.id for actor in actors]
    known = set(ids)
    if len(known) < len(ids):
        raise InputError("Two actors share an id, so that ties would be ambiguous. Give each its own.")
    for tie in ties:
        if tie.source == tie.target:
            raise InputError(f"A tie joins actor {tie.source!r} to itself. A tie needs two actors.")
        if missing := {tie.source, tie.target} - known:
            raise InputError(f"A tie names the unknown actor {min(missing)!r}. Add the actor first.")
