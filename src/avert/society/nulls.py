"""What the peace network would be by chance: the same actors with as many ties, at random within blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avert.society.network import Network
from avert.society.ties import BLOCKS, TieArrays, arc_keys, blocks_of, distinct_ties, network_of

DRAWS = 999
TRIES_PER_TIE = 10  # swaps tried for each tie of a layer; Milo et al. 2003 and Besag and Clifford 1989
TO_HUB, FROM_HUB = 0, 1
ROUNDING = 1e-9  # relative; draws nearer than this count as equal

Measure = Callable[[Network], float]


@dataclass(frozen=True)
class Comparison:
    """A value beside the draws of its null model; None where it cannot be said.

    ``p_high``: how often chance gives a value at least as high; ``p_low``: at least as low; ``p_two_sided``:
    twice the smaller, at most 1. ``z`` is the distance from the mean in standard deviations of the draws.
    """

    observed: float | None
    mean: float | None = None
    z: float | None = None
    p_high: float | None = None
    p_low: float | None = None
    p_two_sided: float | None = None


class NullModel:
    """Networks that keep each actor's ties in and out, per layer and per block of whom they join it to."""

    def __init__(self, network: Network, *, seed: int, by_sector: bool = True) -> None:
        self._network, self._seed = network, seed
        blocks = blocks_of(network, by_sector=by_sector)
        ties, kinds = _by_kind(distinct_ties(network), blocks)
        _, at, inverse = np.unique(kinds, return_index=True, return_inverse=True)
        self._begins, self._ends = at[inverse], np.append(at, len(kinds))[inverse + 1]
        self._can_turn = ties.is_mutual & (blocks[ties.first] == blocks[ties.last])
        # Draws go back from the observed network to a hub and from there out again, so that observed and drawn
        # networks are exchangeable however short the walks are.
        self._hub = self._walk(ties, np.random.SeedSequence(seed, spawn_key=(TO_HUB,)))
        self.share_moved = _share_moved(ties, self._hub, network.n)
        """How many of the ties stand elsewhere after one walk; where it is small, chance has little room."""

    def draw(self, number: int) -> Network:
        """Return the network of a number; it depends on nothing but the seed and the number."""
        seed = np.random.SeedSequence(self._seed, spawn_key=(FROM_HUB, number))
        return network_of(self._network, self._walk(self._hub, seed))

    def _walk(self, ties: TieArrays, seed: np.random.SeedSequence) -> TieArrays:
        from avert.society.rewiring import swap_ends

        rng, n = np.random.default_rng(seed), self._network.n
        first, last, taken = ties.first.copy(), ties.last.copy(), np.zeros(n * n // 8 + 1, dtype=np.uint8)
        for layer in np.unique(ties.layer):
            begin, end = np.searchsorted(ties.layer, [layer, layer + 1])
            part = slice(begin, end)
            swap_ends(
                first[part],
                last[part],
                self._begins[part] - begin,
                self._ends[part] - begin,
                ties.is_mutual[part],
                self._can_turn[part],
                taken,
                n,
                TRIES_PER_TIE * int(end - begin),
                rng,
            )
        return TieArrays(first, last, ties.layer, ties.is_mutual)


def null_draws(
    network: Network,
    statistics: Sequence[Measure],
    *,
    draws: int = DRAWS,
    seed: int,
    first: int = 0,
    by_sector: bool = True,
) -> NDArray[np.float64]:
    """Return the values of statistics on networks drawn from the null model.

    Within a layer, two ties whose sources are of one block (level and sector) and whose targets are of one
    block swap their targets. So each actor keeps how many ties go out to, and come in from, each block. A tie
    both ways is swapped whole, with its like. Layers are rewired apart.

    Parameters
    ----------
    network, statistics
        What is rewired, and functions of a network that return a number, or nan where it is unknown.
    draws, first
        How many, and the number of the first: draw i depends only on ``seed`` and i, so that blocks made
        apart are the same as one run.
    seed
        A non-negative integer.
    by_sector
        Whether a block is a level and a sector, or a level alone, which leaves more to chance.

    Returns
    -------
    (draws, n_statistics)

    Source: Maslov and Sneppen 2002 (swaps); Besag and Clifford 1989 (exchangeable draws).
    """
    model = NullModel(network, seed=seed, by_sector=by_sector)
    values = np.empty((draws, len(statistics)))
    for row in range(draws):
        drawn = model.draw(first + row)
        values[row] = [measure(drawn) for measure in statistics]
    return values


def p_values(observed: Sequence[float], draws: NDArray[np.float64]) -> tuple[Comparison, ...]:
    """Return each statistic beside its draws.

    p is (1 + draws at least as extreme) / (draws + 1); draws equal to the value count on both sides, so that
    p is never too small (it is uniform without ties, larger with them). A draw whose value is unknown counts
    as extreme. Where the value is unknown, or neither it nor the draws vary, nothing is said.

    Parameters
    ----------
    observed: (n_statistics,), nan where unknown.
    draws: (draws, n_statistics), as from ``null_draws``.

    >>> p_values([3.0], np.array([[1.0], [2.0], [3.0], [1.0]]))[0].p_high
    0.4
    """
    return tuple(_compared(float(value), column) for value, column in zip(observed, draws.T, strict=True))


def _compared(value: float, column: NDArray[np.float64]) -> Comparison:
    if np.isnan(value):
        return Comparison(None)
    is_known = ~np.isnan(column)
    known = column[is_known]
    difference = known - value
    difference[np.abs(difference) <= ROUNDING * np.maximum(np.abs(known), abs(value))] = 0
    if not difference.any():
        return Comparison(value)
    unknown = len(column) - len(known)
    high, low = (
        (1 + unknown + int(extreme.sum())) / (len(column) + 1)
        for extreme in (difference >= 0, difference <= 0)
    )
    mean, spread = float(known.mean()), float(known.std(ddof=1)) if len(known) > 1 else 0.0
    z = (value - mean) / spread if spread > ROUNDING * abs(mean) else None
    return Comparison(value, mean, z, high, low, min(1.0, 2 * min(high, low)))


def _share_moved(ties: TieArrays, others: TieArrays, n: int) -> float:
    keys = [arc_keys(some.layer, some.first, some.last, n) for some in (ties, others)]
    back = arc_keys(ties.layer, ties.last, ties.first, n)
    stands = np.isin(keys[1], keys[0]) | (others.is_mutual & np.isin(keys[1], back[ties.is_mutual]))
    return float(1 - stands.mean()) if len(ties) else 0.0


def _by_kind(ties: TieArrays, blocks: NDArray[np.int64]) -> tuple[TieArrays, NDArray[np.int64]]:
    """Order ties by what may be swapped for what: layer, one way or both ways, blocks of both ends."""
    turned = ties.is_mutual & (blocks[ties.first] > blocks[ties.last])
    first, last = np.where(turned, ties.last, ties.first), np.where(turned, ties.first, ties.last)
    ties = TieArrays(first, last, ties.layer, ties.is_mutual)
    kinds = ((ties.layer * 2 + ties.is_mutual) * len(BLOCKS) + blocks[first]) * len(BLOCKS) + blocks[last]
    order = np.argsort(kinds, kind="stable")
    return ties.of(order), kinds[order]
