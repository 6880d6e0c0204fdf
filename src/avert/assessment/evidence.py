"""Evidence: what was obtained from which source, graded, with its origin; and how it bears on a claim or hypothesis."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from avert.assessment.grading import Grade, Stance
from avert.deadlines import in_utc


class Consistency(StrEnum):
    """How a piece of evidence fits a claim or hypothesis (Heuer 1999, chapter 8)."""

    VERY_CONSISTENT = "CC"
    CONSISTENT = "C"
    NEUTRAL = "N"
    INCONSISTENT = "I"
    VERY_INCONSISTENT = "II"
    NOT_APPLICABLE = "NA"
    NOT_RATED = "-"

    @property
    def degree(self) -> int | None:
        """Return 2 for CC to -2 for II, or none where the evidence does not bear on it or nobody rated it."""
        return _DEGREES.get(self)

    @property
    def stance(self) -> Stance | None:
        """Return what it says of a claim, or none where it says nothing."""
        degree = self.degree
        if not degree:
            return None
        return Stance.SUPPORTS if degree > 0 else Stance.CONTRADICTS


_DEGREES = {
    Consistency.VERY_CONSISTENT: 2,
    Consistency.CONSISTENT: 1,
    Consistency.NEUTRAL: 0,
    Consistency.INCONSISTENT: -1,
    Consistency.VERY_INCONSISTENT: -2,
}


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence.

    ``origin`` is who it goes back to in the end and ``at`` when it was so, none if nobody knows; ``discarded`` says
    why it no longer counts.
    """

    id: str
    source: str
    at: dt.datetime | None = None
    grade: Grade = field(default_factory=Grade)
    origin: str | None = None
    discarded: str = ""

    def __post_init__(self) -> None:
        if self.at is not None:
            in_utc(self.at)


def capped_log_ratio(ratios: Iterable[tuple[str | None, float]]) -> float:
    """Return the sum of log likelihood ratios in which no origin weighs more than its strongest piece.

    Each item is an origin and the log ratio of one piece. Pieces of unknown origin may all be one, and count as one.

    >>> capped_log_ratio([("radio", 0.75), ("radio", 0.75), ("nurse", -0.25)])
    0.5
    """
    groups: dict[str | None, list[float]] = {}
    for origin, ratio in ratios:
        groups.setdefault(origin, []).append(ratio)
    return math.fsum(_capped(group) for group in groups.values())


def _capped(group: list[float]) -> float:
    most, total = max(map(abs, group)), math.fsum(group)
    return max(-most, min(most, total))
