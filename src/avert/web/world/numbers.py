"""Numbers and months as the reader's language writes them."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format, number_format
from django.utils.translation import ngettext

from avert.periods import year_month

THIN = "\u202f"
MINUS = "−"


def count(value: float) -> str:
    """Write a count."""
    return _rounded(value, 0)


def percent(value: float) -> str:
    """Write a probability as per cent, below one per cent with a second decimal."""
    return f"{_hundredths(value)}{THIN}%"


def percent_range(low: float | None, high: float | None) -> str:
    """Write an interval of probabilities; nothing where an end is not known."""
    return "" if low is None or high is None else f"{_hundredths(low)}–{_hundredths(high)}{THIN}%"


def whole_percent(share: float) -> str:
    """Write a share as whole per cent."""
    return f"{_rounded(100 * share, 0)}{THIN}%"


def count_range(low: float | None, high: float | None) -> str:
    """Write a range of counts, as one number where both ends are the same; nothing where an end is not known."""
    if low is None or high is None:
        return ""
    return count(low) if low == high else f"{count(low)}–{count(high)}"


def deaths(best: float | None, low: float | None, high: float | None) -> str | None:
    """Write a number of deaths with its low and high estimate; None where it is not known."""
    if best is None:
        return None
    bounds = count_range(low, high)
    return f"{count(best)} ({bounds})" if bounds not in {"", count(best)} else count(best)


def decimal(value: float, decimals: int = 2) -> str:
    """Write a value on an indicator's own scale; ten and more needs fewer decimals."""
    text = _rounded(abs(value), 1 if abs(value) >= 10 else decimals)
    return f"{MINUS}{text}" if value < 0 else text


def month(number: int) -> str:
    """Write a VIEWS month in words."""
    return str(date_format(first_day(number), "YEAR_MONTH_FORMAT"))


def age(since: dt.date, now: dt.datetime) -> str:
    """Write how long ago a day was: months, and from two years on whole years."""
    months = max(0, (now.year - since.year) * 12 + now.month - since.month)
    if months < 24:
        return ngettext("{n} month ago", "{n} months ago", months).format(n=months)
    return ngettext("{n} year ago", "{n} years ago", months // 12).format(n=months // 12)


def first_day(number: int) -> dt.date:
    """Return the first day of a VIEWS month."""
    return dt.date(*year_month(number), 1)


def _hundredths(value: float) -> str:
    in_hundred = 100 * value
    return _rounded(in_hundred, 2 if 0 < abs(in_hundred) < 1 else 1)


def _rounded(value: float, decimals: int) -> str:
    # Django's own formatting cuts decimals off instead of rounding them.
    return str(number_format(round(value, decimals), decimal_pos=decimals))
