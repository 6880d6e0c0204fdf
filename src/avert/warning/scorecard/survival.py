"""How long an answer takes, when some have not come yet: the Kaplan–Meier estimator."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from avert.errors import InputError


@dataclass(frozen=True)
class Survival:
    """The share still unanswered after each time at which an answer came, with intervals.

    ``longest`` is how far it is known: the longest time that anyone waited, answered or not.
    """

    n: int
    times: npt.NDArray[np.float64]
    at_risk: npt.NDArray[np.int64]
    answered: npt.NDArray[np.int64]
    unanswered: npt.NDArray[np.float64]
    variance: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    longest: float

    def at(self, time: float) -> float:
        """Return the share still unanswered after a time."""
        before = int(np.searchsorted(self.times, time, side="right"))
        return float(self.unanswered[before - 1]) if before else 1.0

    @property
    def median(self) -> float | None:
        """Return the time by which half have answered; none if that has not come."""
        return _first_at_most_half(self.times, self.unanswered)

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """Return the interval of the median (Brookmeyer and Crowley 1982); an open end is none."""
        return _first_at_most_half(self.times, self.low), _first_at_most_half(self.times, self.high)


def kaplan_meier(durations: Sequence[float], is_answered: Sequence[bool], *, level: float = 0.95) -> Survival:
    """Return the share still unanswered over time, of answers that came and of some that are still waited for.

    Args:
        durations: Time until the answer or until now, at least zero, one per warning and addressee; shape (n,).
        is_answered: Whether the answer came (True) or is still waited for, right-censored (False); shape (n,).
        level: Of the pointwise intervals, which are log–log so that they stay between 0 and 1.

    Returns:
        One row per time at which an answer came. Where the share is 0 the interval is not defined (NaN).

    Raises:
        InputError: Lengths differ, or a duration is negative or not a number.

    Sources: Kaplan and Meier 1958, JASA 53(282); Greenwood 1926; Kalbfleisch and Prentice 2002, *The Statistical
    Analysis of Failure Time Data*, 2nd ed., 1.4.

    >>> km = kaplan_meier([1, 2, 2, 5], [True, True, False, False])
    >>> km.unanswered.tolist(), km.median
    ([0.75, 0.5], 2.0)
    """
    time, came = np.asarray(durations, dtype=np.float64), np.asarray(is_answered, dtype=bool)
    if time.shape != came.shape or time.ndim != 1 or not np.all(time >= 0):
        raise InputError(
            "Times to an answer need one number of at least zero and one yes or no each. Check both lists."
        )
    times = np.unique(time[came])
    at_risk = (time[None, :] >= times[:, None]).sum(axis=1)
    answered = ((time[None, :] == times[:, None]) & came[None, :]).sum(axis=1)
    unanswered = np.cumprod(1 - answered / at_risk)
    greenwood = _greenwood(at_risk, answered)
    low, high = _log_log(unanswered, greenwood, NormalDist().inv_cdf((1 + level) / 2))
    variance = np.where(unanswered > 0, unanswered**2 * np.where(np.isfinite(greenwood), greenwood, 0), 0.0)
    longest = float(time.max()) if len(time) else 0.0
    return Survival(len(time), times, at_risk, answered, unanswered, variance, low, high, longest)


def _greenwood(at_risk: npt.NDArray[np.int64], answered: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return Greenwood's sum, the variance of log S; infinite once nobody is left."""
    left = at_risk - answered
    terms = np.divide(answered, at_risk * left, out=np.full(len(left), math.inf), where=left > 0)
    return np.asarray(np.cumsum(terms), dtype=np.float64)


def _log_log(
    share: npt.NDArray[np.float64], greenwood: npt.NDArray[np.float64], z: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    low, high = np.full(len(share), math.nan), np.full(len(share), math.nan)
    inside = (share > 0) & (share < 1)
    log = np.log(share[inside])
    width = z * np.sqrt(greenwood[inside]) / np.abs(log)
    low[inside], high[inside] = np.exp(log * np.exp(width)), np.exp(log * np.exp(-width))
    return low, high


def _first_at_most_half(times: npt.NDArray[np.float64], share: npt.NDArray[np.float64]) -> float | None:
    # An estimate of exactly one half, such as 0.75 * 2/3, may come out a rounding error above it.
    reached = np.flatnonzero(share <= 0.5 + 1e-12)
    return float(times[reached[0]]) if len(reached) else None
