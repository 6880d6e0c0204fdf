"""Scores of forecasts that are given as draws.

Throughout, ``samples`` (n, S) holds S draws of each of n forecasts and ``outcomes`` (n,) what happened; the order of
draws does not matter. An outcome that is unknown (NaN) has no score: NaN. A missing draw is an error. Lower scores
are better; each function gives a score per forecast, and their mean is the reader's.

All scores come from one pass over sorted draws, block by block in several threads, so that asking for all of them
(:func:`score_samples`) costs little more than asking for one, and hardly any memory beside the draws.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from avert.errors import InputError
from avert.scoring.kernels import samples as kernels

Floats = NDArray[np.float64]

CHALLENGE_BINS = (0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
"""Lower edges of the bins of the VIEWS prediction challenge 2023/24; the last is open."""
ESTIMATORS = ("ecdf", "fair")
BLOCK_DRAWS = 2**20
"""Draws sorted at a time by a thread: 8 MiB."""
_NO_BINS = (-np.inf,)


@dataclass(frozen=True)
class SampleScores:
    """The scores of n forecasts; NaN where the outcome is unknown.

    crps, crps_log1p (None if not asked for), ignorance, interval_score: (n,), see the functions of these names.
    covered: (n,) 1 where the central interval holds the outcome, else 0. below, up_to: (n,) share of draws below the
    outcome, and not above it. quantile_scores: (n, q). brier: (n, t).
    """

    crps: Floats
    crps_log1p: Floats | None
    ignorance: Floats
    interval_score: Floats
    covered: Floats
    below: Floats
    up_to: Floats
    quantile_scores: Floats
    brier: Floats


def score_samples(
    samples: ArrayLike,
    outcomes: ArrayLike,
    *,
    estimator: str = "ecdf",
    bins: Sequence[float] = CHALLENGE_BINS,
    pseudo_count: float = 1.0,
    level: float = 0.9,
    quantiles: Sequence[float] = (),
    thresholds: Sequence[float] = (),
    with_log1p: bool = True,
    threads: int | None = None,
) -> SampleScores:
    """Return every score in one pass.

    Parameters
    ----------
    samples: (n, S) draws; single and double precision are sorted as they are, integers as doubles.
    outcomes: (n,), NaN where unknown.
    estimator: of the CRPS, see :func:`crps`.
    bins, pseudo_count: see :func:`ignorance`.
    level: of the central interval, between 0 and 1.
    quantiles: levels (q,) of quantile scores. thresholds: (t,) of the events "more than".
    with_log1p: whether the CRPS on the scale of log1p is wanted; it needs draws and outcomes above −1.
    threads: None takes as many as there are processors; changes no result.

    Raises
    ------
    InputError: shapes do not fit, a draw is missing or infinite, an outcome is infinite or lies below the first bin,
        or an argument is out of range.

    >>> scores = score_samples([[0, 0, 1, 3], [5, 9, 2, 4]], [0, 12])
    >>> scores.crps.tolist(), scores.covered.tolist()
    ([0.375, 5.625], [1.0, 0.0])
    """
    x, y = _checked(samples, outcomes)
    if estimator not in ESTIMATORS:
        raise InputError(
            f"There is no estimator {estimator!r} of the CRPS. There is: {', '.join(ESTIMATORS)}."
        )
    asked = kernels.Asked(
        is_fair=estimator == "fair",
        with_log=with_log1p,
        edges=np.asarray(bins, dtype=np.float64),
        pseudo_count=pseudo_count,
        tail=1.0 - level,
        levels=np.asarray(quantiles, dtype=np.float64),
        thresholds=np.asarray(thresholds, dtype=np.float64),
    )
    _check_asked(asked, y, draws=x.shape[1])
    n, step = len(y), max(1, BLOCK_DRAWS // x.shape[1])
    scores = _room_for(n, asked)

    def score(first: int) -> None:
        block = _sorted(x[first : first + step], with_log1p)
        kernels.score_block(block, y, first, asked, scores)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        for _done in pool.map(score, range(0, n, step)):
            pass
    return SampleScores(scores.crps, scores.crps_log1p if with_log1p else None, *scores[2:])


def crps(samples: ArrayLike, outcomes: ArrayLike, *, estimator: str = "ecdf") -> Floats:
    r"""Return the continuous ranked probability score, in the units of the outcome. Strictly proper.

    .. math:: \frac{1}{S} \sum_j |x_j - y| - \frac{1}{2 S D} \sum_{j,k} |x_j - x_k|

    ``ecdf``: D = S, the score of the draws' own distribution function, to which the draws are all there is; what
    views-evaluation computes, and what scoringrules calls ``nrg`` or ``qd``. ``fair``: D = S − 1, unbiased for the
    distribution that the draws come from, and so comparable between different S; scoringrules' ``fair`` or ``pwm``.
    Sources: Gneiting and Raftery 2007, JASA 102; Ferro 2014, QJRMS 140.

    >>> crps([[0, 0, 1, 3]], [0]).tolist(), crps([[0, 0, 1, 3]], [0], estimator="fair").round(4).tolist()
    ([0.375], [0.1667])
    """
    return score_samples(samples, outcomes, estimator=estimator, bins=_NO_BINS, with_log1p=False).crps


def crps_log1p(samples: ArrayLike, outcomes: ArrayLike, *, estimator: str = "ecdf") -> Floats:
    """Return the CRPS of log(1 + draw) against log(1 + outcome): being wrong by a factor, and not by a number.

    The CRPS of deaths is nearly all decided by the few worst wars; this one is not. Draws and outcomes must be above
    −1. Source: Bosse et al. 2023, PLOS Computational Biology 19(8).

    >>> crps_log1p([[0, 0, 1, 3]], [0]).round(4).tolist()
    [0.2166]
    """
    scores = score_samples(samples, outcomes, estimator=estimator, bins=_NO_BINS).crps_log1p
    assert scores is not None  # noqa: S101  it was asked for
    return scores


def ignorance(
    samples: ArrayLike,
    outcomes: ArrayLike,
    *,
    bins: Sequence[float] = CHALLENGE_BINS,
    pseudo_count: float = 1.0,
) -> Floats:
    r"""Return the bits of surprise at the outcome's bin.

    .. math:: -\log_2 \frac{S_b + c}{S + c B}

    of the S draws, S_b fall into the outcome's bin of B, and every bin has a pseudo-count c. Bins are half open,
    [edge, next edge), the last one without end – views-evaluation's own bins end at 1,000.5 and refuse more. Because
    of the pseudo-counts, forecasts of different S should not be compared by it. Source: Good 1952; bins and
    pseudo-count of the VIEWS prediction challenge, Hegre et al. 2024.

    >>> ignorance([[0, 0, 1, 3]], [0]).round(4).tolist()
    [2.3219]
    """
    return score_samples(samples, outcomes, bins=bins, pseudo_count=pseudo_count, with_log1p=False).ignorance


def interval_score(samples: ArrayLike, outcomes: ArrayLike, *, level: float = 0.9) -> Floats:
    r"""Return the interval score of the central interval [l, u] of a level 1 − α. Proper.

    .. math:: u - l + \frac{2}{\alpha} \max(l - y, 0) + \frac{2}{\alpha} \max(y - u, 0)

    Ends are quantiles by linear interpolation. Source: Gneiting and Raftery 2007, JASA 102.

    >>> interval_score([[0, 0, 1, 3]], [4], level=0.5).tolist()
    [11.5]
    """
    return score_samples(samples, outcomes, level=level, bins=_NO_BINS, with_log1p=False).interval_score


def coverage(samples: ArrayLike, outcomes: ArrayLike, *, level: float = 0.9) -> Floats:
    """Return 1 where the central interval holds the outcome, ends included, and 0 where not.

    For counts the mean exceeds the level even of a perfect forecast, because whole numbers sit on the ends.

    >>> coverage([[0, 0, 1, 3], [0, 0, 1, 3]], [0, 4]).tolist()
    [1.0, 0.0]
    """
    return score_samples(samples, outcomes, level=level, bins=_NO_BINS, with_log1p=False).covered


def quantile_score(samples: ArrayLike, outcomes: ArrayLike, *, levels: Sequence[float]) -> Floats:
    """Return the pinball losses (n, q) of the draws' quantiles. Proper for quantiles.

    Source: Koenker and Machado 1999, JASA 94.

    >>> quantile_score([[0, 0, 1, 3]], [4], levels=[0.5, 0.9]).round(4).tolist()
    [[1.75, 1.44]]
    """
    return score_samples(samples, outcomes, quantiles=levels, bins=_NO_BINS, with_log1p=False).quantile_scores


def brier_of_exceedance(samples: ArrayLike, outcomes: ArrayLike, *, thresholds: Sequence[float]) -> Floats:
    """Return the Brier scores (n, t) of the events that the outcome is more than each threshold.

    >>> brier_of_exceedance([[0, 0, 1, 3]], [4], thresholds=[0, 2]).tolist()
    [[0.25, 0.5625]]
    """
    return score_samples(samples, outcomes, thresholds=thresholds, bins=_NO_BINS, with_log1p=False).brier


def pit(samples: ArrayLike, outcomes: ArrayLike, *, rng: np.random.Generator) -> Floats:
    """Return the randomised probability integral transform (n,): uniform on 0 to 1 for a calibrated forecast.

    Where draws equal the outcome, it is drawn between the share below and the share not above. Source: Czado,
    Gneiting and Held 2009, Biometrics 65.

    >>> pit([[0, 0, 1, 3]], [2], rng=np.random.default_rng(1)).tolist()
    [0.75]
    """
    scores = score_samples(samples, outcomes, bins=_NO_BINS, with_log1p=False)
    return scores.below + rng.random(len(scores.below)) * (scores.up_to - scores.below)


def energy_score(samples: ArrayLike, outcomes: ArrayLike) -> Floats:
    r"""Return the energy score (n,) of draws (n, S, d) of outcomes (n, d) that belong together. Strictly proper.

    .. math:: \frac{1}{S} \sum_j \lVert x_j - y \rVert - \frac{1}{2 S^2} \sum_{j,k} \lVert x_j - x_k \rVert

    Time grows with S². Nothing may be missing. Source: Gneiting and Raftery 2007, JASA 102.

    >>> energy_score([[[0.0, 0.0], [3.0, 4.0]]], [[0.0, 0.0]]).tolist()
    [1.25]
    """
    x, y = np.asarray(samples, dtype=np.float64), np.asarray(outcomes, dtype=np.float64)
    if x.ndim != 3 or y.shape != (x.shape[0], x.shape[2]) or not x.shape[1]:
        raise InputError(
            f"An energy score needs draws (n, S, d) and outcomes (n, d), not {x.shape} and {y.shape}."
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InputError("An energy score takes no missing or infinite value. Leave such forecasts out.")
    return np.asarray(kernels.energy(x, y))


def _room_for(n: int, asked: kernels.Asked) -> kernels.Scores:
    crps, log, ignorance, interval, covered, below, up_to = np.empty((7, n))
    wide = np.empty((n, len(asked.levels))), np.empty((n, len(asked.thresholds)))
    return kernels.Scores(crps, log, ignorance, interval, covered, below, up_to, *wide)


def _sorted(rows: NDArray[Any], with_log1p: bool) -> NDArray[Any]:
    """Return a sorted copy of rows of draws, checked; sorting lets other threads run."""
    block = rows.copy() if rows.dtype.kind == "f" else rows.astype(np.float64)
    block.sort(axis=1)
    lowest = block[:, 0].min()
    if not (np.isfinite(block[:, -1]).all() and np.isfinite(lowest)):
        raise InputError("A draw is missing or infinite. Every forecast needs all of its draws.")
    if with_log1p and lowest <= -1:
        raise InputError(
            f"A draw is {lowest:g}; log1p needs draws above −1. Ask without log1p, or mend the draws."
        )
    return block


def _checked(samples: ArrayLike, outcomes: ArrayLike) -> tuple[NDArray[Any], Floats]:
    x, y = np.asarray(samples), np.asarray(outcomes, dtype=np.float64)
    if x.ndim != 2 or y.shape != x.shape[:1] or not x.shape[1]:
        raise InputError(f"Draws must be (n, S) and outcomes (n,), not {x.shape} and {y.shape}.")
    if x.dtype.kind not in "fiub":
        raise InputError(f"Draws must be numbers, not {x.dtype}.")
    if np.isinf(y).any():
        raise InputError("An outcome is infinite. Leave it out, or mark it as unknown.")
    return x, y


def _check_asked(asked: kernels.Asked, y: Floats, *, draws: int) -> None:
    if asked.is_fair and draws == 1:
        raise InputError("The fair CRPS needs at least two draws of each forecast.")
    if not asked.edges.size or (np.diff(asked.edges) <= 0).any() or asked.pseudo_count < 0:
        raise InputError(
            "Bins need rising lower edges, at least one, and a pseudo-count that is not negative."
        )
    if not 0 < asked.tail < 1 or ((asked.levels < 0) | (asked.levels > 1)).any():
        raise InputError("The level of an interval lies between 0 and 1, and those of quantiles from 0 to 1.")
    lowest = np.min(y, initial=np.inf, where=~np.isnan(y))
    if lowest < asked.edges[0]:
        raise InputError(
            f"An outcome of {lowest:g} lies below the first bin, {asked.edges[0]:g}. Begin the bins lower."
        )
    if asked.with_log and lowest <= -1:
        raise InputError(f"An outcome is {lowest:g}; log1p needs outcomes above −1. Ask without log1p.")
