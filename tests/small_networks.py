"""Small peace networks for tests, from strings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from avert.society.actors import Actor, Tie
from avert.society.network import Network, create_network
from avert.society.vocabulary import Layer, Level, Sector

LEVELS = {"t": Level.TOP, "m": Level.MIDDLE, "g": Level.GRASSROOTS, "u": None}


def actor(name: str, groups: str = "") -> Actor:
    """Return an actor whose name begins with its level: t, m, g, or u for unknown; one ending in ! decides."""
    return Actor(
        name, name, level=LEVELS[name[0]], is_decision_maker=name.endswith("!"), groups=frozenset(groups)
    )


def tie(text: str, layer: Layer = Layer.INFORMATION) -> Tie:
    """Return a tie written as ``a>b`` (directed) or ``a-b`` (both ways)."""
    is_directed = ">" in text
    source, target = text.split(">" if is_directed else "-")
    return Tie(source, target, layer, is_directed=is_directed)


def network(names: str, ties: str, groups: Mapping[str, str] | None = None) -> Network:
    """Return a network of actors named in one text and ties in another, along which information goes."""
    of = groups or {}
    return create_network(
        [actor(one, of.get(one, "")) for one in names.split()], [tie(one) for one in ties.split()]
    )


def random_network(seed: int, n: int, density: float, *, is_directed: bool = True) -> Network:
    """Return a network of random levels, sectors, groups, decision-makers and ties of two layers."""
    rng = np.random.default_rng(seed)
    people = [
        Actor(
            str(one),
            str(one),
            sector=list(Sector)[rng.integers(3)] if rng.random() < 0.9 else None,
            level=[*Level, None][rng.integers(4)],
            is_decision_maker=bool(rng.random() < 0.2),
            groups=frozenset(rng.choice(list("abc"), rng.integers(3), replace=False).tolist()),
        )
        for one in range(n)
    ]
    return create_network(people, list(_random_ties(rng, n, density, is_directed)))


def _random_ties(rng: np.random.Generator, n: int, density: float, is_directed: bool) -> Iterable[Tie]:
    for layer in (Layer.INFORMATION, Layer.COORDINATION):
        drawn = rng.random((n, n)) < density
        np.fill_diagonal(drawn, val=False)
        for a, b in np.argwhere(drawn if is_directed else np.triu(drawn)):
            yield Tie(str(a), str(b), layer, is_directed=is_directed)
