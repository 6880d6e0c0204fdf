"""Cooke's classical model: experts weighed by how they did on questions whose answers are known.

Experts give 5, 50 and 95 % quantiles of seed questions (answers known to us, not to them) and of the questions at hand.
Weights reward calibration first and information second. Source: Cooke 1991, Experts in Uncertainty, Oxford University
Press, chapter 12; practice: Colson and Cooke 2017, Reliability Engineering and System Safety 163, 109–120.

``quantiles`` are (experts, questions, 3), strictly increasing, none missing; ``truths`` are (questions,).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

from avert.errors import InputError

Vector = NDArray[np.float64]
LEVELS = np.array([0.05, 0.5, 0.95])
EXPECTED = np.array([0.05, 0.45, 0.45, 0.05])
"""Probabilities of the four intervals that three quantiles cut."""
OVERSHOOT = 0.1
"""The intrinsic range reaches beyond all that was said by this share of it, at either end."""


@dataclass(frozen=True)
class Seeds:
    """Seed questions: what experts said, what is true, and which are on a log scale, all in the scale's units."""

    quantiles: Vector
    truths: Vector
    is_log: NDArray[np.bool_]

    def without(self, question: int) -> Seeds:
        """Return the other questions."""
        kept = np.arange(len(self.truths)) != question
        return Seeds(self.quantiles[:, kept], self.truths[kept], self.is_log[kept])


@dataclass(frozen=True)
class Weights:
    """What each expert counts for; weights sum to 1. ``threshold``: calibration below it counts for nothing."""

    weights: Vector
    calibration: Vector
    information: Vector
    threshold: float


def seeds(quantiles: ArrayLike, truths: ArrayLike, is_log: ArrayLike | None = None) -> Seeds:
    """Return seed questions, checked.

    Args:
        quantiles: 5, 50 and 95 % quantiles (experts, questions, 3).
        truths: Answers (questions,).
        is_log: For which questions orders of magnitude matter rather than differences (questions,); none by default.

    Raises:
        InputError: Something is missing, quantiles do not increase, or a log scale has values that are not positive.
    """
    said, known = np.asarray(quantiles, dtype=float), np.asarray(truths, dtype=float)
    log = np.zeros(len(known), dtype=bool) if is_log is None else np.asarray(is_log, dtype=bool)
    if (
        not len(known)
        or np.isnan(known).any()
        or said.shape[1:] != (len(known), 3)
        or log.shape != known.shape
    ):
        raise InputError(
            "Quantiles must be experts × questions × 3, with one answer for each of the questions."
        )
    said = _on_scale(said, log[:, None])
    _check_quantiles(said)
    return Seeds(said, _on_scale(known, log), log)


def calibration(quantiles: ArrayLike, truths: ArrayLike) -> Vector:
    r"""Return how probable it is that a well calibrated expert would miss by as much (experts,).

    .. math:: C = 1 - F_{\chi^2_3}\Bigl(2 N \sum_k s_k \ln \frac{s_k}{p_k}\Bigr), \quad p = (.05, .45, .45, .05)

    with s the shares of the N truths in the four intervals; a truth equal to a quantile lies below it.

    One of ten truths below, four, four and one above the quantiles:

    >>> said = [[[1, 2, 3], *[[-1, 1, 2]] * 4, *[[-2, -1, 1]] * 4, [-3, -2, -1]]]
    >>> round(float(calibration(said, [0] * 10)[0]), 3)
    0.828
    """
    said, known = np.asarray(quantiles, dtype=float), np.asarray(truths, dtype=float)
    interval = (known[None, :, None] > said).sum(axis=-1)
    shares = (interval[..., None] == np.arange(4)).mean(axis=1)
    ratio = np.where(shares > 0, shares, 1.0) / EXPECTED
    return np.asarray(chi2.sf(2 * len(known) * (shares * np.log(ratio)).sum(axis=-1), 3))


def intrinsic_range(quantiles: Vector, truths: Vector | None = None) -> Vector:
    """Return the background's ends (questions, 2): all that was said or is true, and a tenth of it beyond."""
    lowest, highest = quantiles[..., 0].min(axis=0), quantiles[..., 2].max(axis=0)
    if truths is not None:
        lowest, highest = np.minimum(lowest, truths), np.maximum(highest, truths)
    beyond = OVERSHOOT * (highest - lowest)
    return np.stack([lowest - beyond, highest + beyond], axis=-1)


def information(quantiles: Vector, ends: Vector) -> Vector:
    r"""Return how much each expert says beyond the background (experts, questions).

    .. math:: I = \sum_k p_k \ln \frac{p_k}{r_k}

    with r the background's probability of the four intervals: uniform over the range, on the question's scale.
    """
    lowest, highest = (np.broadcast_to(ends[None, :, [k]], (*quantiles.shape[:2], 1)) for k in (0, 1))
    edges = np.concatenate([lowest, quantiles, highest], axis=-1)
    background = np.diff(edges, axis=-1) / (ends[:, 1] - ends[:, 0])[None, :, None]
    return np.asarray((EXPECTED * np.log(EXPECTED / background)).sum(axis=-1))


