"""A forecast of a count as weights of bins: small to keep, and its draws follow from it exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avert.panel.arrays import Floats, Ints

DRAWS = 1000
"""Equally likely values that a forecast consists of."""
LOWER_EDGES: Ints = np.array(
    [0, 1, 2, 3, 4, 6, 8, 11, 16, 26, 36, 51, 71, 101, 151, 251, 351, 501, 701, 1001, 2001, 5001, 10001]
)
"""Of the bins. They lie within those of the prediction challenge; the last one is open."""
WITHIN = 40
"""Values that stand for a bin."""


@dataclass(frozen=True)
class BinnedForecasts:
    """Forecasts of counts.

    weights: (…, bins) whole numbers that sum to ``DRAWS``: how many draws lie in each bin. values: (bins, WITHIN)
    rising counts that stand for each bin, such as were recorded before.
    """

    weights: Ints
    values: Ints

    def draws(self) -> Ints:
        """Return (…, DRAWS) rising counts: the quantiles at (i + 1/2) / DRAWS."""
        weights = self.weights.reshape(-1, self.weights.shape[-1])
        bins = np.tile(np.arange(weights.shape[1]), weights.shape[0])
        of = weights.ravel()
        place = np.arange(of.sum()) - np.repeat(np.cumsum(of) - of, of)
        within = (2 * place + 1) * WITHIN // np.repeat(2 * of, of)
        found = self.values[np.repeat(bins, of), within]
        return np.asarray(found.reshape(*self.weights.shape[:-1], DRAWS))


def from_probabilities(probabilities: Floats, values: Ints) -> BinnedForecasts:
    """Return forecasts from (…, bins) probabilities, rounded to whole draws along the cumulated probability."""
    cumulated = np.cumsum(probabilities, axis=-1)
    reached = np.rint(DRAWS * cumulated / cumulated[..., -1:]).astype(np.int64)
    return BinnedForecasts(np.diff(reached, axis=-1, prepend=0), values)


def from_draws(draws: Floats | Ints, values: Ints) -> BinnedForecasts:
    """Return the forecasts that (…, DRAWS) draws amount to, which lose what tells values of one bin apart."""
    flat = draws.reshape(-1, draws.shape[-1])
    bins = np.digitize(flat, LOWER_EDGES) - 1
    of_row = np.arange(flat.shape[0])[:, None] * LOWER_EDGES.size + bins
    counted = np.bincount(of_row.ravel(), minlength=flat.shape[0] * LOWER_EDGES.size)
    return BinnedForecasts(counted.reshape(*draws.shape[:-1], LOWER_EDGES.size).astype(np.int64), values)


def values_seen(counts: Floats) -> Ints:
    """Return (bins, WITHIN) values that stand for each bin: quantiles of the counts in it, which may be NaN.

    A bin in which nothing was seen has evenly spaced values, and the open one its lower edge.
    """
    known = counts[~np.isnan(counts)]
    levels = (np.arange(WITHIN) + 0.5) / WITHIN
    found = []
    for low, above in zip(LOWER_EDGES, [*LOWER_EDGES[1:], None], strict=True):
        within = known[(known >= low) & (above is None or known < (above or 0))]
        if within.size:
            found.append(np.quantile(within, levels, method="inverted_cdf"))
        else:
            found.append(low + np.floor(levels * ((above or low + 1) - low)))
    return np.array(found).astype(np.int64)
