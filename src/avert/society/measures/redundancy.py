"""Redundancy: how many separate ways each warning has, and what is left after losses."""

from __future__ import annotations

import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from avert.errors import InputError
from avert.society.hops import HOPS
from avert.society.measures.arcs import Arcs, Mask, Positions, Vector, either, incoming, outgoing, share
from avert.society.measures.flow import Split, split
from avert.society.measures.integration import is_grassroots
from avert.society.measures.kernels import reach, ways
from avert.society.network import Network
from avert.society.vocabulary import ALERT_LAYERS, Layer

MOST = 3
CHUNKS = 8


@dataclass(frozen=True)
class Redundancy:
    """How many grassroots actors have no way to a decision, one, two …; the last number is ``most`` or more."""

    by_ways: tuple[int, ...]

    @property
    def actors(self) -> int:
        """The grassroots actors who do not decide themselves, on whom this rests."""
        return sum(self.by_ways)

    @property
    def fewest(self) -> int | None:
        """The fewest separate ways that any of them has, None where there are none of them."""
        return next((number for number, count in enumerate(self.by_ways) if count), None)

    @property
    def several_share(self) -> float | None:
        """The share of them whose warning still comes through whichever one actor on its way is lost."""
        return share(sum(self.by_ways[2:]), self.actors)


@dataclass(frozen=True)
class Fragility:
    """What is left after losing ``removed`` actors, as shares of the actors there were before.

    ``component``: in the largest connected part; ``integration``: grassroots actors with a way up and back (None where
    there are none, or nobody decides). Each before, without the strongest brokers, and on average over ``draws`` losses
    at random (None without draws).
    """

    removed: int
    draws: int
    component_before: float | None
    component_without_brokers: float | None
    component_at_random: float | None
    integration_before: float | None
    integration_without_brokers: float | None
    integration_at_random: float | None


def connectivity(
    network: Network, source: int, target: int, *, layers: Collection[Layer] = ALERT_LAYERS
) -> int:
    """Return kappa(s, t): how many ways lead from one actor to another that share no actor between.

    Parameters
    ----------
    network
        A direct tie is one way.
    source, target
        Positions of two actors.
    layers
        Along which ties.

    Raises
    ------
    InputError
        If both are the same actor.

    Source: Menger (1927), Zur allgemeinen Kurventheorie, Fundamenta Mathematicae 10, 96-115.

    >>> from avert.society import actors, network
    >>> there = [actors.Actor(one, "") for one in ("village", "elders", "church", "pc")]
    >>> by = [("village", "elders"), ("village", "church"), ("elders", "pc"), ("church", "pc")]
    >>> connectivity(network.create_network(there, [actors.Tie(*two, Layer.INFORMATION) for two in by]), 0, 3)
    2
    """
    if source == target:
        raise InputError("An actor has no ways to itself. Name two actors.")
    is_target = np.arange(network.n) == target
    return int(_ways(network, layers, np.array([source]), is_target, network.n)[0])


def ways_to_decision(
    network: Network, *, layers: Collection[Layer] = ALERT_LAYERS, most: int = MOST
) -> Positions:
    """Return (n,) how many ways each actor has to decision-makers that share no actor before those.

    Parameters
    ----------
    network, layers
        As elsewhere; two ways may end at the same decision-maker.
    most
        Where to stop counting, at least 1: knowing whether it is one, two or more takes a fraction of the time.

    Returns
    -------
    Numbers from 0 to ``most``; -1 for decision-makers, to whom the question does not apply.

    Raises
    ------
    InputError
        If ``most`` is below 1.

    >>> from avert.society import actors, network
    >>> there = [actors.Actor("village", ""), actors.Actor("pc", "", is_decision_maker=True)]
    >>> ways_to_decision(network.create_network(there, [actors.Tie("village", "pc", Layer.INFORMATION)])).tolist()
    [1, -1]
    """
    if most < 1:
        raise InputError(f"Nothing can be counted up to {most}. Count up to at least 1.")
    found = np.full(network.n, -1, dtype=np.int64)
    asked = np.flatnonzero(~network.is_decision_maker)
    found[asked] = _ways(network, layers, asked, network.is_decision_maker, most)
    return found


def redundancy(network: Network, *, layers: Collection[Layer] = ALERT_LAYERS, most: int = MOST) -> Redundancy:
    """Return how many grassroots actors have how many separate ways to a decision, counted up to ``most``."""
    asked = np.flatnonzero(is_grassroots(network) & ~network.is_decision_maker)
    found = _ways(network, layers, asked, network.is_decision_maker, most)
    return Redundancy(tuple(np.bincount(found, minlength=most + 1).tolist()))


