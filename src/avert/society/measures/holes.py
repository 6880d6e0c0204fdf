"""Structural holes: how far an actor's contacts are tied to each other, so that they do not need it."""

from __future__ import annotations

from collections.abc import Collection

from avert.society.measures.arcs import Vector, arcs_of
from avert.society.measures.kernels import contacts
from avert.society.network import Network
from avert.society.vocabulary import ALERT_LAYERS, Layer


def constraint(network: Network, *, layers: Collection[Layer] = ALERT_LAYERS) -> Vector:
    """Return (n,) Burt's constraint: how far an actor's contacts lead back to each other.

    Parameters
    ----------
    network
        A tie in both directions weighs twice as much as one in a single direction; weights are not read.
    layers
        Along which ties; a pair tied in several counts once for each direction.

    Returns
    -------
    Low: the actor joins those who are else apart. NaN for actors without ties.

    Source: Burt (1992), Structural Holes; c_i = sum over contacts j of (p_ij + sum over q of p_iq p_qj)^2.

    >>> from avert.society import actors, network
    >>> ties = [actors.Tie("a", "b", Layer.INFORMATION), actors.Tie("b", "c", Layer.INFORMATION)]
    >>> constraint(network.create_network([actors.Actor(one, "") for one in "abc"], ties)).tolist()
    [1.0, 0.5, 1.0]
    """
    return _burt(network, layers)[0]


def effective_size(network: Network, *, layers: Collection[Layer] = ALERT_LAYERS) -> Vector:
    """Return (n,) Burt's effective size: contacts less what they duplicate of each other.

    Parameters
    ----------
    network, layers
        As for ``constraint``.

    Returns
    -------
    From 1 to the number of contacts; NaN for actors without ties.

    Source: Burt (1992), Structural Holes; sum over contacts j of (1 - sum over q of p_iq m_jq).

    >>> from avert.society import actors, network
    >>> ties = [actors.Tie("a", "b", Layer.INFORMATION), actors.Tie("b", "c", Layer.INFORMATION)]
    >>> effective_size(network.create_network([actors.Actor(one, "") for one in "abc"], ties)).tolist()
    [1.0, 2.0, 1.0]
    """
    return _burt(network, layers)[1]


def _burt(network: Network, layers: Collection[Layer]) -> tuple[Vector, Vector]:
    there = network.adjacency(layers)
    mutual = (there + there.T).tocsr()
    arcs = arcs_of(mutual)
    found: tuple[Vector, Vector] = contacts.burt(arcs.first, arcs.head, mutual.data)
    return found
