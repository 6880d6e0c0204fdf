"""The arithmetic of pooling, along the last axis (experts). Nothing is checked here and nothing may be missing.

``best`` (…, experts) are probabilities; ``lo`` and ``hi`` likewise; what comes back is (…).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, expit, logit

Vector = NDArray[np.float64]


def mean(best: Vector) -> Vector:
    """Return the arithmetic mean."""
    return np.asarray(best.mean(axis=-1))


def median(best: Vector) -> Vector:
    """Return the median."""
    return np.asarray(np.median(best, axis=-1))


def trimmed_mean(best: Vector, share: float) -> Vector:
    """Return the mean without that share of the experts, rounded down, at either end."""
    experts = best.shape[-1]
    cut = int(share * experts + 1e-9)
    return np.asarray(np.sort(best, axis=-1)[..., cut : experts - cut].mean(axis=-1))


def mean_log_odds(best: Vector, epsilon: float) -> Vector:
    """Return the mean of the log-odds, with probabilities kept ``epsilon`` away from 0 and 1."""
    return np.asarray(logit(np.clip(best, epsilon, 1 - epsilon)).mean(axis=-1))


def log_odds(best: Vector, epsilon: float) -> Vector:
    """Return the probability at the mean of the log-odds."""
    return np.asarray(expit(mean_log_odds(best, epsilon)))


def extremised(best: Vector, factor: Vector | float, base_rate: float, epsilon: float) -> Vector:
    """Return the probability at the mean log-odds moved away from the base rate by a factor."""
    prior = logit(base_rate)
    return np.asarray(expit(prior + factor * (mean_log_odds(best, epsilon) - prior)))


def neyman_roughgarden_factor(experts: int) -> float:
    """Return Neyman and Roughgarden's factor: 1 for one expert, towards the root of 3 for many."""
    n = experts
    return float(n * (np.sqrt(3 * n * n - 3 * n + 1) - 2) / (n * n - n - 1))


def beta(best: Vector, parameter: Vector | float) -> Vector:
    """Return the arithmetic mean transformed by the distribution function of a symmetric beta."""
    return np.asarray(betainc(parameter, parameter, mean(best)))


def towards_one(full: float, shared: Vector | float, experts: int) -> Vector | float:
    """Return how far to extremise: fully, less as evidence is shared, and not at all for one expert."""
    return 1 + (full - 1) * (1 - shared) if experts > 1 else 1.0


def interval_width(best: Vector, lo: Vector, hi: Vector, narrowest: float) -> Vector:
    """Return the mean weighted by one over each interval's width."""
    return _weighted(best, 1 / np.maximum(hi - lo, narrowest))


def individual_interval_width(
    best: Vector, lo: Vector, hi: Vector, widest: Vector, narrowest: float
) -> Vector:
    """Return the mean weighted by each expert's widest interval over the width of this one."""
    return _weighted(best, np.maximum(widest, narrowest) / np.maximum(hi - lo, narrowest))


def _weighted(best: Vector, weights: Vector) -> Vector:
    return np.asarray((weights * best).sum(axis=-1) / weights.sum(axis=-1))