def fragility(
    network: Network,
    passing: Vector,
    *,
    layers: Collection[Layer] = ALERT_LAYERS,
    hops: int = HOPS,
    removed: int | None = None,
    draws: int = 100,
    rng: np.random.Generator | None = None,
) -> Fragility:
    """Return what is left of the network after the loss of its strongest brokers, and of as many at random.

    Parameters
    ----------
    network, layers, hops
        As for ``vertical_integration``.
    passing
        (n,) as ``betweenness`` gives it: the strongest brokers have most. It is not computed anew after each loss.
    removed
        How many are lost; without a number one in twenty, and at least one.
    draws, rng
        How often to draw at random, and from what; without ``rng`` nothing is drawn.

    Returns
    -------
    Shares of the actors there were before, so that a lost actor counts as lost.

    Raises
    ------
    InputError
        If more actors are to be removed than there are.

    Source: Albert, Jeong and Barabási (2000), Error and attack tolerance of complex networks, Nature 406, 378-382.
    """
    n = network.n
    removed = -(-n // 20) if removed is None else removed
    if not 0 <= removed <= n:
        raise InputError(f"{removed} actors cannot be lost of {n}. Ask for fewer.")
    left = _Left(network, layers, hops)
    strongest = np.argsort(-passing, kind="stable")[:removed]
    drawn = [rng.choice(n, removed, replace=False) for _ in range(draws)] if rng and n else []
    before, stripped = left.without(np.zeros(0, np.int64)), left.without(strongest)
    at_random = [left.without(lost) for lost in drawn]
    return Fragility(
        removed=removed,
        draws=len(drawn),
        component_before=before[0],
        component_without_brokers=stripped[0],
        component_at_random=_mean([one[0] for one in at_random]),
        integration_before=before[1],
        integration_without_brokers=stripped[1],
        integration_at_random=_mean([one[1] for one in at_random]),
    )


def articulation_count(network: Network, *, layers: Collection[Layer] = ALERT_LAYERS) -> int:
    """Return how many actors are single points of failure; who they are is in ``custodian``."""
    arcs = either(network, layers)
    return int(reach.articulation(arcs.first, arcs.head).sum())


class _Left:
    """What is left of a network without some actors."""

    def __init__(self, network: Network, layers: Collection[Layer], hops: int) -> None:
        self.n, self.hops = network.n, hops
        self.deciding, self.low = network.is_decision_maker, is_grassroots(network)
        self.out, self.back = outgoing(network, layers), incoming(network, layers)
        self.either = either(network, layers)

    def without(self, lost: Positions) -> tuple[float | None, float | None]:
        """Return the share in the largest component, and the share of the grassroots with both ways."""
        alive = np.ones(self.n, dtype=bool)
        alive[lost] = False
        size = reach.largest_component(self.either.first, self.either.head, alive)
        both = self._near(self.back, alive) & self._near(self.out, alive) & self.low
        joined = share(both.sum(), self.low.sum()) if self.deciding.any() else None
        return share(size, self.n), joined

    def _near(self, arcs: Arcs, alive: Mask) -> Mask:
        return np.asarray(reach.hops(arcs.first, arcs.head, self.deciding, alive, self.hops) >= 0)


def _ways(
    network: Network, layers: Collection[Layer], sources: Positions, is_target: Mask, most: int
) -> Positions:
    back = incoming(network, layers)
    steps = reach.hops(back.first, back.head, is_target, np.ones(network.n, dtype=bool), network.n)
    nearness = np.where(steps < 0, -network.n, -steps).astype(np.int64)
    arcs = split(network, layers, nearness)
    targets = np.flatnonzero(is_target)
    edges = np.linspace(0, len(sources), CHUNKS + 1).astype(int)
    chunks = [sources[start:end] for start, end in pairwise(edges)]
    with ThreadPoolExecutor(min(CHUNKS, os.cpu_count() or 1)) as pool:
        found = pool.map(lambda some: _count(arcs, some, targets, most), chunks)
        return np.concatenate(list(found))


def _count(arcs: Split, sources: Positions, targets: Positions, most: int) -> Positions:
    # Each thread uses up room of its own.
    found: Positions = ways.ways_out(
        arcs.first, arcs.head, arcs.twin, arcs.room.copy(), sources, targets, most
    )
    return found


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
