"""How well a score tells onsets from the rest: the area under the ROC curve, with countries drawn anew."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avert.risk.claims.composite import Floats
from avert.risk.claims.proportions import LEVEL, Estimate
from avert.risk.claims.structured import Structured
from avert.risk.claims.tallies import CountryDraws


def area_under_curve(scores: Floats, data: Structured, draws: CountryDraws) -> Estimate:
    """Return the area under the curve of a score, with its interval over countries drawn with replacement."""
    known = ~np.isnan(scores)
    _values, rank = np.unique(scores[known], return_inverse=True)
    onset = data.onset[known]
    country = np.searchsorted(
        draws.countries["country_gwcode"].to_numpy(), data.rows["country_gwcode"].to_numpy()[known]
    )
    value = weighted_area(rank, onset, np.ones(rank.size))
    areas = [weighted_area(rank, onset, times[country]) for times in draws.times]
    low, high = np.nanquantile(areas, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high))


def weighted_area(rank: NDArray[np.int64], onset: NDArray[np.bool_], weights: Floats) -> float:
    """Return the chance that a row with an onset ranks above one without; ties count half.

    >>> weighted_area(np.array([0, 1, 1, 2]), np.array([False, True, False, True]), np.ones(4))
    0.875
    """
    with_onset = np.bincount(rank, weights * onset)
    without = np.bincount(rank, weights * ~onset)
    below = np.cumsum(without) - without / 2
    pairs = with_onset.sum() * without.sum()
    return float((with_onset * below).sum() / pairs) if pairs else float("nan")


def joint_score(predictors: Floats, onset: NDArray[np.bool_]) -> Floats:
    """Return the log-odds of a logistic regression on (n, p) predictors, fitted on these very rows; NaN stays NaN."""
    known = ~np.isnan(predictors).any(axis=1)
    x = np.column_stack([np.ones(int(known.sum())), predictors[known]])
    y, slopes = onset[known].astype(float), np.zeros(x.shape[1])
    for _step in range(30):
        p = 1 / (1 + np.exp(-(x @ slopes)))
        slopes += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]), x.T @ (y - p))
    scores = np.full(onset.size, np.nan)
    scores[known] = x @ slopes
    return scores
