"""What followed a warning: hits, misses, feared events that did not occur, and those possibly prevented."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import median

import numpy as np

from avert.errors import InputError
from avert.scoring.reliability import wilson

FEWEST_STATED = 10


class Outcome(Enum):
    """What became of what was feared, as marked by people who say why.

    *Possibly prevented* is kept apart: prevention makes a warning look wrong, and calling it a success would be a claim
    about causes that nobody can check.
    """

    HIT = "warned, and the feared event occurred"
    MISS = "the event occurred without a warning"
    DID_NOT_OCCUR = "feared event did not occur"
    POSSIBLY_PREVENTED = "possibly prevented"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class Share:
    """A share of n with Wilson's interval (Wilson 1927, JASA 22(158)); none of them when n is too small to say."""

    n: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Tally:
    """How often each outcome was marked, and how many of the clear-cut warnings were followed by the event."""

    counts: dict[Outcome, int]
    followed: Share
    warned: Share


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Return the counts; *possibly prevented* and *not known* enter no share.

    ``followed`` is hits of all warnings that came out either way; ``warned`` is hits of all events.

    >>> result = tally([Outcome.HIT] * 6 + [Outcome.DID_NOT_OCCUR] * 6 + [Outcome.POSSIBLY_PREVENTED] * 3)
    >>> result.followed.n, result.followed.share, result.warned.share
    (12, 0.5, None)
    """
    found = Counter(outcomes)
    counts = {outcome: found[outcome] for outcome in Outcome}
    hits = counts[Outcome.HIT]
    return Tally(
        counts,
        followed=share_of(hits, hits + counts[Outcome.DID_NOT_OCCUR]),
        warned=share_of(hits, hits + counts[Outcome.MISS]),
    )


def share_of(k: int, n: int, *, level: float = 0.95) -> Share:
    """Return k of n with Wilson's interval, or only n where n is below ten.

    >>> share_of(2, 5)
    Share(n=5, share=None, low=None, high=None)
    """
    if n < FEWEST_STATED:
        return Share(n, None, None, None)
    return Share(n, k / n, *wilson(k, n, level=level))


@dataclass(frozen=True)
class LeadTime:
    """Days between a warning and the event it warned of; the median is none when n is too small to say."""

    n: int
    median_days: float | None
    shortest_days: float | None
    longest_days: float | None


def lead_time(hits: Iterable[tuple[dt.date, dt.date]]) -> LeadTime:
    """Return the lead time of hits, each given as the day of the warning and the day of the event."""
    days = [(event - warned).days for warned, event in hits]
    if any(day < 0 for day in days):
        raise InputError("A warning is dated after the event, so it was none. Mark that event as a miss.")
    if len(days) < FEWEST_STATED:
        return LeadTime(len(days), None, None, None)
    return LeadTime(len(days), float(median(days)), float(min(days)), float(max(days)))


@dataclass(frozen=True)
class Brier:
    """The mean squared difference between probability and outcome (0 is best), or only n when that is too small."""

    n: int
    score: float | None
    low: float | None
    high: float | None


def brier(
    probabilities: Sequence[float], occurred: Sequence[bool], rng: np.random.Generator, *, level: float = 0.95
) -> Brier:
    """Return the Brier score (Brier 1950, MWR 78(1)) with a percentile bootstrap interval over the warnings.

    Args:
        probabilities: As stated when the warning was released, each in [0, 1]; shape (n,).
        occurred: Whether the feared event occurred; leave out those possibly prevented and not known; shape (n,).
        rng: Draws the 2,000 resamples.
        level: Of the interval.

    Raises:
        InputError: Lengths differ, or something is not a probability.
    """
    p, y = _checked(probabilities, occurred)
    if len(p) < FEWEST_STATED:
        return Brier(len(p), None, None, None)
    squared = (p - y) ** 2
    draws = squared[rng.integers(0, len(p), size=(2000, len(p)))].mean(axis=1)
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return Brier(len(p), float(squared.mean()), float(low), float(high))


@dataclass(frozen=True)
class CalibrationBin:
    """Warnings whose probability lay in [from, to): what was said on average, and how often it came."""

    from_p: float
    to_p: float
    mean_p: float | None
    occurred: Share


def calibration(
    probabilities: Sequence[float],
    occurred: Sequence[bool],
    edges: Sequence[float] = (0, 0.05, 0.25, 0.55, 0.8, 1),
) -> tuple[CalibrationBin, ...]:
    """Return said against occurred in bins of probability; a bin with too few warnings has only their number.

    The edges lie in the gaps of the PHIA probability yardstick, so that no bin cuts through one of its words.
    """
    p, y = _checked(probabilities, occurred)
    bins = []
    for low, high in pairwise(edges):
        inside = (p >= low) & ((p < high) | ((p == high) & (high == edges[-1])))
        share = share_of(int(y[inside].sum()), int(inside.sum()))
        mean = float(p[inside].mean()) if share.share is not None else None
        bins.append(CalibrationBin(low, high, mean, share))
    return tuple(bins)


def _checked(probabilities: Sequence[float], occurred: Sequence[bool]) -> tuple[np.ndarray, np.ndarray]:
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(occurred, dtype=np.float64)
    if p.shape != y.shape or not np.all((p >= 0) & (p <= 1)):
        raise InputError("Each warning needs one probability from 0 to 1 and one outcome. Check both lists.")
    return p, y
