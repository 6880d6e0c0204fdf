"""Nested assessments: village, district, country, region. What is said below stands beside what is said here.

Nothing is averaged on the way up. The extremes keep the place they come from, every local dissent is carried with its
path, and a place that does not know lowers nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from avert.assessment.profiles import Dissent, IndicatorProfile
from avert.assessment.readings import Declared
from avert.assessment.values import KNOWN, Value
from avert.errors import InputError, some

Path = tuple[str, ...]
"""The way down to a place: each level below the one that looks, the place itself last."""


class Known(StrEnum):
    """What a place can say of an indicator."""

    KNOWN = "known"
    STALE = "stale"
    UNKNOWN = "unknown"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Level:
    """One assessment: a place within another, its profiles, the dissents declared, and the drivers that bear on it.

    A global driver is a level too, within none: arms, prices, climate, a war elsewhere.
    """

    id: str
    within: str | None = None
    profiles: Mapping[str, IndicatorProfile] = field(default_factory=dict)
    drivers: tuple[str, ...] = ()
    declared: Mapping[str, Declared] = field(default_factory=dict)


@dataclass(frozen=True)
class Extreme:
    """A value that somebody gives below, and in which places."""

    value: Value
    at: tuple[Path, ...]


@dataclass(frozen=True)
class LocalDissent:
    """A dissent in a place below."""

    path: Path
    dissent: Dissent


@dataclass(frozen=True)
class LocalDeclared:
    """A dissent that a stakeholder declared against the assessment of a place below as a whole."""

    path: Path
    stakeholder: str
    declared: Declared


@dataclass(frozen=True)
class Below:
    """What is said of an indicator in the places below one.

    ``highest`` and ``lowest`` are of fresh values; for a protective indicator the lowest is the worse. ``stale`` is
    the highest value that is too old to rest on. ``places`` counts them by what they can say.
    """

    highest: Extreme | None
    lowest: Extreme | None
    stale: Extreme | None
    places: Mapping[Known, int]
    dissents: tuple[LocalDissent, ...]


@dataclass(frozen=True)
class RolledUp:
    """A level with what itself says, what is said below, and the drivers that bear on it or on what it lies in.

    ``declared`` are the dissents declared below; those declared here are the level's own.
    """

    id: str
    own: Mapping[str, IndicatorProfile]
    below: Mapping[str, Below]
    declared: tuple[LocalDeclared, ...]
    drivers: Mapping[str, Mapping[str, IndicatorProfile]]


def roll_up(levels: Iterable[Level]) -> dict[str, RolledUp]:
    """Return every level with what is said below it.

    Raises:
        InputError: A level twice, within itself, or naming a level that is not there.
    """
    listed = list(levels)
    by_id = {level.id: level for level in listed}
    _refuse_unusable(listed, by_id)
    above = {level.id: tuple(_above(level, by_id)) for level in listed}
    inside: dict[str, list[tuple[Path, Level]]] = {level.id: [] for level in listed}
    for level in sorted(listed, key=lambda level: level.id):
        path: Path = (level.id,)
        for outer in above[level.id]:
            inside[outer].append((path, level))
            path = (outer, *path)
    rolled = {}
    for level in listed:
        drivers = [driver for id_ in (level.id, *above[level.id]) for driver in by_id[id_].drivers]
        rolled[level.id] = RolledUp(
            level.id,
            level.profiles,
            _all_below(level, inside[level.id]),
            tuple(
                LocalDeclared(path, who, declared)
                for path, inner in inside[level.id]
                for who, declared in sorted(inner.declared.items())
            ),
            {driver: by_id[driver].profiles for driver in drivers},
        )
    return rolled


def known_of(profile: IndicatorProfile | None) -> Known:
    """Return what a place can say of an indicator; without a profile nobody was asked."""
    if profile is None or profile.asked == 0:
        return Known.NOT_ASKED
    if profile.fresh:
        return Known.KNOWN
    if any(profile.stale.values()):
        return Known.STALE
    return Known.UNKNOWN if profile.said else Known.NO_ANSWER


def _all_below(top: Level, inside: list[tuple[Path, Level]]) -> dict[str, Below]:
    if not inside:
        return {}
    codes = dict.fromkeys(
        code for level in (top, *(level for _path, level in inside)) for code in level.profiles
    )
    return {code: _below([(path, level.profiles.get(code)) for path, level in inside]) for code in codes}


def _below(inside: list[tuple[Path, IndicatorProfile | None]]) -> Below:
    places = Counter(known_of(profile) for _path, profile in inside)
    there = [(path, profile) for path, profile in inside if profile is not None]
    highest = [(path, profile.highest) for path, profile in there if profile.highest]
    lowest = [(path, profile.lowest) for path, profile in there if profile.lowest]
    stale = [(path, value) for path, profile in there for value in KNOWN if profile.stale[value]]
    return Below(
        _extreme(highest, max((value for _path, value in highest), default=None)),
        _extreme(lowest, min((value for _path, value in lowest), default=None)),
        _extreme(stale, max((value for _path, value in stale), default=None)),
        {known: places[known] for known in Known},
        tuple(LocalDissent(path, dissent) for path, profile in there for dissent in profile.dissents),
    )


def _extreme(found: Collection[tuple[Path, Value]], value: Value | None) -> Extreme | None:
    return None if value is None else Extreme(value, tuple(path for path, v in found if v is value))


def _above(level: Level, by_id: Mapping[str, Level]) -> Iterator[str]:
    seen, outer = {level.id}, level.within
    while outer is not None:
        if outer in seen:
            raise InputError(
                f"{some(sorted(seen))} lie within each other, so nothing could be rolled up. "
                "Take one of them out of the other."
            )
        seen.add(outer)
        yield outer
        outer = by_id[outer].within


def _refuse_unusable(listed: list[Level], by_id: Mapping[str, Level]) -> None:
    if len(by_id) < len(listed):
        twice = [id_ for id_, times in Counter(level.id for level in listed).items() if times > 1]
        raise InputError(f"{some(twice)}: a level that stands twice would count twice. Give each its own id.")
    named = {id_ for level in listed for id_ in (level.within, *level.drivers) if id_ is not None}
    if missing := sorted(named - by_id.keys()):
        raise InputError(f"{some(missing)}: named by a level, but not there. Add them, or leave them out.")
