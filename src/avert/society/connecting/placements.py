"""New activities: at most so many actors sent to areas by which the most of the coverage gap is closed."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from avert.errors import InputError
from avert.society.connecting.vetoes import Veto, bars_activity
from avert.society.gaps import callable_from, covered
from avert.society.network import Network
from avert.society.presence import KnownRisk, Presence
from avert.society.vocabulary import ALERT_LAYERS, Capacity, Layer

Cell = tuple[str, Capacity]
CLOSE = 1e-6


@dataclass(frozen=True, order=True)
class Placement:
    """An actor that would become active in an area for a capacity it has, and what that would cost."""

    actor: str
    area: str
    capacity: Capacity
    cost: float = 1.0


@dataclass(frozen=True)
class Placements:
    """The placements chosen, the gap before and after, and the least gap that any choice could leave.

    Gaps are shares over all areas of known risk and all capacities asked about, weighted by risk.
    """

    chosen: tuple[Placement, ...]
    gap_before: float
    gap_after: float
    least_gap: float
    barred: int


def place_activities(
    network: Network,
    presence: Presence,
    risk: KnownRisk,
    options: Collection[Placement],
    *,
    most: int,
    vetoes: Collection[Veto] = (),
    hops: int = 1,
    layers: Collection[Layer] = ALERT_LAYERS,
    capacities: Collection[Capacity] = tuple(Capacity),
    budget: float = math.inf,
    seconds: float = 20.0,
) -> Placements:
    """Return at most ``most`` placements that close the most of the coverage gap: maximum coverage, solved exactly.

    Whoever comes to an area brings the capacity named, and no other, though it may have more: it is sent for one task.
    An actor that is not known to have the capacity cannot be sent for it. Gaps are counted as by ``coverage_gaps``;
    of equally good choices one with earlier actors and areas is taken.

    Raises
    ------
    InputError
        If an option names an unknown actor, a capacity that it is not known to have, or an area without a known risk.
    """
    _check(network, risk, options)
    sectors = {actor.id: actor.sector for actor in network.actors}
    asked = sorted(one for one in set(options) if one.capacity in capacities)
    free = [
        one
        for one in asked
        if not any(bars_activity(veto, one.actor, sectors[one.actor], one.area) for veto in vetoes)
    ]
    weights = _open(network, presence, risk, capacities=capacities, hops=hops, layers=layers)
    before = sum(weights.values())
    useful = [one for one in free if weights.get((one.area, one.capacity))]
    chosen, bound = _choose(useful, weights, most, budget, seconds)
    closed = {(one.area, one.capacity) for one in chosen}
    after = sum(weight for cell, weight in weights.items() if cell not in closed)
    return Placements(chosen, before, after, min(after, max(0.0, before - bound)), len(asked) - len(free))


def _check(network: Network, risk: KnownRisk, options: Collection[Placement]) -> None:
    for one in options:
        if one.actor not in network.position:
            raise InputError("A placement names an unknown actor. Add the actor first.")
        if one.capacity not in network.actors[network.position[one.actor]].capacities:
            raise InputError(
                f"An actor is not known to be able to {one.capacity}. Record that first, or leave it out."
            )
        if one.area not in risk.of:
            raise InputError(
                "A placement is in an area whose risk is unknown, so that it cannot be weighed. Assess it first."
            )


def _open(
    network: Network,
    presence: Presence,
    risk: KnownRisk,
    *,
    capacities: Collection[Capacity],
    hops: int,
    layers: Collection[Layer],
) -> Mapping[Cell, float]:
    """Return what each pair of area and capacity that cannot be called on weighs; all pairs together weigh 1."""
    can = callable_from(network, hops, layers)
    whole = sum(risk.of.values()) * len(set(capacities)) or 1.0
    reached = {one: set(covered(risk.of, presence, can[one])) for one in capacities}
    return {
        (area, one): value / whole
        for area, value in risk.of.items()
        for one in sorted(set(capacities))
        if area not in reached[one]
    }


def _choose(
    options: Sequence[Placement], weights: Mapping[Cell, float], most: int, budget: float, seconds: float
) -> tuple[tuple[Placement, ...], float]:
    if not options or not most:
        return (), 0.0
    cells = {
        cell: number for number, cell in enumerate(sorted({(one.area, one.capacity) for one in options}))
    }
    of = np.array([cells[one.area, one.capacity] for one in options])
    n, m = len(options), len(cells)
    covers = csr_array((-np.ones(n), (of, np.arange(n))), shape=(m, n))
    rows = [hstack([covers, eye_array(m)]), csr_array(np.r_[np.ones(n), np.zeros(m)][None])]
    limits = [*np.zeros(m), float(most)]
    if math.isfinite(budget):
        rows.append(csr_array(np.r_[[one.cost for one in options], np.zeros(m)][None]))
        limits.append(budget)
    # Far below what is told apart: of equals, fewer and earlier ones.
    little = 1e-9 * (1 + np.arange(n) / n)
    gain = np.r_[-little, [weights[cell] for cell in cells]]
    found = milp(
        -gain,
        integrality=np.r_[np.ones(n), np.zeros(m)],
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(vstack(rows, format="csr"), ub=np.array(limits)),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return (), sum(weights.values())
    return tuple(one for one, x in zip(options, found.x, strict=False) if x > 0.5), -found.mip_dual_bound
