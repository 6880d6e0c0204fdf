"""Weeks as ISO 8601 counts them, in the zone where they are lived."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from avert.deadlines import in_utc, zone_of
from avert.errors import InputError


@dataclass(frozen=True)
class IsoWeek:
    """A week from Monday to Sunday, as days pass in one zone.

    >>> week = IsoWeek.parse("2026-W48", "Africa/Nairobi")
    >>> week.first_day.isoformat(), week.starts.isoformat()
    ('2026-11-23', '2026-11-22T21:00:00+00:00')
    """

    year: int
    number: int
    zone: str = "UTC"

    def __post_init__(self) -> None:
        zone_of(self.zone)
        try:
            dt.date.fromisocalendar(self.year, self.number, 7)
        except ValueError:
            raise InputError(f"There is no week {self.number} in {self.year}. Choose another one.") from None

    @classmethod
    def parse(cls, text: str, zone: str = "UTC") -> Self:
        """Read a week such as ``2026-W48``."""
        found = re.fullmatch(r"(\d{4})-W(\d{2})", text, re.ASCII)
        if found is None:
            raise InputError(f"{text[:20]!r} is not a week. Write it as 2026-W48.")
        return cls(int(found[1]), int(found[2]), zone)

    @classmethod
    def of(cls, now: dt.datetime, zone: str = "UTC") -> Self:
        """Return the week that it is somewhere."""
        year, number, _day = in_utc(now).astimezone(zone_of(zone)).isocalendar()
        return cls(year, number, zone)

    def __str__(self) -> str:
        """Write it as ISO 8601 does."""
        return f"{self.year}-W{self.number:02d}"

    @property
    def first_day(self) -> dt.date:
        """Return its Monday."""
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        """Return its Sunday."""
        return dt.date.fromisocalendar(self.year, self.number, 7)

    @property
    def starts(self) -> dt.datetime:
        """Return the instant at which it begins."""
        return in_utc(dt.datetime.combine(self.first_day, dt.time(), zone_of(self.zone)))

    @property
    def ends(self) -> dt.datetime:
        """Return the instant at which the next one begins; weeks are shorter or longer where clocks change."""
        return in_utc(
            dt.datetime.combine(self.last_day + dt.timedelta(days=1), dt.time(), zone_of(self.zone))
        )
