"""Scores of probabilities of events that happen or do not.

Throughout, ``p`` (n,) are probabilities from 0 to 1, ``y`` (n,) is 1 where the event happened and 0 where it did
not, nothing is missing, and ``weights`` (n,) or (d, n), at least 0 and equal when not given, say how often each
row counts: d rows of weights, such as draws of a bootstrap, give d scores. A score that is not defined, such as
the AUC of rows without an event, is NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from avert.errors import InputError
from avert.scoring.kernels import binary as kernels

Floats = NDArray[np.float64]
Kernel = Callable[[Floats, Floats, Floats], Floats]

CLIP = 1e-6
"""Probabilities are taken to lie so far from 0 and 1, so that one bold mistake does not cost everything."""


def log_loss(p: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None, clip: float = CLIP) -> Floats:
    r"""Return the mean logarithmic loss; 0 is best. Strictly proper.

    .. math:: -\frac{1}{\sum w} \sum_i w_i \bigl(y_i \ln p_i + (1 - y_i) \ln (1 - p_i)\bigr)

    with p moved into [clip, 1 − clip]. Source: Good 1952, JRSS B 14(1).

    >>> round(float(log_loss([0.9, 0.2], [1, 0])), 4)
    0.1643
    """
    return _score(lambda q, z, w: kernels.log_loss(np.clip(q, clip, 1.0 - clip), z, w), p, y, weights)


def brier(p: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None) -> Floats:
    r"""Return the mean squared difference; 0 is best. Strictly proper.

    .. math:: \frac{1}{\sum w} \sum_i w_i (p_i - y_i)^2

    Source: Brier 1950, Monthly Weather Review 78(1).

    >>> round(float(brier([0.9, 0.2], [1, 0])), 4)
    0.025
    """
    return _score(kernels.brier, p, y, weights)


def auc(p: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None) -> Floats:
    """Return how probable it is that an event was given more than a non-event; a tie counts half.

    0.5 is what a constant gets, 1 is best. It looks at the order only. Source: Hanley and McNeil 1982,
    Radiology 143(1).

    >>> float(auc([0.1, 0.4, 0.4, 0.8], [0, 0, 1, 1]))
    0.875
    """
    return _score(kernels.auc, p, y, weights)


def average_precision(p: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None) -> Floats:
    r"""Return the area under precision and recall, as a sum of steps; 1 is best, the share of events is poor.

    .. math:: \sum_t (R_t - R_{t-1}) P_t

    over the different values t of p, highest first; rows that tie are taken in together. Source: Manning,
    Raghavan and Schütze 2008, Introduction to Information Retrieval, chapter 8.

    >>> round(float(average_precision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])), 4)
    0.8333
    """
    return _score(kernels.average_precision, p, y, weights)


def auc_within(p: ArrayLike, y: ArrayLike, groups: ArrayLike, *, weights: ArrayLike | None = None) -> Floats:
    """Return the mean over groups (n,) of the AUC within each; groups in which only one outcome occurs are left out.

    >>> float(auc_within([0.1, 0.2, 0.9, 0.8], [0, 1, 0, 1], [1, 1, 2, 2]))
    0.5
    """
    group = _groups(groups, p)

    def kernel(q: Floats, z: Floats, w: Floats) -> Floats:
        members = [group == name for name in np.unique(group)]
        each = np.stack([kernels.auc(q[of], z[of], w[:, of]) for of in members])
        known = np.isfinite(each).sum(axis=0)
        total = np.where(np.isfinite(each), each, 0.0).sum(axis=0)
        return np.asarray(np.where(known > 0, total / np.maximum(known, 1), np.nan))

    return _score(kernel, p, y, weights)


def recall_at(
    k: int, p: ArrayLike, y: ArrayLike, groups: ArrayLike, *, weights: ArrayLike | None = None
) -> Floats:
    """Return the share of events that were among the k highest of their group (n,), such as of a year's list.

    Where rows tie across the end of the list, each counts with the probability of being listed when ties are put
    in random order: a constant gets k of the group's size, not everything. Weights say how often an event counts;
    they do not change who is listed.

    >>> float(recall_at(2, [0.9, 0.5, 0.5, 0.1], [0, 1, 0, 1], [1, 1, 1, 1]))
    0.25
    """
    if k < 1:
        raise InputError(f"A list of {k} rows catches nothing. Ask for at least one.")
    group = _groups(groups, p)

    def kernel(q: Floats, z: Floats, w: Floats) -> Floats:
        return kernels.mean_of(kernels.listed_share(q, group, k), w * z)

    return _score(kernel, p, y, weights)


class Recalibration(NamedTuple):
    """The line that the log-odds of forecasts need to fit the outcomes best: right are 0 and 1."""

    intercept: Floats
    slope: Floats


def recalibration(
    p: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None, clip: float = CLIP
) -> Recalibration:
    r"""Return intercept and slope of the logistic regression of y on the log-odds of p.

    .. math:: \Pr(y = 1) = \operatorname{logit}^{-1}(a + b \operatorname{logit} p)

    A slope below 1 says that forecasts are too bold, above 1 too timid. NaN where there is no optimum: all p are
    equal, or p separates the outcomes. Source: Cox 1958, Biometrika 45(3/4).

    >>> y = [0] * 75 + [1] * 25 + [0] * 25 + [1] * 75
    >>> [round(float(recalibration([low] * 100 + [1 - low] * 100, y).slope), 3) for low in (0.25, 0.1)]
    [1.0, 0.5]
    """

    def kernel(q: Floats, z: Floats, w: Floats) -> Floats:
        inside = np.clip(q, clip, 1.0 - clip)
        return np.stack(kernels.recalibrate(np.log(inside / (1.0 - inside)), z, w), axis=1)

    found = _score(kernel, p, y, weights)
    return Recalibration(found[..., 0], found[..., 1])


def check_probabilities(p: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Return p and y as numbers. InputError when they are not probabilities and outcomes of the same rows.

    >>> check_probabilities([0.5, 1.5], [0, 1])
    Traceback (most recent call last):
    avert.errors.InputError: Scores need, for every row, one probability from 0 to 1 and one outcome, 0 or 1...
    """
    said, known = np.asarray(p, dtype=np.float64), np.asarray(y, dtype=np.float64)
    fits = said.ndim == 1 and said.shape == known.shape and said.size > 0
    if not (fits and ((said >= 0.0) & (said <= 1.0)).all() and ((known == 0.0) | (known == 1.0)).all()):
        raise InputError(
            "Scores need, for every row, one probability from 0 to 1 and one outcome, 0 or 1; at least one row "
            "breaks this, or there is none. Leave out rows where either is missing."
        )
    return said, known


def _score(kernel: Kernel, p: ArrayLike, y: ArrayLike, weights: ArrayLike | None) -> Floats:
    said, known = check_probabilities(p, y)
    given = np.ones(said.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    if given.shape[-1:] != said.shape or given.ndim > 2 or not (given >= 0.0).all():
        raise InputError(f"Weights have the shape {given.shape} for {said.size} rows, or are below 0.")
    scores = kernel(said, known, np.atleast_2d(given))
    return scores if given.ndim == 2 else scores[0]


def _groups(groups: ArrayLike, p: ArrayLike) -> NDArray[np.int64]:
    given = np.asarray(groups)
    if given.shape != np.shape(p):
        raise InputError(f"There are {given.size} groups for {np.size(p)} rows. Give each row one.")
    return np.unique(given, return_inverse=True)[1]