def performance_weights(known: Seeds, threshold: float | None = None) -> Weights:
    r"""Return each expert's weight.

    .. math:: w_e \propto C_e I_e 1[C_e \ge \alpha]

    Args:
        known: The seed questions.
        threshold: The calibration below which an expert counts for nothing; when not given, the one with which the
            pooled expert would score best on the seed questions.

    Raises:
        InputError: Nobody reaches the threshold.
    """
    ends = intrinsic_range(known.quantiles, known.truths)
    scores = calibration(known.quantiles, known.truths)
    informative = information(known.quantiles, ends).mean(axis=1)
    if threshold is not None:
        return _weighed(scores, informative, threshold)
    candidates = [_weighed(scores, informative, float(at)) for at in np.unique(scores)]
    return max(candidates, key=lambda one: _score(_pooled(known.quantiles, one.weights, ends), known, ends))


def decision_maker(quantiles: ArrayLike, weights: ArrayLike, is_log: ArrayLike | None = None) -> Vector:
    """Return the pooled 5, 50 and 95 % quantiles (questions, 3) of the weighted mixture of the experts.

    Each expert's distribution is uniform between quantiles and the ends of the intrinsic range, on the scale.

    Args:
        quantiles: Of the questions at hand (experts, questions, 3).
        weights: From ``performance_weights``, or equal (experts,).
        is_log: As in ``seeds``.

    >>> decision_maker([[[1, 2, 3]], [[1, 2, 3]]], [0.5, 0.5]).round(6).tolist()
    [[1.0, 2.0, 3.0]]
    """
    said = np.asarray(quantiles, dtype=float)
    log = np.zeros(said.shape[1], dtype=bool) if is_log is None else np.asarray(is_log, dtype=bool)
    said = _on_scale(said, log[:, None])
    _check_quantiles(said)
    pooled = _pooled(said, np.asarray(weights, dtype=float), intrinsic_range(said))
    return np.where(log[:, None], np.exp(np.where(log[:, None], pooled, 0)), pooled)


def leave_one_out(known: Seeds) -> Vector:
    """Return what the pooled expert would have said of each seed question had its answer not been used.

    On the question's scale (questions, 3); give it with the truths to ``calibration`` to see how the weights do on
    questions that they were not made from.
    """
    return np.stack([_left_out(known, question) for question in range(len(known.truths))])


def _left_out(known: Seeds, question: int) -> Vector:
    weights = performance_weights(known.without(question)).weights
    one = known.quantiles[:, [question]]
    return np.asarray(_pooled(one, weights, intrinsic_range(one))[0])


def _weighed(scores: Vector, informative: Vector, threshold: float) -> Weights:
    raw = scores * informative * (scores >= threshold)
    if raw.sum() <= 0:
        raise InputError(
            f"No expert's calibration reaches {threshold:.3g}. Lower it, or ask more seed questions."
        )
    return Weights(raw / raw.sum(), scores, informative, threshold)


def _score(pooled: Vector, known: Seeds, ends: Vector) -> float:
    one = pooled[None]
    return float(calibration(one, known.truths)[0] * information(one, ends).mean())


def _pooled(quantiles: Vector, weights: Vector, ends: Vector) -> Vector:
    return np.stack([_mixture(quantiles[:, i], weights, ends[i]) for i in range(quantiles.shape[1])])


def _mixture(quantiles: Vector, weights: Vector, ends: Vector) -> Vector:
    points = np.unique(np.concatenate([quantiles.ravel(), ends]))
    levels = np.concatenate([[0.0], LEVELS, [1.0]])
    below = [np.interp(points, np.concatenate([ends[:1], said, ends[1:]]), levels) for said in quantiles]
    return np.asarray(np.interp(LEVELS, weights @ np.stack(below), points))


def _on_scale(values: Vector, is_log: NDArray[np.bool_]) -> Vector:
    if (values[np.broadcast_to(is_log, values.shape)] <= 0).any():
        raise InputError(
            "A question on a log scale has a value that is not positive. Use the plain scale for it."
        )
    return np.where(is_log, np.log(np.where(is_log, values, 1.0)), values)


def _check_quantiles(said: Vector) -> None:
    wrong = np.argwhere(~(np.diff(said, axis=-1) > 0).all(axis=-1))
    if len(wrong):
        expert, question = wrong[0] + 1
        raise InputError(
            f"Expert {expert}, question {question}: the quantiles do not increase, or one is missing. Leave out the "
            "question or the expert; a quantile cannot be filled in for them."
        )
