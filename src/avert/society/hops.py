"""How many hops lie between actors, along the arcs of chosen layers."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from avert.errors import InputError
from avert.society.measures.arcs import arcs_of
from avert.society.measures.kernels import reach
from avert.society.network import Network
from avert.society.vocabulary import ALERT_LAYERS, Layer

HOPS = 4  # that a warning is taken to survive


def hops_to(arcs: csr_array, targets: ArrayLike, most: int) -> NDArray[np.int64]:
    """Return (n,) the fewest hops from each actor to any target; most + 1 says more than most, or no way.

    ``arcs``: (n, n) as ``Network.adjacency`` gives it; ``targets``: (n,) true for each target. The transpose of the
    arcs gives the hops from any target to each actor.

    >>> chain = csr_array(np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]))
    >>> hops_to(chain, [False, False, True], 1).tolist()
    [2, 1, 0]
    """
    if most < 0:
        raise InputError("A number of hops below 0 reaches nobody. Give 0 or more.")
    back = arcs_of(arcs.T.tocsr())
    everybody = np.ones(back.n, dtype=bool)
    steps = reach.hops(back.first, back.head, np.asarray(targets, dtype=bool), everybody, most)
    return np.where(steps < 0, most + 1, steps).astype(np.int64)


def heard_and_answered(
    network: Network, most: int, layers: Collection[Layer] = ALERT_LAYERS
) -> NDArray[np.bool_]:
    """Return (n,) whose warning reaches a decision-maker within that many hops, and whom an answer reaches as well."""
    arcs = network.adjacency(layers)
    heard = hops_to(arcs, network.is_decision_maker, most) <= most
    answered = hops_to(arcs.T.tocsr(), network.is_decision_maker, most) <= most
    both: NDArray[np.bool_] = heard & answered
    return both
