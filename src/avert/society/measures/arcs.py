"""Who follows whom in a network, as the compressed arrays that the kernels read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from avert.society.network import Network
from avert.society.vocabulary import Layer

Index = NDArray[np.int32]
Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]
Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Arcs:
    """The neighbours of actor i are ``head[first[i]:first[i + 1]]``."""

    first: Index
    head: Index

    @property
    def n(self) -> int:
        """How many actors there are."""
        return len(self.first) - 1


def outgoing(network: Network, layers: Collection[Layer]) -> Arcs:
    """Return whom each actor reaches directly."""
    return arcs_of(network.adjacency(layers))


def incoming(network: Network, layers: Collection[Layer]) -> Arcs:
    """Return who reaches each actor directly."""
    return arcs_of(network.adjacency(layers).T.tocsr())


def either(network: Network, layers: Collection[Layer]) -> Arcs:
    """Return with whom each actor is tied, whichever way the tie runs."""
    there = network.adjacency(layers)
    return arcs_of((there + there.T).tocsr())


def arcs_of(matrix: csr_array) -> Arcs:
    """Return the arrays of a matrix whose entries are arcs from row to column."""
    return Arcs(matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32))


def pairs(network: Network, layers: Collection[Layer]) -> tuple[Positions, Positions]:
    """Return the pairs of actors tied in any of these layers, each once, the smaller position first."""
    numbers = pair_numbers(network, layers)
    first, second = np.divmod(numbers, max(network.n, 1))
    return first, second


def pair_numbers(network: Network, layers: Collection[Layer]) -> Positions:
    """Return one number for each pair of actors tied in any of these layers, sorted."""
    source, target = network.arcs(layers)
    return np.unique(np.minimum(source, target) * max(network.n, 1) + np.maximum(source, target))


def share(part: float, whole: float) -> float | None:
    """Return a share, or None of nothing."""
    return float(part / whole) if whole else None
