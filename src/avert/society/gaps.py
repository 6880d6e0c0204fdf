"""What is missing where: capacities nobody can call on, trust nobody has, drivers nobody meets; what is doubled."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from avert.errors import InputError
from avert.society.actors import Activity, Actor, in_force
from avert.society.hops import hops_to
from avert.society.network import Network
from avert.society.presence import NO_PARENTS, KnownRisk, Parents, Presence, known_risk, present
from avert.society.vocabulary import ALERT_LAYERS, Capacity, Layer, Status, Trust

UNDER_WAY = (Status.ONGOING, Status.PLANNED)


@dataclass(frozen=True)
class CoverageGap:
    """Which areas can call on a capacity, of those whose risk is known, and which share of the risk cannot.

    ``gap`` is weighted by risk, ``gap_of_areas`` counts areas alike; both are None where there is nothing to share.
    ``gap_if_ongoing`` is the weighted gap if all activities of unknown status are in fact ongoing. ``risk_unknown`` and
    ``risk_unknown_reached`` are the areas whose risk is unknown, without and with the capacity; they are in no share.
    """

    capacity: Capacity
    gap: float | None
    gap_of_areas: float | None
    gap_if_ongoing: float | None
    reached: tuple[str, ...]
    not_reached: tuple[str, ...]
    risk_unknown_reached: tuple[str, ...]
    risk_unknown: tuple[str, ...]


@dataclass(frozen=True)
class TrustGap:
    """Where somebody has the trust of all groups named, where nobody has, and where nobody knows.

    ``not_asked``: somebody there may have it, since no group denies it and not every group was asked.
    ``nobody_there``: no actor is active there at all.
    """

    somebody: tuple[str, ...]
    nobody: tuple[str, ...]
    not_asked: tuple[str, ...]
    nobody_there: tuple[str, ...]


@dataclass(frozen=True)
class DriverGaps:
    """Drivers with no activity under way on a day; those with activities of unknown status only stand apart."""

    without: tuple[str, ...]
    status_unknown: tuple[str, ...]


@dataclass(frozen=True)
class Duplication:
    """How far activities crowd: Herfindahl's index over pairs of area and driver, and as how many pairs that counts.

    ``herfindahl`` and ``effective`` are None where no activity has both. ``activities``: how many bear on each pair, an
    activity on several counting in parts. Those of unknown area or driver are counted apart.
    """

    herfindahl: float | None
    effective: float | None
    activities: Mapping[tuple[str, str], float]
    area_unknown: int
    driver_unknown: int


def callable_from(
    network: Network, hops: int, layers: Collection[Layer] = ALERT_LAYERS
) -> dict[Capacity, NDArray[np.bool_]]:
    """Return for each capacity (n,) which actors have it or can call on one who has, within that many hops."""
    arcs = network.adjacency(layers)
    having = {one: np.array([one in actor.capacities for actor in network.actors], bool) for one in Capacity}
    return {one: hops_to(arcs, has, hops) <= hops for one, has in having.items()}


def coverage_gaps(
    network: Network,
    risk: Mapping[str, float | None],
    activities: Collection[Activity] = (),
    *,
    on: dt.date | None = None,
    hops: int = 1,
    areas: Iterable[str] = (),
    parent_of: Parents = NO_PARENTS,
    counts_in_parts: bool = False,
    layers: Collection[Layer] = ALERT_LAYERS,
) -> dict[Capacity, CoverageGap]:
    r"""Return for each capacity which share of the risk lies where it cannot be called on.

    .. math:: 1 - \sum_a r_a \, 1[\text{reachable in } a] \; / \; \sum_a r_a

    An area reaches a capacity if an actor active there has it, or has a chain of at most ``hops`` arcs of these layers
    to one who has: that is how a call for it runs.

    Parameters
    ----------
    risk
        Of each area; None, NaN or absent is unknown and reported apart.
    areas
        More areas to be looked at, such as all districts; those with actors or a risk are looked at anyhow.
    activities, on, parent_of, counts_in_parts
        As in ``present``.
    """
    at = {"on": on, "parent_of": parent_of, "counts_in_parts": counts_in_parts}
    surely = present(network, activities, **at)  # type: ignore[arg-type]
    unsure = [replace(one, status=Status.ONGOING) for one in activities if one.status is Status.UNKNOWN]
    perhaps = present(network, [*activities, *unsure], **at)  # type: ignore[arg-type]
    known = known_risk(risk, {*areas, *perhaps}, parent_of)
    can = callable_from(network, hops, layers)
    return {one: _coverage(one, known, surely, perhaps, can[one]) for one in Capacity}


def _coverage(
    capacity: Capacity, known: KnownRisk, surely: Presence, perhaps: Presence, can: NDArray[np.bool_]
) -> CoverageGap:
    reached = covered(known.of, surely, can)
    apart = covered(known.unknown, surely, can)
    return CoverageGap(
        capacity,
        _gap(known.of, reached),
        1 - len(reached) / len(known.of) if known.of else None,
        _gap(known.of, covered(known.of, perhaps, can)),
        reached,
        tuple(area for area in known.of if area not in reached),
        apart,
        tuple(area for area in known.unknown if area not in apart),
    )


def covered(areas: Iterable[str], presence: Presence, can: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the areas where somebody active can call on the capacity."""
    return tuple(area for area in areas if any(can[one] for one in presence.get(area, ())))


