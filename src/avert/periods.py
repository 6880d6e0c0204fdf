"""Years, months and the dates on which something was known.

Months are counted as VIEWS counts them: month 1 is January 1980 (Hegre et al. 2019,
*ViEWS: A political violence early-warning system*, Journal of Peace Research 56(2)).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

import polars as pl

from avert.errors import UnknownPeriodError

VIEWS_ORIGIN_YEAR = 1980
Precision = Literal["day", "month", "year", "interval", "about"]
_BY_PARTS: dict[int, Precision] = {1: "year", 2: "month", 3: "day"}
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")


def month_id(year: int, month: int) -> int:
    """Return the VIEWS number of a month.

    >>> month_id(1980, 1), month_id(2021, 7)
    (1, 499)
    """
    if not 1 <= month <= 12:
        raise UnknownPeriodError(f"{month} is not a month; months run from 1 to 12.")
    return (year - VIEWS_ORIGIN_YEAR) * 12 + month


def year_month(month: int) -> tuple[int, int]:
    """Return the year and month of a VIEWS month number.

    >>> year_month(499)
    (2021, 7)
    """
    years, months = divmod(month - 1, 12)
    return VIEWS_ORIGIN_YEAR + years, months + 1


def month_text(month: int) -> str:
    """Return a VIEWS month as YYYY-MM.

    >>> month_text(502)
    '2021-10'
    """
    return "{:04d}-{:02d}".format(*year_month(month))


def month_of_text(text: str) -> int:
    """Return the VIEWS month of a YYYY-MM that ``month_text`` wrote.

    >>> month_of_text("2021-10")
    502
    """
    year, month = text.split("-")
    return month_id(int(year), int(month))


def month_id_expr(date: pl.Expr) -> pl.Expr:
    """Return the VIEWS month number of a date column (Int32; null stays null)."""
    year, month = date.dt.year(), date.dt.month().cast(pl.Int32)
    return (year - VIEWS_ORIGIN_YEAR) * 12 + month


def year_of_month(month: pl.Expr) -> pl.Expr:
    """Return the year of a VIEWS month number column."""
    return ((month - 1).floordiv(12) + VIEWS_ORIGIN_YEAR).cast(pl.Int32)


def month_of_month(month: pl.Expr) -> pl.Expr:
    """Return the calendar month (1 to 12) of a VIEWS month number column."""
    return ((month - 1).mod(12) + 1).cast(pl.Int32)


def first_day(text: str) -> dt.date:
    """Return the first day of a year, a month or a day written in ISO 8601.

    >>> first_day("2021-07")
    datetime.date(2021, 7, 1)
    """
    year, month, day = _parse(text)
    return _date(text, year, month or 1, day or 1)


def last_day(text: str) -> dt.date:
    """Return the last day of a year, a month or a day written in ISO 8601: *as of 2023* means all of 2023.

    >>> last_day("2023"), last_day("2024-02")
    (datetime.date(2023, 12, 31), datetime.date(2024, 2, 29))
    """
    year, month, day = _parse(text)
    month = month or 12
    if day is None and 1 <= month <= 12:
        day = calendar.monthrange(year, month)[1]
    return _date(text, year, month, day or 1)


def _parse(text: str) -> tuple[int, int | None, int | None]:
    match = _PERIOD.fullmatch(text.strip())
    if match is None or int(match["year"]) == 0:
        raise UnknownPeriodError(
            f"{text!r} is not a period. Write a year, a month or a day: 2023, 2023-06 or 2023-06-30."
        )
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    assert year is not None  # noqa: S101  the pattern requires it
    return year, month, day


def _date(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise UnknownPeriodError(f"{text!r} does not exist in the calendar.") from None


@dataclass(frozen=True, order=True)
class Span:
    """When something was, as exactly as the source says: first and last day on which it may have been."""

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
        return cls(first_day(start), last_day(end or start), precision)

    def __str__(self) -> str:
        """Write it as people read it, never more exact than it is."""
        if self.precision in ("year", "month"):
            return self.first.isoformat()[: 4 if self.precision == "year" else 7]
        written = self.first.isoformat()
        if self.last != self.first:
            written += f" to {self.last.isoformat()}"
        return f"about {written}" if self.precision == "about" else written
