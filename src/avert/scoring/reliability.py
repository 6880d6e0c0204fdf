"""Whether what was given some probability happened about as often: bins, and what a score is made of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from avert.errors import InputError
from avert.scoring.binary import CLIP, check_probabilities
from avert.scoring.kernels import binary as kernels

Floats = NDArray[np.float64]


def wilson(events: int, rows: int, *, level: float = 0.95) -> tuple[float, float]:
    r"""Return Wilson's interval of a share, which stays within 0 and 1 and serves few rows.

    .. math:: \frac{k + z^2/2}{n + z^2} \pm \frac{z}{n + z^2} \sqrt{\frac{k (n - k)}{n} + \frac{z^2}{4}}

    Source: Wilson 1927, Journal of the American Statistical Association 22(158).

    >>> [round(end, 3) for end in wilson(8, 51)]
    [0.082, 0.28]
    """
    if not 0 <= events <= rows or rows == 0:
        raise InputError(f"{events} of {rows} is no share. Count the rows and those with the event again.")
    z = NormalDist().inv_cdf((1.0 + level) / 2.0)
    whole = rows + z * z
    middle = (events + z * z / 2.0) / whole
    half = z / whole * math.sqrt(events * (rows - events) / rows + z * z / 4.0)
    return (middle - half if events else 0.0), (middle + half if events < rows else 1.0)


@dataclass(frozen=True)
class ReliabilityBin:
    """Rows whose probability lay in [low_p, high_p): what was said on average, how often it came, within what."""

    low_p: float
    high_p: float
    rows: int
    events: int
    mean_p: float
    share: float
    share_low: float
    share_high: float


def reliability(
    p: ArrayLike, y: ArrayLike, edges: ArrayLike, *, level: float = 0.90
) -> tuple[ReliabilityBin, ...]:
    """Return said against happened, a bin for every two neighbouring edges that holds rows.

    Parameters
    ----------
    p, y: see :mod:`avert.scoring.binary`.
    edges: increasing; rows outside of them enter no bin. The last bin holds its upper edge.
    level: of Wilson's interval of the share.

    >>> [(one.rows, one.mean_p, one.share) for one in reliability([0.1, 0.3, 0.9], [0, 1, 1], [0, 0.5, 1])]
    [(2, 0.2, 0.5), (1, 0.9, 1.0)]
    """
    said, known = check_probabilities(p, y)
    ends = np.asarray(edges, dtype=np.float64)
    if ends.size < 2 or not (np.diff(ends) > 0.0).all():
        raise InputError("The edges of bins must increase, and there must be two at least.")
    at = np.where(said == ends[-1], ends.size - 2, np.searchsorted(ends, said, side="right") - 1)
    bins = []
    for i in range(ends.size - 1):
        inside = at == i
        if rows := int(inside.sum()):
            events = int(known[inside].sum())
            low, high = wilson(events, rows, level=level)
            mean = float(said[inside].mean())
            ends_of = float(ends[i]), float(ends[i + 1])
            bins.append(ReliabilityBin(*ends_of, rows, events, mean, events / rows, low, high))
    return tuple(bins)


@dataclass(frozen=True)
class Decomposition:
    """A mean score = miscalibration − discrimination + uncertainty; see :func:`decompose`."""

    miscalibration: float
    discrimination: float
    uncertainty: float


def decompose(p: ArrayLike, y: ArrayLike, *, score: str = "log_loss") -> Decomposition:
    """Split a mean score into what recalibration would mend, what telling rows apart gains, and the base rate's.

    The recalibrated probability is the isotonic regression of y on p, so that no bins have to be chosen; none of
    the parts is below zero.

    Parameters
    ----------
    p, y: see :mod:`avert.scoring.binary`.
    score: ``log_loss`` or ``brier``.

    Source: Dimitriadis, Gneiting and Jordan 2021, PNAS 118(8), e2016191118.

    >>> decompose([0.2, 0.2, 0.8, 0.8], [0, 1, 1, 1], score="brier")  # doctest: +ELLIPSIS
    Decomposition(miscalibration=0.065..., discrimination=0.0625, uncertainty=0.1875)
    """
    from scipy.optimize import isotonic_regression

    said, known = check_probabilities(p, y)
    _, at, counts = np.unique(said, return_inverse=True, return_counts=True)
    shares = np.bincount(at, weights=known) / counts
    recalibrated = isotonic_regression(shares, weights=counts.astype(np.float64)).x[at]
    kernel = {"log_loss": kernels.log_loss, "brier": kernels.brier}.get(score)
    if kernel is None:
        raise InputError(f"No score to decompose is called {score!r}. Use log_loss or brier.")

    def mean(q: Floats) -> float:
        inside = np.clip(q, CLIP, 1.0 - CLIP) if score == "log_loss" else q
        return float(kernel(inside, known, np.ones((1, known.size)))[0])

    stated, best, base = mean(said), mean(recalibrated), mean(np.full(said.shape, known.mean()))
    return Decomposition(stated - best, base - best, base)
