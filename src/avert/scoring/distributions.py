"""Scores of forecasts that are given as quantiles, or as probabilities of bins.

``outcomes`` (n,) is what happened; one that is unknown (NaN) has no score: NaN. Lower is better.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from avert.errors import InputError

Floats = NDArray[np.float64]


def pinball_loss(quantiles: ArrayLike, outcomes: ArrayLike, *, levels: ArrayLike) -> Floats:
    r"""Return the pinball losses (n, q) of quantiles (n, q) at levels (q,). Proper for quantiles.

    .. math:: \max\bigl(\tau (y - x),\; (1 - \tau) (x - y)\bigr)

    Twice their mean over evenly spaced levels comes near the CRPS. Source: Koenker and Machado 1999, JASA 94.

    >>> pinball_loss([[0.0, 4.0]], [2.0], levels=[0.5, 0.9]).round(4).tolist()
    [[1.0, 0.2]]
    """
    x, y, tau = _quantiles(quantiles, outcomes, levels)
    short = y[:, None] - x
    return np.maximum(tau * short, (tau - 1.0) * short)


def interval_score_of_ends(low: ArrayLike, high: ArrayLike, outcomes: ArrayLike, *, level: float) -> Floats:
    """Return the interval score (n,) of central intervals of a level; see ``samples.interval_score``.

    >>> interval_score_of_ends([0.0], [3.0], [4.0], level=0.5).tolist()
    [7.0]
    """
    a, b, y = (np.asarray(values, dtype=np.float64) for values in (low, high, outcomes))
    if not 0 < level < 1:
        raise InputError("The level of an interval lies between 0 and 1.")
    if (a > b).any():
        raise InputError("An interval ends below its beginning. Put its ends in order.")
    outside = np.maximum(a - y, 0.0) + np.maximum(y - b, 0.0)
    return np.asarray(b - a + 2.0 / (1.0 - level) * outside)


def ignorance_of_bins(probabilities: ArrayLike, outcomes: ArrayLike, *, bins: ArrayLike) -> Floats:
    """Return the bits of surprise (n,) at the outcome's bin; infinite where it had no probability.

    probabilities (n, b) sum to 1; bins (b,) are lower edges, rising, the last bin open. Source: Good 1952.

    >>> ignorance_of_bins([[0.5, 0.25, 0.25]], [3.0], bins=[0, 1, 10]).tolist()
    [2.0]
    """
    p, at = _bins(probabilities, outcomes, bins)
    with np.errstate(divide="ignore"):
        bits = -np.log2(p[np.arange(len(p)), np.maximum(at, 0)])
    return np.where(at < 0, np.nan, bits)


def ranked_probability_score(probabilities: ArrayLike, outcomes: ArrayLike, *, bins: ArrayLike) -> Floats:
    """Return the sum of squared differences of cumulated probabilities (n,), b − 1 at most. Strictly proper.

    Arguments as for :func:`ignorance_of_bins`. Source: Epstein 1969, Journal of Applied Meteorology 8(6).

    >>> ranked_probability_score([[0.5, 0.25, 0.25]], [3.0], bins=[0, 1, 10]).tolist()
    [0.3125]
    """
    p, at = _bins(probabilities, outcomes, bins)
    happened = np.arange(p.shape[1]) >= at[:, None]
    score = ((p.cumsum(axis=1) - happened) ** 2).sum(axis=1)
    return np.where(at < 0, np.nan, score)


def _quantiles(quantiles: ArrayLike, outcomes: ArrayLike, levels: ArrayLike) -> tuple[Floats, Floats, Floats]:
    x, y, tau = (np.asarray(values, dtype=np.float64) for values in (quantiles, outcomes, levels))
    if x.ndim != 2 or y.shape != x.shape[:1] or tau.shape != x.shape[1:]:
        raise InputError(
            f"Quantiles must be (n, q), outcomes (n,) and levels (q,), not {x.shape}, {y.shape}, {tau.shape}."
        )
    if not np.isfinite(x).all() or (np.diff(x[:, np.argsort(tau)], axis=1) < 0).any():
        raise InputError("Quantiles must be finite and must not fall as their level rises.")
    if ((tau < 0) | (tau > 1)).any():
        raise InputError("Levels of quantiles lie from 0 to 1.")
    return x, y, tau


def _bins(probabilities: ArrayLike, outcomes: ArrayLike, bins: ArrayLike) -> tuple[Floats, NDArray[np.int64]]:
    """Return probabilities, and the bin of each outcome, −1 where the outcome is unknown."""
    p, y, edges = (np.asarray(values, dtype=np.float64) for values in (probabilities, outcomes, bins))
    if p.ndim != 2 or y.shape != p.shape[:1] or edges.shape != p.shape[1:] or (np.diff(edges) <= 0).any():
        raise InputError("Probabilities must be (n, b), outcomes (n,), and bins (b,) rising lower edges.")
    if not (p >= 0).all() or np.abs(p.sum(axis=1) - 1).max(initial=0) > 1e-6:
        raise InputError("The probabilities of a forecast's bins must not be negative and must sum to 1.")
    if (y < edges[0]).any():
        raise InputError(f"An outcome lies below the first bin, {edges[0]:g}. Begin the bins lower.")
    return p, np.where(np.isnan(y), -1, np.searchsorted(edges, y, side="right") - 1)
