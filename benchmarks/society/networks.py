"""A made-up network of several levels, for measuring speed; it shows no real place."""

from __future__ import annotations

import numpy as np

from avert.society.actors import Actor, Tie
from avert.society.network import PEACEFUL, Network, create_network
from avert.society.vocabulary import ALERT_LAYERS, Layer, Level, Sector

SECTORS = tuple(Sector)
GROUPS = tuple(f"group {number}" for number in range(8))
SHARES = (0.02, 0.18, 0.76)  # top, middle, grassroots; the rest is of unknown level


def synthetic(
    rng: np.random.Generator, *, actors: int = 5_000, ties: int = 40_000, deciding: int = 50
) -> Network:
    """Return a network whose ties join actors of one district or of different levels; alerts go along most of them.

    A few actors have many ties; one in twenty is of no known group, and one in ten of two.
    """
    levels = rng.choice(4, actors, p=[*SHARES, 1 - sum(SHARES)])
    districts = rng.integers(0, max(actors // 50, 1), actors)
    people = [_actor(rng, number, int(levels[number])) for number in range(actors)]
    top = set(np.flatnonzero(levels == 0)[:deciding].tolist()) or {0}
    people = [
        Actor(one.id, one.name, one.sector, one.level, number in top, groups=one.groups)
        for number, one in enumerate(people)
    ]
    return create_network(people, _ties(rng, levels, districts, ties))


def _actor(rng: np.random.Generator, number: int, level: int) -> Actor:
    several = rng.choice(3, p=[0.05, 0.85, 0.10])
    groups = frozenset(GROUPS[one] for one in rng.choice(len(GROUPS), several, replace=False))
    sector = SECTORS[rng.integers(len(SECTORS))]
    return Actor(
        f"a{number}", f"Actor {number}", sector, tuple(Level)[level] if level < 3 else None, groups=groups
    )


def _ties(rng: np.random.Generator, levels: np.ndarray, districts: np.ndarray, wanted: int) -> list[Tie]:
    n, ties = len(levels), []
    pull = 1 / (1 + rng.permutation(n)) ** 0.4
    order = rng.choice(n, (2, 4 * wanted), p=pull / pull.sum())
    near = (districts[order[0]] == districts[order[1]]) | (levels[order[0]] != levels[order[1]])
    for a, b in order.T[near & (order[0] != order[1])][:wanted]:
        layer: Layer = ALERT_LAYERS[rng.integers(2)] if rng.random() < 0.5 else PEACEFUL[rng.integers(7)]
        ties.append(Tie(f"a{a}", f"a{b}", layer, is_directed=bool(rng.random() < 0.5)))
    return ties
