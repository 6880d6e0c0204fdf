"""The peace network as one viewer may read it, in the plain values that measures are computed from."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import repeat

from avert.handling import Marking
from avert.society.actors import Activity, Actor
from avert.society.network import UNKNOWN, DatedTies, Network, network_on
from avert.society.vocabulary import Trust
from avert.web.records.policy import Viewer, places_within
from avert.web.society.rows import Rows, read_rows
from avert.web.society.selectors import followed, structures_for
from avert.web.society.values import OF_ACTOR, actor_of


@dataclass(frozen=True)
class Known:
    """What one viewer may read of the actors, what ties them and what they do; ids are those of the records.

    Actors that are protected have no name here, so that nothing that is computed can repeat one.
    """

    actors: tuple[Actor, ...]
    ties: DatedTies
    activities: tuple[Activity, ...]

    def network(self, on: dt.date | None) -> Network:
        """Return the network of a day, or without one of all times."""
        return network_on(self.actors, self.ties, on=on)


def network_of(
    viewer: Viewer, *, place: str = "", on: dt.date | None = None, exercise_id: uuid.UUID | None = None
) -> Network:
    """Return the peace network of a place on a day, as far as the viewer may read it."""
    return known_to(viewer, place=place, exercise_id=exercise_id).network(on)


def known_to(viewer: Viewer, *, place: str = "", exercise_id: uuid.UUID | None = None) -> Known:
    """Return the actors of a place with the ties among them and what they do, in a few queries whatever the size."""
    return known_from(read_rows(viewer, exercise_id=exercise_id), place=place)


def known_from(rows: Rows, *, place: str = "") -> Known:
    """Return the actors of a place with the ties among them and what they do: merged ones as what they went into."""
    into = {key: row.merged_into for key, row in rows.structures.items()}
    shown = {key: followed(key, into) for key in into}
    within = places_within(place) if place else frozenset()
    here = [
        row
        for key, row in rows.structures.items()
        if shown[key] == key and (not within or not within.isdisjoint(row.places))
    ]
    here.sort(key=lambda row: (row.name, row.key))
    trust = _trust(rows, shown)
    actors = tuple(
        replace(row.actor, trust=trust[row.key]) if row.key in trust else row.actor for row in here
    )
    place_of = {row.key: number for number, row in enumerate(here)}
    position = {key: place_of.get(shown[key], UNKNOWN) for key in shown}
    return Known(actors, _ties(rows, position), tuple(_activities(rows, position, actors)))


def to_be_named(viewer: Viewer, *, place: str, marking: Marking) -> tuple[Actor, ...]:
    """Return who may be named in a paper of this marking on a place: none that is protected or marked higher."""
    found = structures_for(viewer, place=place).filter(is_protected=False, marking__lte=marking)
    return tuple(actor_of(str(key), row) for key, *row in found.values_list("pk", *OF_ACTOR))


def _ties(rows: Rows, position: Mapping[str, int]) -> DatedTies:
    in_order = sorted(rows.ties.values())
    columns = zip(*in_order, strict=True) if in_order else repeat((), 7)
    _keys, sources, targets, layer, is_directed, begins, ends = columns
    # Two that were merged into one are no longer tied to each other; whoever is not here is nobody.
    source, target = (map(position.get, of, repeat(UNKNOWN)) for of in (sources, targets))
    return DatedTies.of(
        source=source, target=target, layer=layer, is_directed=is_directed, begins=begins, ends=ends
    )


def _activities(rows: Rows, position: Mapping[str, int], actors: tuple[Actor, ...]) -> Iterable[Activity]:
    for _key, structure, activity in sorted(rows.activities.values(), key=lambda row: row[0]):
        if (at := position.get(structure, UNKNOWN)) != UNKNOWN:
            actor = actors[at].id
            yield activity if activity.actor == actor else replace(activity, actor=actor)


def _trust(rows: Rows, shown: Mapping[str, str]) -> dict[str, dict[str, Trust]]:
    said: dict[str, dict[str, Trust]] = {}
    for _pk, structure, group, trust, *_when in sorted(rows.trust.values(), key=lambda row: row[4:]):
        if structure in shown:
            said.setdefault(shown[structure], {})[group] = trust
    return said
