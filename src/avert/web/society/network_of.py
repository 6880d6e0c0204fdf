"""The peace network as one viewer may read it, in the plain values that measures are computed from."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import CharField, F
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from avert.handling import Marking
from avert.society.actors import Activity, Actor, Tie
from avert.society.network import Network, create_network
from avert.society.vocabulary import Attribute, Capacity, Layer, Level, Sector, Status, Trust, Voice
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.society import models
from avert.web.society.selectors import stands_for, structures_for
from avert.web.society.vocabulary import LEVELS, SECTORS

Word = TypeVar("Word", bound=StrEnum)
Shown = Mapping[uuid.UUID, uuid.UUID]
STRUCTURE = (
    "pk", "name", "sector", "level", "is_decision_maker", "is_protected", "groups", "areas", "place",
    "capacities", "voices", "begins", "ends",
)  # fmt: skip
# As text: making eighty thousand ids would take longer than all the rest.
ENDS = {"one": Cast("source_id", CharField()), "other": Cast("target_id", CharField())}
TIE = ("one", "other", "layer", "is_directed", "weight", "begins", "ends", "evidence")
ACTIVITY = (
    "pk", "structure", "what", "areas", "place", "target_group", "drivers", "status", "begins", "ends",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What one viewer may read of the actors, what ties them and what they do; ids are those of the records.

    Actors that are protected have no name here, so that nothing that is computed can repeat one.
    """

    actors: tuple[Actor, ...]
    ties: tuple[Tie, ...]
    activities: tuple[Activity, ...]

    def network(self, on: dt.date | None) -> Network:
        """Return the network of a day, or without one of all times."""
        return create_network(self.actors, self.ties, on=on)


def network_of(
    viewer: Viewer, *, place: str = "", on: dt.date | None = None, exercise_id: uuid.UUID | None = None
) -> Network:
    """Return the peace network of a place on a day, as far as the viewer may read it."""
    return known_to(viewer, place=place, exercise_id=exercise_id, has_activities=False).network(on)


def known_to(
    viewer: Viewer, *, place: str = "", exercise_id: uuid.UUID | None = None, has_activities: bool = True
) -> Known:
    """Return the actors of a place with the ties among them and what they do, in a few queries whatever the size."""
    shown = stands_for(viewer, exercise_id=exercise_id)
    rows = structures_for(viewer, place=place, exercise_id=exercise_id).values(*STRUCTURE)
    trust = _trust(viewer, exercise_id, shown)
    actors = tuple(_actor(row, trust.get(row["pk"], {})) for row in rows)
    here = {actor.id for actor in actors}
    ties = tuple(_ties(viewer, exercise_id, shown, here))
    activities = tuple(_activities(viewer, exercise_id, shown, here)) if has_activities else ()
    return Known(actors, ties, activities)


def to_be_named(viewer: Viewer, *, place: str, marking: Marking) -> tuple[Actor, ...]:
    """Return who may be named in a paper of this marking on a place: none that is protected or marked higher."""
    found = structures_for(viewer, place=place).filter(is_protected=False, marking__lte=marking)
    return tuple(_actor(row, {}) for row in found.values(*STRUCTURE))


def name_shown(*, name: str, is_protected: bool, level: str, sector: str) -> str:
    """Return what an actor is called where no protected one may be named."""
    if not is_protected:
        return name
    said = [str(LEVELS[word]) for word in Level if word == level]
    said += [str(SECTORS[word]) for word in Sector if word == sector]
    return ", ".join([_("Protected"), *(part.lower() for part in said)])


def _actor(row: Mapping[str, Any], trust: Mapping[str, Trust]) -> Actor:
    return Actor(
        id=str(row["pk"]),
        name=name_shown(**{key: row[key] for key in ("name", "is_protected", "level", "sector")}),
        sector=_word(Sector, row["sector"]),
        level=_word(Level, row["level"]),
        is_decision_maker=row["is_decision_maker"],
        is_protected=row["is_protected"],
        groups=frozenset(row["groups"]),
        areas=_areas(row),
        capacities=frozenset(_words(Capacity, row["capacities"])),
        trust=trust,
        voices=voices_of(row["voices"]),
        begins=row["begins"],
        ends=row["ends"],
    )


def voices_of(kept: Mapping[str, Mapping[str, Any]]) -> dict[tuple[Attribute, Voice], bool]:
    """Return who leads, speaks and decides as the measures read it; what was not asked is absent."""
    return {
        (attribute, voice): bool(kept[attribute][voice])
        for attribute in Attribute
        for voice in Voice
        if kept.get(attribute, {}).get(voice) is not None
    }


def _ties(
    viewer: Viewer, exercise_id: uuid.UUID | None, shown: Shown, here: Collection[str]
) -> Iterable[Tie]:
    found = readable_by(viewer, models.Tie).filter(source__exercise=exercise_id)
    layers = {str(layer): layer for layer in Layer}
    # One database writes ids with hyphens, the other without.
    as_text = {written: str(into) for key, into in shown.items() for written in (str(key), key.hex)}
    rows = found.order_by("pk").annotate(**ENDS).values_list(*TIE)
    for source, target, layer, is_directed, weight, *since in rows:
        one, other = as_text.get(source), as_text.get(target)
        # Two that were merged into one are no longer tied to each other.
        if one in here and other in here and one != other and layer in layers:
            yield Tie(str(one), str(other), layers[layer], is_directed, weight, *since)


def _activities(
    viewer: Viewer, exercise_id: uuid.UUID | None, shown: Shown, here: Collection[str]
) -> Iterable[Activity]:
    found = readable_by(viewer, models.Activity).filter(structure__exercise=exercise_id)
    for row in found.order_by("pk").values(*ACTIVITY):
        actor = str(shown.get(row["structure"], ""))
        if actor in here:
            yield Activity(
                id=str(row["pk"]),
                actor=actor,
                what=row["what"],
                areas=_areas(row),
                target_group=row["target_group"],
                drivers=frozenset(row["drivers"]),
                status=_word(Status, row["status"]) or Status.UNKNOWN,
                begins=row["begins"],
                ends=row["ends"],
            )


def _trust(viewer: Viewer, exercise_id: uuid.UUID | None, shown: Shown) -> dict[uuid.UUID, dict[str, Trust]]:
    said: dict[uuid.UUID, dict[str, Trust]] = {}
    found = readable_by(viewer, models.GroupTrust).filter(structure__exercise=exercise_id)
    in_time = found.order_by(F("on").asc(nulls_first=True), "created_at", "pk")
    for structure, group, trust in in_time.values_list("structure", "group", "trust"):
        if structure in shown:
            said.setdefault(shown[structure], {})[group] = _word(Trust, trust) or Trust.UNKNOWN
    return said


def _areas(row: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(row["areas"] or ([row["place"]] if row["place"] else ()))


def _word(words: Callable[[str], Word], kept: str) -> Word | None:
    try:
        return words(kept)
    except ValueError:
        return None


def _words(words: Callable[[str], Word], kept: Iterable[str]) -> list[Word]:
    return [found for each in kept if (found := _word(words, each)) is not None]
