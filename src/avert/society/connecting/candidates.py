"""Which new ties are worth looking at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avert.errors import InputError
from avert.society.hops import HOPS, hops_to
from avert.society.measures.integration import is_grassroots
from avert.society.network import LEVELS, Network
from avert.society.presence import NO_PARENTS, Parents, Presence, within
from avert.society.vocabulary import ALERT_LAYERS, Layer, Level

Near = dict[int, set[int]]


@dataclass(frozen=True, order=True)
class Candidate:
    """A tie that could be made, and what it would cost; one that is not directed runs both ways."""

    source: str
    target: str
    layer: Layer = Layer.INFORMATION
    is_directed: bool = False
    cost: float = 1.0


def candidate_ties(
    network: Network,
    here: Presence,
    *,
    parent_of: Parents = NO_PARENTS,
    hops: int = HOPS,
    layers: Collection[Layer] = ALERT_LAYERS,
    layer: Layer = Layer.INFORMATION,
    cost: Callable[[str, str], float] = lambda _lower, _upper: 1.0,
    per_actor: int = 6,
    most: int = 2_000,
) -> tuple[Candidate, ...]:
    """Return the ties that are looked at where not all pairs can be.

    A lower end is an actor of the grassroots or the middle level who is not both heard and answered within ``hops``.
    Its upper end is active in the same area, or in one that contains it, and is heard and answered within fewer
    hops, or is of the middle level. For each lower end the cheapest ``per_actor`` are kept, of those the nearest to
    decisions, and of all the first ``most``; equals go by id. ``cost`` is asked of (lower, upper). A tie that this rule
    leaves out is never proposed: name others with ``propose_ties(candidates=…)``. ``here`` is ``present`` without
    areas that contain one another, so that two districts of a country are not the same area.
    """
    arcs = network.adjacency(layers)
    away = np.maximum(
        hops_to(arcs, network.is_decision_maker, hops),
        hops_to(arcs.T.tocsr(), network.is_decision_maker, hops),
    )
    is_middle = network.levels == LEVELS.index(Level.MIDDLE)
    lower = np.flatnonzero((is_grassroots(network) | is_middle) & (away > hops))
    upper = (away < hops) | is_middle
    near = _near(here, lower.tolist(), upper, parent_of)
    ids = [actor.id for actor in network.actors]
    found: list[tuple[float, int, Candidate]] = []
    for low, others in near.items():
        options = [(cost(ids[low], ids[up]), int(away[up]), ids[up], up) for up in others if up != low]
        found += [
            (price, hop, Candidate(ids[low], other, layer, cost=price))
            for price, hop, other, _ in sorted(options)[:per_actor]
        ]
    pairs = {frozenset({one.source, one.target}): one for _, _, one in sorted(found, reverse=True)}
    kept = sorted(
        entry for entry in found if pairs[frozenset({entry[2].source, entry[2].target})] is entry[2]
    )
    return tuple(one for _, _, one in kept[:most])


def _near(here: Presence, lower: Sequence[int], upper: NDArray[np.bool_], parent_of: Parents) -> Near:
    wanted = set(lower)
    near: Near = {one: set() for one in lower}
    for area, there in here.items():
        around = [here.get(one, frozenset()) for one in (area, *within(area, parent_of))]
        above = {one for one in frozenset().union(*around) if upper[one]}
        for one in there & wanted:
            near[one] |= above
    return near


def check_candidates(candidates: Sequence[Candidate], network: Network, layers: Collection[Layer]) -> None:
    """Raise InputError for a tie that joins nobody known, an actor to itself, or costs less than nothing."""
    for one in candidates:
        if one.source == one.target or {one.source, one.target} - set(network.position):
            raise InputError("A tie to look at joins an actor to itself or to nobody known. Name two actors.")
        if not 0 <= one.cost < float("inf"):
            raise InputError(
                "A tie to look at costs less than nothing, or without end. Give a cost from 0 on."
            )
        if one.layer not in layers:
            raise InputError(
                f"A tie of {one.layer} carries no alert, so that it cannot add reach. Leave it out."
            )
