"""Compiled kernels for forecasts given as draws: one pass over a block of sorted draws gives every score.

``block`` is (rows, draws), each row sorted, nothing missing; ``y`` (rows,) is what happened, NaN where it is unknown.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Asked(NamedTuple):
    """What is asked of a pass.

    is_fair: divide the spread by S(S−1) and not by S². with_log: whether the CRPS of log1p is wanted. edges: lower
    edges of the bins (b,), the last one open. pseudo_count: added to every bin. tail: α of the central interval of
    1−α. levels (q,), thresholds (t,): of quantile scores, and of events "more than".
    """

    is_fair: bool
    with_log: bool
    edges: Floats
    pseudo_count: float
    tail: float
    levels: Floats
    thresholds: Floats


class Scores(NamedTuple):
    """Where a pass writes: (n,) each, but quantile (n, q) and brier (n, t)."""

    crps: Floats
    crps_log1p: Floats
    ignorance: Floats
    interval: Floats
    covered: Floats
    below: Floats
    up_to: Floats
    quantile: Floats
    brier: Floats


@numba.njit(nogil=True, cache=True)
def score_block(block: Floats, y: Floats, first: int, asked: Asked, scores: Scores) -> None:
    """Write the scores of rows ``first`` and following."""
    for row in range(block.shape[0]):
        i = first + row
        if math.isnan(y[i]):
            _write_unknown(i, scores)
            continue
        x = block[row]
        scores.crps[i] = _crps(x, y[i], asked.is_fair)
        if asked.with_log:
            scores.crps_log1p[i] = _crps_log1p(x, y[i], asked.is_fair)
        scores.ignorance[i] = _ignorance(x, y[i], asked.edges, asked.pseudo_count)
        low, high = _quantile(x, asked.tail / 2), _quantile(x, 1 - asked.tail / 2)
        outside = max(low - y[i], 0.0) + max(y[i] - high, 0.0)
        scores.interval[i] = high - low + 2 / asked.tail * outside
        scores.covered[i] = low <= y[i] <= high
        scores.below[i] = np.searchsorted(x, y[i], side="left") / x.size
        scores.up_to[i] = np.searchsorted(x, y[i], side="right") / x.size
        for k in range(asked.levels.size):
            scores.quantile[i, k] = _pinball(_quantile(x, asked.levels[k]), y[i], asked.levels[k])
        for k in range(asked.thresholds.size):
            over = 1.0 - np.searchsorted(x, asked.thresholds[k], side="right") / x.size
            scores.brier[i, k] = (over - (y[i] > asked.thresholds[k])) ** 2


@numba.njit(nogil=True, cache=True)
def _write_unknown(i: int, scores: Scores) -> None:
    """Leave a row whose outcome is unknown without a score."""
    scores.crps[i] = scores.crps_log1p[i] = scores.ignorance[i] = math.nan
    scores.interval[i] = scores.covered[i] = scores.below[i] = scores.up_to[i] = math.nan
    scores.quantile[i] = math.nan
    scores.brier[i] = math.nan


@numba.njit(nogil=True, cache=True)
def _crps(x: Floats, y: float, is_fair: bool) -> float:
    """Mean distance to the outcome less half the mean distance between draws."""
    distance = spread = 0.0
    for j in range(x.size):
        distance += abs(x[j] - y)
        spread += (2.0 * j - x.size + 1.0) * x[j]
    return distance / x.size - spread / (x.size * (x.size - is_fair))


@numba.njit(nogil=True, cache=True)
def _crps_log1p(x: Floats, y: float, is_fair: bool) -> float:
    """The same on the scale of log1p, which keeps the order of draws; ties share one logarithm."""
    at = math.log1p(y)
    distance = spread = log = 0.0
    for j in range(x.size):
        if j == 0 or x[j] != x[j - 1]:
            log = math.log1p(x[j])
        distance += abs(log - at)
        spread += (2.0 * j - x.size + 1.0) * log
    return distance / x.size - spread / (x.size * (x.size - is_fair))


@numba.njit(nogil=True, cache=True)
def _ignorance(x: Floats, y: float, edges: Floats, pseudo_count: float) -> float:
    """Bits of surprise at the bin of the outcome."""
    bin_ = np.searchsorted(edges, y, side="right") - 1
    upper = np.searchsorted(x, edges[bin_ + 1], side="left") if bin_ + 1 < edges.size else x.size
    inside = upper - np.searchsorted(x, edges[bin_], side="left")
    return -math.log2((inside + pseudo_count) / (x.size + pseudo_count * edges.size))


@numba.njit(nogil=True, cache=True)
def _quantile(x: Floats, level: float) -> float:
    """Quantile by linear interpolation between neighbouring draws (Hyndman and Fan's type 7)."""
    at = level * (x.size - 1)
    j = int(at)
    if j + 1 >= x.size:
        return float(x[x.size - 1])
    return float(x[j] + (at - j) * (x[j + 1] - x[j]))


@numba.njit(nogil=True, cache=True)
def _pinball(quantile: float, y: float, level: float) -> float:
    """Loss of a quantile: ``level`` per unit too low, 1 − level per unit too high."""
    return level * (y - quantile) if y >= quantile else (1.0 - level) * (quantile - y)


@numba.njit(nogil=True, cache=True, parallel=True)
def energy(x: Floats, y: Floats) -> Floats:
    """Energy score (n,) of draws (n, S, d) of outcomes (n, d)."""
    scores = np.empty(x.shape[0])
    for i in numba.prange(x.shape[0]):
        distance = spread = 0.0
        for j in range(x.shape[1]):
            distance += math.sqrt(np.sum((x[i, j] - y[i]) ** 2))
            for k in range(j):
                spread += math.sqrt(np.sum((x[i, j] - x[i, k]) ** 2))
        scores[i] = distance / x.shape[1] - spread / x.shape[1] ** 2
    return scores
