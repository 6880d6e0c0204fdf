"""When something happened, as exactly as the source says: a day, a month, an interval, or about then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from avert import periods

Precision = Literal["day", "month", "year", "interval", "about"]
_BY_PARTS: dict[int, Precision] = {1: "year", 2: "month", 3: "day"}


@dataclass(frozen=True, order=True)
class Span:
    """First and last day on which something may have happened, both included."""

    first: dt.date
    last: dt.date
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read a date of the Extended Date/Time Format's simple forms; ``~`` at the end says *about*.

        Raises:
            UnknownPeriodError: Not a year, month, day or interval of them.

        >>> Span.parse("2007-12")
        Span(first=datetime.date(2007, 12, 1), last=datetime.date(2007, 12, 31), precision='month')
        >>> Span.parse("2007-12-06/2007-12-10~").precision
        'about'
        """
        exact = text.strip().removesuffix("~")
        start, _, end = exact.partition("/")
        precision: Precision = "interval" if end else _BY_PARTS.get(start.count("-") + 1, "day")
        if exact != text.strip():
            precision = "about"
        return cls(periods.first_day(start), periods.last_day(end or start), precision)

    def __str__(self) -> str:
        """Write it as people read it, never more exact than it is."""
        if self.precision in ("year", "month"):
            return self.first.isoformat()[: 4 if self.precision == "year" else 7]
        written = self.first.isoformat()
        if self.last != self.first:
            written += f" to {self.last.isoformat()}"
        return f"about {written}" if self.precision == "about" else written
