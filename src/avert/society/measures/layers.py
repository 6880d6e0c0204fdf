"""Layer dependence: how far one kind of tie stands where another stands too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from avert.errors import InputError
from avert.society.measures.arcs import Positions, Vector, pair_numbers
from avert.society.network import PEACEFUL, Network
from avert.society.vocabulary import Layer


@dataclass(frozen=True, eq=False)
class Overlap:
    """How layers share tied pairs of actors; NaN where a layer has none.

    ``pairs`` (layers,) how many pairs each ties; ``jaccard`` (layers, layers) pairs in both over pairs in either;
    ``within`` (layers, layers) share of the row's pairs that the column ties too; ``elsewhere`` (layers,) share of its
    pairs tied in any other layer.
    """

    layers: tuple[Layer, ...]
    pairs: Positions
    jaccard: Vector
    within: Vector
    elsewhere: Vector


def overlap(network: Network, *, layers: Sequence[Layer] = PEACEFUL) -> Overlap:
    """Return how far layers tie the same pairs of actors, whichever way a tie runs.

    Parameters
    ----------
    network
        Its ties; how many actors are known does not matter.
    layers
        At least one.

    Source: Battiston, Nicosia and Latora (2014), Structural measures for multiplex networks, Physical Review E 89,
    032804.

    >>> from avert.society import actors, network
    >>> there = [actors.Actor(one, "") for one in "abc"]
    >>> trusts = [actors.Tie("a", "b", Layer.TRUST), actors.Tie("b", "c", Layer.TRUST)]
    >>> ties = [*trusts, actors.Tie("b", "a", Layer.FUNDING)]
    >>> overlap(network.create_network(there, ties), layers=(Layer.TRUST, Layer.FUNDING)).elsewhere.tolist()
    [0.5, 1.0]
    """
    kept = [pair_numbers(network, [layer]) for layer in layers]
    all_pairs = np.unique(np.concatenate([*kept, np.zeros(0, np.int64)]))
    stands = np.array([np.isin(all_pairs, one) for one in kept]).reshape(len(kept), -1).astype(np.int64)
    count, both = stands.sum(axis=1), stands @ stands.T
    several = (stands * (stands.sum(axis=0) > 1)).sum(axis=1)
    return Overlap(
        tuple(layers),
        count,
        _over(both, count[:, None] + count[None, :] - both),
        _over(both, np.broadcast_to(count[:, None], both.shape)),
        _over(several, count),
    )


def participation(network: Network, *, layers: Sequence[Layer] = PEACEFUL) -> Vector:
    """Return (n,) how evenly each actor's ties spread over layers: 0 all in one, 1 the same in each.

    Parameters
    ----------
    network
        Degrees count distinct partners in each layer, whichever way a tie runs.
    layers
        At least two.

    Returns
    -------
    NaN for actors without ties in these layers.

    Raises
    ------
    InputError
        If there are fewer than two layers.

    Source: Battiston, Nicosia and Latora (2014): P_i = M / (M - 1) (1 - sum over layers l of (k_i^l / k_i)^2).

    >>> from avert.society import actors, network
    >>> there = [actors.Actor(one, "") for one in "abc"]
    >>> ties = [actors.Tie("a", "b", Layer.TRUST), actors.Tie("a", "c", Layer.FUNDING)]
    >>> participation(network.create_network(there, ties), layers=(Layer.TRUST, Layer.FUNDING)).tolist()
    [1.0, 0.0, 0.0]
    """
    if len(layers) < 2:
        raise InputError("Ties spread over layers only where there are two. Give at least two layers.")
    degrees = np.array([_degrees(network, layer) for layer in layers], dtype=float)
    part = _over(degrees, np.broadcast_to(degrees.sum(axis=0), degrees.shape))
    return np.asarray(len(layers) / (len(layers) - 1) * (1 - (part**2).sum(axis=0)))


def _degrees(network: Network, layer: Layer) -> Positions:
    ends = np.divmod(pair_numbers(network, [layer]), max(network.n, 1))
    return np.bincount(np.concatenate(ends), minlength=network.n)


def _over(part: Vector | Positions, whole: Vector | Positions) -> Vector:
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=np.asarray(whole) > 0)
