"""Numbers as a brief carries them: each with its unit, interval, source and vintage, and how it is written."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from avert import periods
from avert.figures.wording import count, percent, significant
from avert.provenance import Provenance, Source

Unit = Literal["probability", "share", "deaths", "rank", "number", "odds ratio", "index", "months"]
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)  # not the machine's: the same brief reads the same everywhere
_REVERSES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@dataclass(frozen=True)
class Quantity:
    """A number. None is unknown, never zero.

    ``interval`` says what lies between ``low`` and ``high``; where they are None, why there is no interval.
    ``source`` names dataset and release in one word; ``vintage`` is the day on which it could be known.
    """

    key: str
    label: str
    period: str
    unit: Unit
    value: float | None
    low: float | None = None
    high: float | None = None
    interval: str = "no interval stated"
    source: str = ""
    vintage: dt.date | None = None

    @property
    def text(self) -> str:
        """Write the number."""
        return written(self.value, self.unit)

    @property
    def interval_text(self) -> str:
        """Write the interval, or say that there is none."""
        if self.value is None or self.low is None or self.high is None:
            return self.interval
        return f"{range_text(self)}, {self.interval}"

    @property
    def source_text(self) -> str:
        """Name the release and the day on which it could be known."""
        if self.vintage is None:
            return self.source
        return f"{self.source}, as known on {day_text(self.vintage)}"


@dataclass(frozen=True)
class Statement:
    """A sentence or two, with the numbers that stand in it."""

    text: str
    quantities: tuple[Quantity, ...] = ()


def written(value: float | None, unit: Unit) -> str:
    """Write a number of a unit as every form of the brief shows it.

    >>> written(101076, "deaths"), written(13, "rank"), written(None, "probability")
    ('101,076', '13', 'unknown')
    """
    if value is None:
        return "unknown"
    if unit == "probability":
        return percent(value)
    if unit == "share":
        return f"{100 * value:.0f}\u202f%"
    if unit == "odds ratio":
        return f"×\u202f{value:.1f}" if value >= 1 else f"÷\u202f{1 / value:.1f}"
    return significant(value, 3) if unit == "index" else count(value)


def range_text(quantity: Quantity) -> str:
    """Write low to high, the sign of per cent once."""
    assert quantity.low is not None  # noqa: S101  who asks has looked
    assert quantity.high is not None  # noqa: S101
    low, high = written(quantity.low, quantity.unit), written(quantity.high, quantity.unit)
    return f"{low.removesuffix(chr(0x202F) + '%')} to {high}"


def day_text(day: dt.date) -> str:
    """Write a day.

    >>> day_text(dt.date(2025, 9, 3))
    '3 September 2025'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_text(month: int) -> str:
    """Write a VIEWS month.

    >>> month_text(516)
    'December 2022'
    """
    year, number = periods.year_month(month)
    return f"{_MONTHS[number - 1]} {year}"


def name_text(name: str) -> str:
    """Return a name from data in one line, without signs that would not print or would turn the text after it."""
    kept = (sign if not unicodedata.category(sign).startswith("C") else " " for sign in name)
    return " ".join("".join("" if sign in _REVERSES else sign for sign in kept).split())


def listed(items: Iterable[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def source_of(provenance: Provenance, label: str | None) -> Source | None:
    """Return the newest release that a label names, where the provenance knows it."""
    named = [source for source in provenance.sources if source.label == label]
    return max(named, key=lambda source: source.vintage, default=None)