def _gap(risk: Mapping[str, float], reached: Collection[str]) -> float | None:
    total = sum(risk.values())
    return 1 - sum(risk[area] for area in reached) / total if total else None


def trust_gap(
    network: Network,
    presence: Presence,
    groups: Collection[str],
    *,
    areas: Iterable[str] = (),
    partly_counts: bool = False,
) -> TrustGap:
    """Return where nobody active has the trust of all these groups; partial trust counts only if asked for."""
    if not groups:
        raise InputError("No group is named whose trust is looked for. Name at least one.")
    enough = {Trust.TRUSTED, Trust.PARTLY} if partly_counts else {Trust.TRUSTED}
    found: dict[str, list[str]] = {"somebody": [], "nobody": [], "not_asked": [], "nobody_there": []}
    for area in sorted({*areas, *presence}):
        there = [network.actors[one] for one in presence.get(area, ())]
        found[_trusted(there, groups, enough)].append(area)
    return TrustGap(**{where: tuple(those) for where, those in found.items()})


def _trusted(there: Collection[Actor], groups: Collection[str], enough: Collection[Trust]) -> str:
    if not there:
        return "nobody_there"
    said = [{one.trust.get(group, Trust.UNKNOWN) for group in groups} for one in there]
    if any(answers <= set(enough) for answers in said):
        return "somebody"
    return "not_asked" if any(answers <= {*enough, Trust.UNKNOWN} for answers in said) else "nobody"


def driver_gaps(drivers: Iterable[str], activities: Iterable[Activity], *, on: dt.date) -> DriverGaps:
    """Return which drivers of conflict nothing is under way against on a day, neither ongoing nor planned."""
    held = in_force(activities, on)
    met = {driver for one in held if one.status in UNDER_WAY for driver in one.drivers}
    unsure = {driver for one in held if one.status is Status.UNKNOWN for driver in one.drivers} - met
    wanted = sorted(set(drivers))
    return DriverGaps(
        tuple(driver for driver in wanted if driver not in met | unsure),
        tuple(driver for driver in wanted if driver in unsure),
    )


def duplication(activities: Iterable[Activity], *, on: dt.date) -> Duplication:
    r"""Return how far what is ongoing or planned on a day crowds on few pairs of area and driver.

    .. math:: H = \sum_c s_c^2

    with the share s of each pair c; 1/H is how many pairs of equal weight would crowd alike. An index near 1 may be
    duplication or may be right: it says where to look, and not that anything is too much.
    """
    held = [one for one in in_force(activities, on) if one.status in UNDER_WAY]
    placed = [one for one in held if one.areas and one.drivers]
    counts: Counter[tuple[str, str]] = Counter()
    for one in placed:
        for pair in ((area, driver) for area in sorted(one.areas) for driver in sorted(one.drivers)):
            counts[pair] += 1 / (len(one.areas) * len(one.drivers))  # type: ignore[assignment]
    herfindahl = sum((n / len(placed)) ** 2 for n in counts.values()) if placed else None
    return Duplication(
        herfindahl,
        1 / herfindahl if herfindahl else None,
        dict(sorted(counts.items())),
        sum(not one.areas for one in held),
        sum(not one.drivers for one in held),
    )
