"""Who stands between others: the five roles of Gould and Fernandez, and the part of the middle level."""

from __future__ import annotations

import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from avert.errors import InputError
from avert.society.measures.arcs import Positions, Vector, outgoing, share
from avert.society.measures.kernels import brokers
from avert.society.network import LEVELS, UNKNOWN, Network
from avert.society.vocabulary import ALERT_LAYERS, Layer, Level

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
CHUNKS = 8  # always as many, so that sums do not hang on how many processors there are


class By(StrEnum):
    """What parts a network for brokerage."""

    SECTOR = "sector"
    LEVEL = "level"
    GROUP = "group"


@dataclass(frozen=True, eq=False)
class Brokerage:
    """(n, 5) how often each actor is a broker in each role of ``ROLES``; (n,) how often a part was unknown."""

    roles: Positions
    unknown: Positions

    @property
    def totals(self) -> dict[str, int]:
        """How often each role stands in the whole network."""
        return dict(zip(ROLES, self.roles.sum(axis=0).tolist(), strict=True))


@dataclass(frozen=True)
class MiddleOut:
    """How much of what passes between others on shortest paths passes through the middle level.

    Of all that passes through actors of known level; ``unknown_share`` is what passes through the others, of all.
    """

    share: float | None
    unknown_share: float | None
    actors: int
    level_unknown: int


def partition(network: Network, by: By) -> Positions:
    """Return (n,) a number for each actor's part, -1 where it is unknown.

    By group, actors of the same several groups are a part of their own: whoever stands in two groups is an outsider
    to those who stand in one. No group is unknown.

    >>> from avert.society import actors, network
    >>> there = [actors.Actor("elders", "", groups=frozenset("ab")), actors.Actor("radio", "")]
    >>> partition(network.create_network(there, []), By.GROUP).tolist()
    [0, -1]
    """
    if by is By.LEVEL:
        return network.levels.astype(np.int64)
    names = [
        (actor.sector or "") if by is By.SECTOR else "\n".join(sorted(actor.groups))
        for actor in network.actors
    ]
    numbers = {name: number for number, name in enumerate(sorted(set(names) - {""}))}
    return np.array([numbers.get(name, UNKNOWN) for name in names], dtype=np.int64)


def brokerage(network: Network, parts: Positions, *, layers: Collection[Layer] = ALERT_LAYERS) -> Brokerage:
    """Return how often each actor stands between two others who are not tied directly, by role.

    Parameters
    ----------
    network
        b is a broker from a to c where ties run a → b → c and none runs a → c; a and c differ.
    parts
        (n,) the part of each actor, -1 where unknown; see ``partition``.
    layers
        Along which ties.

    Returns
    -------
    Counts. Coordinator: all three are of one part. Itinerant: a and c are, b is not. Gatekeeper: b and c are, so that b
    lets in. Representative: a and b are, so that b speaks outside. Liaison: three parts. Where any part is unknown, the
    role is, and only counted.

    Raises
    ------
    InputError
        If there is not one part for each actor.

    Source: Gould and Fernandez (1989), Structures of mediation, Sociological Methodology 19, 89-126.

    >>> from avert.society import actors, network
    >>> there = [actors.Actor(one, "") for one in "abc"]
    >>> ties = [actors.Tie("a", "b", Layer.INFORMATION), actors.Tie("b", "c", Layer.INFORMATION)]
    >>> brokerage(network.create_network(there, ties), np.array([0, 0, 1])).totals
    {'coordinator': 0, 'itinerant': 0, 'gatekeeper': 1, 'representative': 1, 'liaison': 0}
    """
    if len(parts) != network.n:
        raise InputError(f"{len(parts)} parts do not divide {network.n} actors. Give one for each.")
    arcs = outgoing(network, layers)
    counts = brokers.brokered(arcs.first, arcs.head, np.asarray(parts, dtype=np.int64))
    return Brokerage(counts[:, :5], counts[:, 5])


def betweenness(network: Network, *, layers: Collection[Layer] = ALERT_LAYERS) -> Vector:
    """Return (n,) on how many shortest paths between others each actor stands, several equal ones counting in part.

    Directed and not normalised. Source: Brandes (2001), A faster algorithm for betweenness centrality, Journal of
    Mathematical Sociology 25(2), 163-177.

    >>> from avert.society import actors, network
    >>> ties = [actors.Tie("a", "b", Layer.INFORMATION), actors.Tie("b", "c", Layer.INFORMATION)]
    >>> betweenness(network.create_network([actors.Actor(one, "") for one in "abc"], ties)).tolist()
    [0.0, 2.0, 0.0]
    """
    arcs = outgoing(network, layers)
    chunks = [np.arange(start, network.n, CHUNKS) for start in range(CHUNKS)]
    with ThreadPoolExecutor(min(CHUNKS, os.cpu_count() or 1)) as pool:
        scores = list(pool.map(lambda sources: brokers.betweenness(arcs.first, arcs.head, sources), chunks))
    return np.asarray(np.sum(scores, axis=0))


def middle_out(network: Network, passing: Vector) -> MiddleOut:
    """Return the part of the middle level in what passes between others.

    Parameters
    ----------
    network
        Actors of unknown level are left out of the share, and counted.
    passing
        (n,) as ``betweenness`` gives it.

    Returns
    -------
    Shares; None where nothing passes through anybody of known level.

    Source: the middle-out approach of Lederach (1997), Building Peace, read as a share of betweenness.
    """
    levels = network.levels
    middle = float(passing[levels == LEVELS.index(Level.MIDDLE)].sum())
    known, unknown = float(passing[levels >= 0].sum()), float(passing[levels < 0].sum())
    return MiddleOut(
        share(middle, known),
        share(unknown, known + unknown),
        int((levels >= 0).sum()),
        int((levels < 0).sum()),
    )
