"""Who is active in which area on a day, where areas lie in one another, and what risk is known."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from avert.errors import InputError
from avert.society.actors import Activity, in_force
from avert.society.network import Network
from avert.society.vocabulary import Status

Parents = Mapping[str, str]
NO_PARENTS: Parents = MappingProxyType({})
Presence = Mapping[str, frozenset[int]]
"""For each area the positions of the actors that are active there."""


@dataclass(frozen=True)
class KnownRisk:
    """The risk of the areas where it is known, and the areas where it is not."""

    of: Mapping[str, float]
    unknown: tuple[str, ...]


def within(area: str, parent_of: Parents) -> tuple[str, ...]:
    """Return what an area lies in, from the next wider to the widest.

    >>> within("adm2:b", {"adm2:b": "adm1:a", "adm1:a": "gw:501"})
    ('adm1:a', 'gw:501')
    """
    found: list[str] = []
    while (parent := parent_of.get(found[-1] if found else area)) is not None:
        if parent == area or parent in found:
            raise InputError("An area lies in itself by the areas it lies in. Mend which area lies in which.")
        found.append(parent)
    return tuple(found)


def present(
    network: Network,
    activities: Iterable[Activity] = (),
    *,
    on: dt.date | None = None,
    parent_of: Parents = NO_PARENTS,
    counts_in_parts: bool = False,
    statuses: Collection[Status] = (Status.ONGOING,),
) -> Presence:
    """Return who is active where: by the areas of an actor, and by what it does there.

    Parameters
    ----------
    network, activities, on
        The actors of the day and their activities; those of other days and statuses, or of other actors, do not count.
    parent_of
        The area in which each area lies. Whoever is active in a district is active in what contains it.
    counts_in_parts
        Whether whoever is active in a country as a whole counts as active in each of its districts. An office in the
        capital is seldom of use in every district, so that it does not count unless asked for.
    statuses
        Which activities make present. One of unknown status does not; see ``coverage_gaps`` for what it leaves open.
    """
    pairs = [(network.position[actor.id], area) for actor in network.actors for area in actor.areas]
    held = activities if on is None else in_force(activities, on)
    pairs += [
        (network.position[one.actor], area)
        for one in held
        if one.status in statuses and one.actor in network.position
        for area in one.areas
    ]
    parts = _parts(parent_of) if counts_in_parts else {}
    there: dict[str, set[int]] = {}
    for position, area in pairs:
        for where in (area, *within(area, parent_of), *parts.get(area, ())):
            there.setdefault(where, set()).add(position)
    return {area: frozenset(there[area]) for area in sorted(there)}


def known_risk(
    risk: Mapping[str, float | None], areas: Iterable[str] = (), parent_of: Parents = NO_PARENTS
) -> KnownRisk:
    """Part areas by whether their risk is known; None, NaN and what is absent are unknown, and never 0.

    An area that contains others of these is left out unless a risk is named for it: its parts stand for it.

    Raises
    ------
    InputError
        If a risk is negative or infinite, or is given for an area and for one that contains it.
    """
    known = {
        area: float(value) for area, value in risk.items() if value is not None and not math.isnan(value)
    }
    if not all(0 <= value < math.inf for value in known.values()):
        raise InputError(
            "A risk is negative or infinite, so that no share can be had. Give numbers from 0 on."
        )
    if any(wider in known for area in known for wider in within(area, parent_of)):
        raise InputError(
            "Risk is given for an area and for one that contains it, so that people count twice. Give one level."
        )
    asked = {*risk, *areas}
    wider = {one for area in asked for one in within(area, parent_of)} - set(risk)
    unknown = sorted(asked - set(known) - wider)
    return KnownRisk({area: known[area] for area in sorted(known)}, tuple(unknown))


def _parts(parent_of: Parents) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for area in sorted(parent_of):
        for wider in within(area, parent_of):
            parts.setdefault(wider, []).append(area)
    return parts
