"""Vertical integration: whether a warning comes up from the grassroots to a decision, and an answer down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from avert.errors import InputError
from avert.society.hops import HOPS, hops_to
from avert.society.measures.arcs import Mask, Vector, share
from avert.society.network import LEVELS, UNKNOWN, Network
from avert.society.vocabulary import ALERT_LAYERS, Layer, Level


@dataclass(frozen=True)
class VerticalIntegration:
    """How many grassroots actors have a way up, a way back, and both, within ``hops`` steps.

    Shares are None where there are no grassroots actors or no decision-makers. Actors of unknown level are in no
    share; how many of them have such ways stands apart.
    """

    hops: int
    grassroots: int
    decision_makers: int
    up: int
    down: int
    both: int
    level_unknown: int
    level_unknown_both: int
    # Over the grassroots actors who have a way up of any length; how many they are.
    median_alert_hops: float | None
    with_any_way_up: int

    @property
    def up_share(self) -> float | None:
        """Share of grassroots actors from whom a warning can come up."""
        return self._share(self.up)

    @property
    def down_share(self) -> float | None:
        """Share of grassroots actors whom an answer can reach."""
        return self._share(self.down)

    @property
    def both_share(self) -> float | None:
        """Vertical integration: the share with both."""
        return self._share(self.both)

    def _share(self, count: int) -> float | None:
        return share(count, self.grassroots) if self.decision_makers else None


def vertical_integration(
    network: Network, *, layers: Collection[Layer] = ALERT_LAYERS, hops: int = HOPS
) -> VerticalIntegration:
    """Return how far the grassroots are joined to decisions, both ways.

    Parameters
    ----------
    network
        Levels may be unknown; whether an actor decides is always known. An actor of the grassroots who decides is at
        0 steps.
    layers
        Along which ties warnings and answers go. The answer may come from another decision-maker than the one warned.
    hops
        The most steps that count, at least 1.

    Returns
    -------
    Counts and shares. A share is None, not 0, where there is nobody to warn or nobody to decide.

    Raises
    ------
    InputError
        If ``hops`` is below 1.

    Source: vertical integration after Lederach (1997), Building Peace; as reachability in a directed graph.

    >>> from avert.society import actors, network
    >>> there = [actors.Actor("village", "", level=Level.GRASSROOTS), actors.Actor("pc", "", is_decision_maker=True)]
    >>> ties = [actors.Tie("village", "pc", Layer.INFORMATION, is_directed=True)]
    >>> found = vertical_integration(network.create_network(there, ties))
    >>> found.up_share, found.down_share, found.both_share
    (1.0, 0.0, 0.0)
    """
    _check_hops(hops)
    to, back = hops_to_decision(network, layers=layers), hops_from_decision(network, layers=layers)
    up, down = to <= hops, back <= hops
    low, unknown = is_grassroots(network), network.levels == UNKNOWN
    reaching = to[low & np.isfinite(to)]
    return VerticalIntegration(
        hops=hops,
        grassroots=int(low.sum()),
        decision_makers=int(network.is_decision_maker.sum()),
        up=int((up & low).sum()),
        down=int((down & low).sum()),
        both=int((up & down & low).sum()),
        level_unknown=int(unknown.sum()),
        level_unknown_both=int((up & down & unknown).sum()),
        median_alert_hops=float(np.median(reaching)) if len(reaching) else None,
        with_any_way_up=len(reaching),
    )


def is_grassroots(network: Network) -> Mask:
    """Return (n,) who is known to be of the grassroots."""
    return np.asarray(network.levels == LEVELS.index(Level.GRASSROOTS))


def hops_to_decision(network: Network, *, layers: Collection[Layer] = ALERT_LAYERS) -> Vector:
    """Return (n,) the fewest steps from each actor up to any decision-maker, NaN where there is no way.

    >>> from avert.society import actors, network
    >>> there = [actors.Actor("village", ""), actors.Actor("pc", "", is_decision_maker=True)]
    >>> ties = [actors.Tie("village", "pc", Layer.INFORMATION, is_directed=True)]
    >>> hops_to_decision(network.create_network(there, ties)).tolist()
    [1.0, 0.0]
    """
    return _hops(network, network.adjacency(layers))


def hops_from_decision(network: Network, *, layers: Collection[Layer] = ALERT_LAYERS) -> Vector:
    """Return (n,) the fewest steps from any decision-maker down to each actor, NaN where there is no way."""
    return _hops(network, network.adjacency(layers).T.tocsr())


def paths_to_decision(
    network: Network, actor: int, *, layers: Collection[Layer] = ALERT_LAYERS, hops: int = HOPS
) -> tuple[tuple[int, ...], ...]:
    """Return which way a warning of one actor goes: a shortest path to each decision-maker within reach.

    Parameters
    ----------
    network, layers, hops
        As for ``vertical_integration``.
    actor
        The position of the actor. What comes back names others: it is for those who may see them.

    Returns
    -------
    Positions from the actor to the decision-maker, the shortest path first; empty where no warning comes through.
    Where several paths to a decision-maker are as short, one of them.

    Raises
    ------
    InputError
        If there is no such position, or ``hops`` is below 1.

    >>> from avert.society import actors, network
    >>> there = [actors.Actor("village", ""), actors.Actor("pc", "", is_decision_maker=True)]
    >>> ties = [actors.Tie("village", "pc", Layer.INFORMATION, is_directed=True)]
    >>> paths_to_decision(network.create_network(there, ties), 0)
    ((0, 1),)
    """
    return _paths(network, actor, network.adjacency(layers), hops)


def paths_from_decision(
    network: Network, actor: int, *, layers: Collection[Layer] = ALERT_LAYERS, hops: int = HOPS
) -> tuple[tuple[int, ...], ...]:
    """Return which way an answer comes: as ``paths_to_decision``, each from the decision-maker to the actor."""
    found = _paths(network, actor, network.adjacency(layers).T.tocsr(), hops)
    return tuple(path[::-1] for path in found)


def _hops(network: Network, arcs: csr_array) -> Vector:
    steps = hops_to(arcs, network.is_decision_maker, network.n)
    return np.where(steps > network.n, np.nan, steps)


def _paths(network: Network, actor: int, matrix: object, hops: int) -> tuple[tuple[int, ...], ...]:
    _check_hops(hops)
    if not 0 <= actor < network.n:
        raise InputError(f"There is no actor at position {actor}. The network has {network.n}.")
    reached, before = breadth_first_order(matrix, actor)
    deciding = [int(one) for one in reached if network.is_decision_maker[one]]
    paths = (_trace(before, actor, one) for one in deciding)
    return tuple(path for path in paths if len(path) <= hops + 1)


def _trace(before: Vector, start: int, end: int) -> tuple[int, ...]:
    path = [end]
    while path[-1] != start:
        path.append(int(before[path[-1]]))
    return tuple(path[::-1])


def _check_hops(hops: int) -> None:
    if hops < 1:
        raise InputError(f"Paths of at most {hops} steps join nobody. Ask for at least 1.")
