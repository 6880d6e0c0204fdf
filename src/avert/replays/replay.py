"""A replay and its time-freeze: what was not known on a day is absent, not hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from avert.citing import Source
from avert.replays.assessments import Assessment
from avert.replays.items import Actor, Item


@dataclass(frozen=True)
class ReplaySummary:
    """A line of the list of replays."""

    id: str
    title: str
    places: tuple[str, ...]
    first_day: dt.date
    last_day: dt.date
    is_control: bool


@dataclass(frozen=True)
class Replay:
    """A real case as dated items, in the order in which they became known.

    ``shows``, ``decision`` and ``controls`` are for those who run it; a frozen replay has them only from the
    day on which everything in it was known. ``structures`` names the case of its peace
    structures. ``frozen_on`` is None as long as nothing is left out.
    """

    id: str
    title: str
    places: tuple[str, ...]
    first_day: dt.date
    last_day: dt.date
    about: str
    shows: str
    decision: str
    controls: tuple[str, ...]
    is_control: bool
    wording: str
    sources: tuple[Source, ...]
    actors: tuple[Actor, ...]
    items: tuple[Item, ...]
    assessments: tuple[Assessment, ...] = ()
    structures: str = ""
    frozen_on: dt.date | None = None

    def as_of(self, day: dt.date) -> Replay:
        """Return the replay as it could be known at the end of a day.

        Items and readings known later, actors that did not exist, sources that were not out, the end of bodies
        that ended later, and what the case shows are absent. Freezing twice is freezing on the earlier day.
        """
        if self.frozen_on is not None and self.frozen_on <= day:
            return self
        published = frozenset(source.id for source in self.sources if source.published.last <= day)
        items = tuple(item.as_of(published) for item in self.items if item.known <= day)
        actors = tuple(_as_of(actor, day, published) for actor in self.actors if actor.known <= day)
        readings = tuple(reading.as_of(published) for reading in self.assessments if reading.known <= day)
        cited = {citation.source for held in (*items, *actors, *readings) for citation in held.sources}
        frozen = replace(
            self,
            items=items,
            actors=actors,
            assessments=readings,
            sources=tuple(source for source in self.sources if source.id in cited),
            last_day=min(self.last_day, max(day, self.first_day)),
            frozen_on=day,
        )
        is_over = all(held.known <= day for held in (*self.items, *self.actors, *self.assessments))
        return frozen if is_over else replace(frozen, shows="", decision="", controls=())

    def days(self) -> Iterator[dt.date]:
        """Go through the days on which something became known."""
        yield from sorted({held.known for held in (*self.items, *self.assessments)})

    def new_on(self, day: dt.date) -> Replay:
        """Return the replay as of a day with nothing but the items and readings that became known on it."""
        frozen = self.as_of(day)
        return replace(
            frozen,
            items=tuple(item for item in frozen.items if item.known == day),
            assessments=tuple(reading for reading in frozen.assessments if reading.known == day),
        )

    def of_family(self, family: str) -> tuple[Item, ...]:
        """Return the items of one kind: fact, report, warning, response or question."""
        return tuple(item for item in self.items if item.family == family)

    def unanswered(self) -> tuple[Item, ...]:
        """Return reports and warnings to which nothing done or decided is recorded: the warning–response gap."""
        answered = {
            id_
            for item in self.items
            if getattr(item, "decision", "none_recorded") != "none_recorded"
            for id_ in getattr(item, "answers", ())
        }
        return tuple(
            item for item in self.items if item.family in ("report", "warning") and item.id not in answered
        )

    @property
    def summary(self) -> ReplaySummary:
        """Return its line in the list."""
        return ReplaySummary(self.id, self.title, self.places, self.first_day, self.last_day, self.is_control)


def _as_of(actor: Actor, day: dt.date, published: frozenset[str]) -> Actor:
    """Leave out the end of a body that on that day was still there."""
    known = actor.as_of(published)
    return replace(known, until=None) if known.until and known.until.last > day else known
