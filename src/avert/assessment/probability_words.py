"""Words for probabilities: the yardstick of the UK's Professional Head of Intelligence Assessment (PHIA).

Words come only from numbers. The gaps between them are intended: what falls into one is said by both its neighbours.
How sure one is of the number (analytic confidence) rests on the evidence, is said apart and never changes the word.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from avert.errors import InputError

YARDSTICK: Mapping[str, tuple[int, int]] = {
    "remote chance": (0, 5),
    "highly unlikely": (10, 20),
    "unlikely": (25, 35),
    "realistic possibility": (40, 50),
    "likely": (55, 75),
    "highly likely": (80, 90),
    "almost certain": (95, 100),
}
"""Each word's lowest and highest probability in percent, both included."""


class AnalyticConfidence(StrEnum):
    """How much the evidence bears."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


def words_for(p: float) -> tuple[str, ...]:
    """Return the word of a probability, or the two on either side of the gap that it falls into.

    Raises:
        InputError: No probability between 0 and 1.

    >>> words_for(0.3), words_for(0.37)
    (('unlikely',), ('unlikely', 'realistic possibility'))
    """
    if not 0 <= p <= 1:
        raise InputError("A probability between 0 and 1 has a word; nothing else has, and unknown has none.")
    percent = round(p * 100, 9)
    within = [word for word, (low, high) in YARDSTICK.items() if low <= percent <= high]
    below = [word for word, (_, high) in YARDSTICK.items() if high < percent]
    above = [word for word, (low, _) in YARDSTICK.items() if low > percent]
    return tuple(within) or (below[-1], above[0])


def in_words(p: float, confidence: AnalyticConfidence | None = None) -> str:
    """Return a probability as a phrase, with the analytic confidence said apart.

    >>> in_words(0.62)
    'likely'
    >>> in_words(0.37, AnalyticConfidence.LOW)
    'between unlikely and realistic possibility (analytic confidence: low)'
    """
    words = words_for(p)
    said = words[0] if len(words) == 1 else f"between {words[0]} and {words[1]}"
    return f"{said} (analytic confidence: {confidence})" if confidence else said
