"""Kernels for probabilities p (n,) of outcomes y (n,), 0 or 1, under weights w (d, n); each returns (d,)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]

MOST_STEPS = 50
CONVERGED = 1e-7
"""Newton steps of a recalibration: about ten are needed where an optimum exists, and the next one after a step
of this size is smaller than rounding."""


def log_loss(p: Floats, y: Floats, w: Floats) -> Floats:
    """Weighted mean of −log of the probability given to what happened."""
    return _mean(-np.log(np.where(y == 1.0, p, 1.0 - p)), w)


def brier(p: Floats, y: Floats, w: Floats) -> Floats:
    """Weighted mean of the squared difference."""
    return _mean((p - y) ** 2, w)


def auc(p: Floats, y: Floats, w: Floats) -> Floats:
    """Weighted share of pairs in which the positive row is above the negative one; a tie is half a pair."""
    positive, negative = _by_value(p, y, w)
    below = np.cumsum(negative, axis=1) - negative
    pairs = (positive * (below + 0.5 * negative)).sum(axis=1)
    return _divided(pairs, positive.sum(axis=1) * negative.sum(axis=1))


def average_precision(p: Floats, y: Floats, w: Floats) -> Floats:
    """Weighted mean, over positive rows, of precision among the rows at least as high."""
    positive, negative = (sums[:, ::-1] for sums in _by_value(p, y, w))
    caught = np.cumsum(positive, axis=1)
    precision = _divided(caught, caught + np.cumsum(negative, axis=1), otherwise=0.0)
    return _divided((precision * positive).sum(axis=1), positive.sum(axis=1))


def listed_share(p: Floats, groups: NDArray[np.int64], k: int) -> Floats:
    """Probability (n,) of each row to be among its group's k highest when ties are put in random order."""
    share = np.empty(p.shape)
    for group in np.unique(groups):
        member = groups == group
        ordered = np.sort(p[member])
        above = ordered.size - np.searchsorted(ordered, p[member], side="right")
        tied = ordered.size - np.searchsorted(ordered, p[member], side="left") - above
        share[member] = np.clip((k - above) / tied, 0.0, 1.0)
    return share


def recalibrate(x: Floats, y: Floats, w: Floats) -> tuple[Floats, Floats]:
    """Intercept and slope of the logistic regression of y on log-odds x; NaN where there is no optimum."""
    middle = _newton(x, y, w.mean(axis=0, keepdims=True), np.array([[0.0], [1.0]]))
    start = np.where(np.isfinite(middle), middle, [[0.0], [1.0]])
    intercept, slope = _newton(x, y, w, np.repeat(start, len(w), axis=1))
    return intercept, slope


def _newton(x: Floats, y: Floats, w: Floats, beta: Floats) -> Floats:
    """Steps from intercepts and slopes (2, d) to where the likelihood is highest; NaN where that is nowhere."""
    step = np.full_like(beta, np.nan)
    squared = x * x
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(MOST_STEPS):
            likely = expit(beta[0][:, None] + beta[1][:, None] * x)
            residual = w * (y - likely)
            curvature = w * (likely * (1.0 - likely))
            a, b, c = curvature.sum(axis=1), curvature @ x, curvature @ squared
            u, v, size = residual.sum(axis=1), residual @ x, a * c - b * b
            size = np.where(size > 1e-12 * a * c, size, np.nan)
            step = np.stack([(c * u - b * v) / size, (a * v - b * u) / size])
            beta = beta + step
            if not np.nanmax(np.abs(step), initial=0.0) > CONVERGED:
                break
    return np.where(np.abs(step).max(axis=0) <= CONVERGED, beta, np.nan)


def mean_of(values: Floats, w: Floats) -> Floats:
    """Weighted mean; NaN without weight."""
    return _mean(values, w)


def _mean(values: Floats, w: Floats) -> Floats:
    return _divided(w @ values, w.sum(axis=1))


def _by_value(p: Floats, y: Floats, w: Floats) -> tuple[Floats, Floats]:
    """Weight of the positive and of the negative rows (d, g) at each different value of p, lowest first."""
    order = np.argsort(p, kind="stable")
    ordered, positive = p[order], y[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    weights = w[:, order]
    total = np.add.reduceat(weights, starts, axis=1)
    caught = np.add.reduceat(weights * positive, starts, axis=1)
    return caught, total - caught


def _divided(above: Floats, below: Floats, otherwise: float = np.nan) -> Floats:
    """Quotient, or another value where the divisor is zero."""
    return np.asarray(np.divide(above, below, out=np.full(above.shape, otherwise), where=below > 0.0))
