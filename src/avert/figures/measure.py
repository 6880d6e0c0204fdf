"""What a figure shows: its name, unit and way of writing numbers, and the classes a map draws it in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from avert.errors import InputError
from avert.figures.palette import CLASSES
from avert.figures.wording import THIN, count, percent, round_number, significant, translator

Style = Literal["count", "percent", "decimal"]

_FIFTHS = ("lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth")
_WORDS: dict[int, tuple[str, ...]] = {
    1: ("some",),
    2: ("lower", "higher"),
    3: ("low", "medium", "high"),
    4: ("low", "medium", "high", "very high"),
    5: ("very low", "low", "medium", "high", "very high"),
}


@dataclass(frozen=True)
class Measure:
    """A quantity to be shown.

    Parameters
    ----------
    name
        What it is, as a heading: ``"Deaths in state-based conflict"``.
    unit
        Written after a number: ``"deaths"``. Percentages need none.
    style
        ``"count"`` (1,204), ``"percent"`` (0.1041 is written 10.4 %) or ``"decimal"`` (three figures).
    breaks
        Where one class ends and the next begins, ascending, at most four; a value on a break belongs to the
        class above. Empty: fifths of the values shown, at rounded limits.
    words
        One word for each class, from low to high; needs ``breaks``.
    zero_word
        Given, zero is shown apart from the classes under this word, such as ``"none recorded"``.
    """

    name: str
    unit: str = ""
    style: Style = "count"
    breaks: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    zero_word: str | None = None

    def __post_init__(self) -> None:
        """Refuse breaks and words that do not belong together."""
        if len(self.breaks) >= CLASSES or any(not low < high for low, high in pairwise(self.breaks)):
            raise InputError(f"The breaks of {self.name!r} must ascend and number at most {CLASSES - 1}.")
        if self.words and len(self.words) != len(self.breaks) + 1:
            raise InputError(
                f"{self.name!r} has {len(self.words)} words for the {len(self.breaks) + 1} classes that its "
                "breaks make. Give one word for each class."
            )

    def number(self, value: float) -> str:
        """Write a value without its unit."""
        if self.style == "percent":
            return percent(value)
        return count(value) if self.style == "count" else significant(value, 3)

    def limit(self, value: float) -> str:
        """Write a tick or a limit between classes, without trailing zeros."""
        if self.style == "percent":
            return f"{round_number(100 * value)}{THIN}%"
        return round_number(value)

    def text(self, value: float) -> str:
        """Write a value with its unit.

        >>> Measure("Deaths", "deaths").text(73437)
        '73,437 deaths'
        """
        return f"{self.number(value)} {self.unit}".rstrip()


@dataclass(frozen=True)
class Classes:
    """The ordered classes a map is coloured in: where they meet, and a word and a range for each."""

    limits: tuple[float, ...]
    words: tuple[str, ...]
    ranges: tuple[str, ...]

    def rank(self, value: float) -> int:
        """Return the class of a value, 0 for the lowest; a value on a limit belongs to the class above."""
        return int(np.searchsorted(self.limits, value, side="right"))


def classes_of(measure: Measure, values: Iterable[float], lang: str = "en") -> Classes:
    """Return the classes of a measure for these values: its own breaks, or fifths at rounded limits."""
    shown = [value for value in values if value > 0 or measure.zero_word is None]
    limits = measure.breaks or _fifths(shown, measure)
    usual = _FIFTHS if len(limits) == CLASSES - 1 and not measure.breaks else _WORDS[len(limits) + 1]
    words = measure.words or tuple(map(translator(lang), usual))
    return Classes(limits, words, _ranges(limits, measure, shown, lang))


def _fifths(values: Sequence[float], measure: Measure) -> tuple[float, ...]:
    """Return rounded quintiles; those that would leave a class empty are left out."""
    if not values:
        return ()
    edges = np.quantile(values, np.arange(1, CLASSES) / CLASSES)
    limits: list[float] = []
    below = 0
    for edge in (_rounded(float(edge), measure) for edge in edges):
        under = sum(value < edge for value in values)
        if below < under < len(values):
            limits.append(edge)
            below = under
    return tuple(limits)


def _rounded(value: float, measure: Measure) -> float:
    """Round to two figures, counts to whole numbers."""
    if value == 0:
        return 0.0
    rounded = float(round(value, 1 - math.floor(math.log10(abs(value)))))
    return float(max(1, round(rounded))) if measure.style == "count" else rounded


def _ranges(
    limits: tuple[float, ...], measure: Measure, values: Sequence[float], lang: str
) -> tuple[str, ...]:
    """Write the range of each class; whole numbers as 1–24, others as lower limit to under the next."""
    _ = translator(lang)
    if not limits:
        return (_span(min(values), max(values), measure),) if values else ("",)
    whole = measure.style == "count" and all(float(value).is_integer() for value in (*values, *limits))
    first = _("under {limit}").format(limit=measure.limit(limits[0]))
    if whole and measure.zero_word is not None:
        first = _span(1, limits[0] - 1, measure)
    middle = [_span(low, high - 1 if whole else high, measure) for low, high in pairwise(limits)]
    return (first, *middle, _("{limit} or more").format(limit=measure.limit(limits[-1])))


def _span(low: float, high: float, measure: Measure) -> str:
    """Write a range, the sign of per cent once."""
    if low == high:
        return measure.limit(low)
    return f"{measure.limit(low).removesuffix(THIN + '%')}–{measure.limit(high)}"
