"""How many separate ways lead from the grassroots to decisions.

Losses are of actors and not of ties, so every actor is split in two, with one arc between its halves that a way uses
up. Decision-makers are never used up: the question is what lies before them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from avert.society.measures.arcs import Index, Positions
from avert.society.measures.integration import is_grassroots
from avert.society.network import Network
from avert.society.vocabulary import ALERT_LAYERS, Layer


@dataclass(frozen=True, eq=False)
class Split:
    """Arcs between halves of actors: i comes in at 2i and leaves at 2i + 1; ``twin`` is the arc backwards."""

    first: Index
    head: Index
    twin: Index
    room: Index


def separate_ways(
    network: Network, *, layers: Collection[Layer] = ALERT_LAYERS, is_answer: bool = False
) -> int | None:
    """Return how many warnings can come up at once through different actors: the maximum flow.

    Parameters
    ----------
    network
        Grassroots actors of known level who do not decide themselves are where ways begin; any decision-maker is
        where they end.
    layers
        Along which ties they go.
    is_answer
        Count the ways back instead, from decision-makers to the grassroots.

    Returns
    -------
    The number of ways that share no actor but decision-makers: also the fewest actors, none of them a decision-maker,
    whose loss would leave no way at all (Menger 1927). None where there is nobody to warn or nobody to decide.

    >>> from avert.society import actors, network
    >>> from avert.society.vocabulary import Level
    >>> there = [actors.Actor(one, "", level=Level.GRASSROOTS) for one in "ab"]
    >>> there += [actors.Actor("broker", ""), actors.Actor("pc", "", is_decision_maker=True)]
    >>> ties = [actors.Tie(one, other, Layer.INFORMATION) for one, other in (("a", "broker"), ("b", "broker"))]
    >>> separate_ways(network.create_network(there, [*ties, actors.Tie("broker", "pc", Layer.INFORMATION)]))
    1
    """
    capacity = capacity_of(network, layers, is_answer)
    if capacity is None:
        return None
    return int(maximum_flow(capacity, 2 * network.n, 2 * network.n + 1).flow_value)


def capacity_of(network: Network, layers: Collection[Layer], is_answer: bool) -> csr_array | None:
    """Return how much goes between halves of actors, source 2n and sink 2n + 1, None with nobody to warn or decide."""
    deciding = np.flatnonzero(network.is_decision_maker)
    low = np.flatnonzero(is_grassroots(network) & ~network.is_decision_maker)
    if not len(deciding) or not len(low):
        return None
    source, target = network.arcs(layers)
    if is_answer:
        source, target = target, source
    n, each = network.n, np.arange(network.n)
    rows = [2 * each, 2 * source + 1, np.full(len(low), 2 * n), 2 * deciding]
    columns = [2 * each + 1, 2 * target, 2 * low, np.full(len(deciding), 2 * n + 1)]
    arcs = np.unique(np.concatenate(rows) * (2 * n + 2) + np.concatenate(columns))
    tail, head = np.divmod(arcs, 2 * n + 2)
    # Only an actor can be used up, not a tie: else the smallest cut could be one of ties.
    room = np.where((tail % 2 == 0) & (head == tail + 1) & (tail < 2 * n), 1, n + 1).astype(np.int32)
    return csr_array((room, (tail, head)), shape=(2 * n + 2, 2 * n + 2))


def split(network: Network, layers: Collection[Layer], nearness: Positions) -> Split:
    """Return the arcs between halves of actors, to those nearest to a target last: a search looks there first."""
    source, target = network.arcs(layers)
    ties = np.unique(source * max(network.n, 1) + target)
    source, target = np.divmod(ties, max(network.n, 1))
    each = np.arange(network.n)
    tail = np.concatenate([2 * each, 2 * source + 1])
    head = np.concatenate([2 * each + 1, 2 * target])
    n_arcs = len(tail)
    tails, heads = np.concatenate([tail, head]), np.concatenate([head, tail])
    order = np.lexsort((-nearness[heads // 2], tails))
    place = np.empty(2 * n_arcs, dtype=np.int64)
    place[order] = np.arange(2 * n_arcs)
    twin = place[(order + n_arcs) % (2 * n_arcs)]
    first = np.searchsorted(tails[order], np.arange(2 * network.n + 1))
    room = (order < n_arcs).astype(np.int32)
    return Split(first.astype(np.int32), heads[order].astype(np.int32), twin.astype(np.int32), room)
