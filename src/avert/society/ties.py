"""The ties of a network as arrays, each once, and the network that other ties between its actors make."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from avert.society.network import Network
from avert.society.vocabulary import Level, Sector

BLOCKS = tuple(product((None, *Level), (None, *Sector)))


@dataclass(frozen=True, eq=False)
class TieArrays:
    """Ties between positions of actors: first, last, layer, is_mutual (n_ties,); a mutual one runs both ways."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    layer: NDArray[np.int64]
    is_mutual: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.first)

    def of(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> TieArrays:
        """Return some of them, in the order chosen."""
        return TieArrays(self.first[chosen], self.last[chosen], self.layer[chosen], self.is_mutual[chosen])

    def and_also(self, others: TieArrays) -> TieArrays:
        """Return these, then the others."""
        pairs = zip(vars(self).values(), vars(others).values(), strict=True)
        return TieArrays(*(np.concatenate(pair) for pair in pairs))


def distinct_ties(network: Network) -> TieArrays:
    """Return each tie once: in a layer no arc stands twice, and a tie both ways stands before one way."""
    _, at, arcs = np.unique(network.tie, return_index=True, return_counts=True)
    ties = TieArrays(network.source[at], network.target[at], network.layer[at].astype(np.int64), arcs == 2)
    ties = ties.of(np.argsort(~ties.is_mutual, kind="stable"))
    ahead = arc_keys(ties.layer, ties.first, ties.last, network.n)
    back = arc_keys(ties.layer, ties.last, ties.first, network.n)
    key = np.where(ties.is_mutual, np.minimum(ahead, back), ahead)
    is_new = np.zeros(len(ties), dtype=bool)
    is_new[np.unique(key, return_index=True)[1]] = True
    is_held = ~ties.is_mutual & np.isin(ahead, np.concatenate([ahead, back])[np.tile(ties.is_mutual, 2)])
    return ties.of(is_new & ~is_held)


def arc_keys(
    layer: NDArray[np.int64], source: NDArray[np.int64], target: NDArray[np.int64], n: int
) -> NDArray[np.int64]:
    """Return one number for each arc of each layer."""
    return (layer * n + source) * n + target


def network_of(network: Network, ties: TieArrays) -> Network:
    """Return the network of the same actors with these ties."""
    both = ties.is_mutual
    number = np.arange(len(ties))
    return network.with_arcs(
        np.concatenate([ties.first, ties.last[both]]),
        np.concatenate([ties.last, ties.first[both]]),
        np.concatenate([ties.layer, ties.layer[both]]).astype(np.int8),
        np.concatenate([number, number[both]]),
    )


def blocks_of(network: Network, *, by_sector: bool = True) -> NDArray[np.int64]:
    """Return (n,) the block of each actor: its level and sector, or its level; the unknown are a block apart."""
    number = {block: at for at, block in enumerate(BLOCKS)}
    return np.array(
        [number[one.level, one.sector if by_sector else None] for one in network.actors], np.int64
    )
