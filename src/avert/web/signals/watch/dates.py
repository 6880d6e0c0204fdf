"""When a watched date comes next, and since when it is to be told."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Protocol

DAYS_AHEAD = 90


class Watched(Protocol):
    """What is needed of a watch."""

    @property
    def on(self) -> dt.date | None:
        """The day, or the first one."""

    @property
    def until(self) -> dt.date | None:
        """The last day of several."""

    @property
    def is_yearly(self) -> bool:
        """It comes back every year."""

    @property
    def raise_before(self) -> dt.timedelta:
        """How long before it a signal is raised."""


def next_date(watch: Watched, today: dt.date) -> dt.date | None:
    """Return the first day of the next time that is not over, or of the last one; None where no date is known."""
    if watch.on is None or not watch.is_yearly or last_day(watch, watch.on) >= today:
        return watch.on
    this_year = _in_year(watch.on, today.year)
    # What began last year may go on into this one.
    begins = (_in_year(watch.on, today.year - 1), this_year, _in_year(watch.on, today.year + 1))
    return next(day for day in begins if last_day(watch, day) >= today)


def is_over(watch: Watched, today: dt.date) -> bool:
    """Say whether a watched date lies behind and does not come back."""
    found = next_date(watch, today)
    return found is not None and last_day(watch, found) < today


def to_be_raised(watch: Watched, today: dt.date) -> dt.date | None:
    """Return the date that is to be told of today; None where it is too early, or over."""
    found = next_date(watch, today)
    if found is None or last_day(watch, found) < today or today < found - watch.raise_before:
        return None
    return found


def last_day(watch: Watched, first: dt.date) -> dt.date:
    """Return the last day of the time that begins on a day."""
    if watch.on is None or watch.until is None:
        return first
    return first + (watch.until - watch.on)


def _in_year(day: dt.date, year: int) -> dt.date:
    # On 29 February where there is one, or else the day before March.
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
