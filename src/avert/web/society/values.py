"""Structures and what they do as plain values: a protected one without its name, what is not known absent."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from avert.society.actors import Activity, Actor
from avert.society.vocabulary import Attribute, Capacity, Level, Sector, Status, Voice
from avert.web.society.vocabulary import LEVELS, SECTORS

Word = TypeVar("Word", bound=StrEnum)
# The columns that values are made of, in this order.
OF_ACTOR = (
    "name", "sector", "level", "is_decision_maker", "is_protected", "groups", "areas", "place",
    "capacities", "voices", "begins", "ends",
)  # fmt: skip
OF_ACTIVITY = ("what", "areas", "place", "target_group", "drivers", "status", "begins", "ends")


def actor_of(key: str, row: Sequence[Any]) -> Actor:
    """Return a structure as an actor, with nothing of how far groups trust it."""
    name, sector, level, is_decision_maker, is_protected, groups, areas, place, capacities, voices, *since = (
        row
    )
    return Actor(
        id=str(uuid.UUID(key)),
        name=name_shown(name=name, is_protected=is_protected, level=level, sector=sector),
        sector=_word(Sector, sector),
        level=_word(Level, level),
        is_decision_maker=is_decision_maker,
        is_protected=is_protected,
        groups=frozenset(groups),
        areas=_areas(areas, place),
        capacities=frozenset(found for each in capacities if (found := _word(Capacity, each))),
        voices=voices_of(voices),
        begins=since[0],
        ends=since[1],
    )


def activity_of(key: str, actor: str, row: Sequence[Any]) -> Activity:
    """Return what a structure does."""
    what, areas, place, target_group, drivers, status, *since = row
    return Activity(
        id=str(uuid.UUID(key)),
        actor=str(uuid.UUID(actor)),
        what=what,
        areas=_areas(areas, place),
        target_group=target_group,
        drivers=frozenset(drivers),
        status=_word(Status, status) or Status.UNKNOWN,
        begins=since[0],
        ends=since[1],
    )


def name_shown(*, name: str, is_protected: bool, level: str, sector: str) -> str:
    """Return what an actor is called where no protected one may be named."""
    if not is_protected:
        return name
    said = [str(LEVELS[word]) for word in Level if word == level]
    said += [str(SECTORS[word]) for word in Sector if word == sector]
    return ", ".join([_("Protected"), *(part.lower() for part in said)])


def voices_of(kept: Mapping[str, Mapping[str, Any]]) -> dict[tuple[Attribute, Voice], bool]:
    """Return who leads, speaks and decides as the measures read it; what was not asked is absent."""
    return {
        (attribute, voice): bool(kept[attribute][voice])
        for attribute in Attribute
        for voice in Voice
        if kept.get(attribute, {}).get(voice) is not None
    }


def _areas(areas: Iterable[str], place: str) -> frozenset[str]:
    return frozenset(areas or ([place] if place else ()))


def _word(words: Callable[[str], Word], kept: str) -> Word | None:
    try:
        return words(kept)
    except ValueError:
        return None
