"""A case, and what of it could be known on a day: what was not known then is absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from avert.citing import Source
from avert.society.actors import Activity, Actor, Tie
from avert.society.cases.records import (
    CaseActivity,
    CaseActor,
    CaseFact,
    CaseTie,
    Participation,
    Stated,
)
from avert.society.network import Network, create_network
from avert.society.vocabulary import Attribute, Voice

AnyLasting = TypeVar("AnyLasting", Actor, Tie, Activity)
AnyStated = TypeVar("AnyStated", bound=Stated)


class KnownThen(NamedTuple):
    """What was in force on a day and known by then."""

    actors: tuple[Actor, ...]
    ties: tuple[Tie, ...]
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class CaseSummary:
    """A line of the list of cases."""

    id: str
    title: str
    places: tuple[str, ...]
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True)
class Case:
    """Structures for peace of one country over some years.

    ``decides`` says which facts decide how the case reads, ``overturned_by`` what would change the reading, and
    ``unknown`` what nobody has told us.
    """

    id: str
    title: str
    places: tuple[str, ...]
    first_day: dt.date
    last_day: dt.date
    about: str
    areas: dict[str, str]
    area_keys: dict[str, str]  # of those that have a place key
    decides: tuple[str, ...]
    overturned_by: tuple[str, ...]
    unknown: tuple[str, ...]
    sources: tuple[Source, ...]
    actors: tuple[CaseActor, ...]
    ties: tuple[CaseTie, ...]
    activities: tuple[CaseActivity, ...]
    participation: tuple[Participation, ...]
    facts: tuple[CaseFact, ...]

    def known_on(self, day: dt.date, *, with_hindsight: bool = False) -> KnownThen:
        """Return what was in force on a day and known by then; with hindsight also what came out later.

        A tie is known only when both actors are. An end that had not come yet is not told.
        """
        seen = None if with_hindsight else day
        voices = _known(self.participation, day, seen)
        actors = tuple(
            replace(_open(one.actor, day), voices=_voices(one.actor.id, voices))
            for one in _known(self.actors, day, seen)
        )
        there = {actor.id for actor in actors}
        ties = (_open(one.tie, day) for one in _known(self.ties, day, seen))
        doings = (_open(one.activity, day) for one in _known(self.activities, day, seen))
        return KnownThen(
            actors,
            tuple(tie for tie in ties if tie.source in there and tie.target in there),
            tuple(doing for doing in doings if doing.actor in there),
        )

    def structures_on(self, day: dt.date) -> tuple[CaseActor, ...]:
        """Return the actors of a day with kind, role and mandate, as they could be known by then."""
        return tuple(_known(self.actors, day, day))

    def ties_on(self, day: dt.date) -> tuple[CaseTie, ...]:
        """Return the ties of a day between actors of that day, as they could be known by then."""
        there = {one.actor.id for one in self.structures_on(day)}
        known = _known(self.ties, day, day)
        return tuple(one for one in known if {one.tie.source, one.tie.target} <= there)

    def activities_on(self, day: dt.date) -> tuple[CaseActivity, ...]:
        """Return what actors of a day did on it, as it could be known by then."""
        there = {one.actor.id for one in self.structures_on(day)}
        return tuple(one for one in _known(self.activities, day, day) if one.activity.actor in there)

    def participation_on(self, day: dt.date) -> tuple[Participation, ...]:
        """Return who had seats and voices on a day, as it could be known by then."""
        return tuple(_known(self.participation, day, day))

    def facts_on(self, day: dt.date) -> tuple[CaseFact, ...]:
        """Return the facts that were known on a day, also those that were over."""
        return tuple(fact for fact in self.facts if fact.known_on(day))

    def network_on(self, day: dt.date, *, with_hindsight: bool = False) -> Network:
        """Return the peace network of a day, as it could be known by then."""
        known = self.known_on(day, with_hindsight=with_hindsight)
        return create_network(known.actors, known.ties, on=day)

    @property
    def summary(self) -> CaseSummary:
        """Return its line in the list."""
        return CaseSummary(self.id, self.title, self.places, self.first_day, self.last_day)


def _known(things: Iterable[AnyStated], day: dt.date, seen: dt.date | None) -> list[AnyStated]:
    return [thing for thing in things if thing.held_on(day) and (seen is None or thing.known_on(seen))]


def _open(thing: AnyLasting, day: dt.date) -> AnyLasting:
    return replace(thing, ends=None) if thing.ends and thing.ends > day else thing


def _voices(actor: str, known: Iterable[Participation]) -> dict[tuple[Attribute, Voice], bool]:
    return {
        (one.attribute, voice): has
        for one in known
        if one.actor == actor
        for voice, has in one.voices.items()
    }
