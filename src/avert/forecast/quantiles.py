"""Draws of simple models: quantiles of weighted values, the same for every step."""

from __future__ import annotations

import numpy as np

from avert.forecast.bins import DRAWS
from avert.panel.arrays import Floats

LEVELS: Floats = (np.arange(DRAWS) + 0.5) / DRAWS
"""At which draws are the quantiles of a distribution."""


def weighted_quantiles(values: Floats, weights: Floats) -> Floats:
    """Return (n, DRAWS) quantiles of (n, m) values, of which NaN are unknown; NaN where none is known.

    weights: (m,) or (n, m), not negative. A quantile is the lowest value whose share of weight reaches its level.
    """
    weighed = np.where(np.isnan(values), 0.0, np.broadcast_to(weights, values.shape))
    order = np.argsort(values, axis=1)
    rising = np.take_along_axis(values, order, axis=1)
    share = np.cumsum(np.take_along_axis(weighed, order, axis=1), axis=1)
    found = np.full((values.shape[0], DRAWS), np.nan)
    for i in np.flatnonzero(share[:, -1] > 0):
        found[i] = rising[i, np.searchsorted(share[i] / share[i, -1], LEVELS)]
    return found


def at_every_step(draws: Floats, steps: int) -> Floats:
    """Return (n, steps, DRAWS): the same draws for every step."""
    return np.repeat(draws[:, None, :], steps, axis=1)
