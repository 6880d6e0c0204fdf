"""Deadlines that keep the time zone in which they were agreed, and working times.

An instant is in UTC. A deadline is not an instant: "Friday at noon in Juba" stays noon in Juba when the law of its zone
changes, so the wall time and the IANA zone are kept and the instant is worked out when it is needed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from avert.errors import InputError


def in_utc(instant: dt.datetime) -> dt.datetime:
    """Return an instant in UTC; a time without a zone is refused, since nobody could say when it was.

    >>> in_utc(dt.datetime.fromisoformat("2013-12-15T22:30:00+03:00")).isoformat()
    '2013-12-15T19:30:00+00:00'
    """
    if instant.tzinfo is None:
        raise InputError("A time has no time zone, so it names no instant. Give one, such as +00:00.")
    return instant.astimezone(dt.UTC)


def zone_of(name: str) -> ZoneInfo:
    """Return the zone of an IANA name."""
    if name not in _zones():
        raise InputError(f"{name!r} is not an IANA time zone. Use a name such as Africa/Juba or UTC.")
    return ZoneInfo(name)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@dataclass(frozen=True)
class Deadline:
    """By when: a day, or a time of a day, in the zone where it was agreed.

    A day without a time lasts until its end there.

    >>> Deadline(dt.date(2026, 11, 27), "Africa/Nairobi").instant.isoformat()
    '2026-11-27T21:00:00+00:00'
    >>> Deadline(dt.date(2026, 11, 27), "Africa/Nairobi", dt.time(12)).instant.isoformat()
    '2026-11-27T09:00:00+00:00'
    """

    day: dt.date
    zone: str
    time: dt.time | None = None

    def __post_init__(self) -> None:
        zone_of(self.zone)
        if self.time is not None and self.time.tzinfo is not None:
            raise InputError(
                "A deadline's time is wall time in its zone. Leave out the offset and name the zone."
            )

    @property
    def instant(self) -> dt.datetime:
        """Return the moment after which it is too late, in UTC, by the zone's rules as they are known today."""
        if self.time is None:
            end, time = self.day + dt.timedelta(days=1), dt.time()
        else:
            end, time = self.day, self.time
        return in_utc(dt.datetime.combine(end, time, zone_of(self.zone)))

    def is_past(self, now: dt.datetime) -> bool:
        """Say whether it is too late."""
        return in_utc(now) >= self.instant if self.time is None else in_utc(now) > self.instant


@dataclass(frozen=True)
class WorkingTimes:
    """When somebody can be expected to answer: days of the week (Monday is 0) and hours, in one zone."""

    zone: str
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: dt.time = dt.time(8)
    closes: dt.time = dt.time(17)

    def __post_init__(self) -> None:
        zone_of(self.zone)
        if not self.days or not set(self.days) <= set(range(7)):
            raise InputError("Working times need days of the week, from 0 (Monday) to 6 (Sunday).")
        if self.opens >= self.closes:
            raise InputError("Working times must open before they close; split a night shift at midnight.")

    def after(self, start: dt.datetime, delay: dt.timedelta) -> dt.datetime:
        """Return the instant at which so much working time has passed since the start.

        >>> friday = dt.datetime(2026, 11, 27, 16, tzinfo=dt.UTC)
        >>> WorkingTimes("UTC").after(friday, dt.timedelta(hours=2)).isoformat()
        '2026-11-30T09:00:00+00:00'
        """
        day = in_utc(start).astimezone(zone_of(self.zone)).date()
        left = delay
        while True:
            opens, closes = self._hours(day)
            begins = max(opens, in_utc(start))
            if day.weekday() in self.days and begins < closes:
                if left <= closes - begins:
                    return begins + left
                left -= closes - begins
            day += dt.timedelta(days=1)

    def _hours(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        zone = zone_of(self.zone)
        opens, closes = (in_utc(dt.datetime.combine(day, time, zone)) for time in (self.opens, self.closes))
        return opens, closes
