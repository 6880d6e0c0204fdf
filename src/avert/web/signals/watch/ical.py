"""Watched dates out of and into other calendars, as iCalendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from avert.commitments import CalendarItem, write_calendar
from avert.deadlines import Deadline
from avert.errors import InputError
from avert.handling import Marking
from avert.web.signals.watch.dates import next_date

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 500
FIRST_DAY, LAST_DAY = dt.date(1800, 1, 1), dt.date(2200, 12, 31)


@dataclass(frozen=True)
class Event:
    """One day or several of a calendar."""

    title: str
    on: dt.date
    until: dt.date | None
    is_yearly: bool
    what_to_watch: str


def calendar_of(watches: Iterable[Any], *, now: dt.datetime, neutral_title: str) -> bytes:
    """Return the next date of each watch; titles go along only where they are TLP:CLEAR."""
    today = now.astimezone(dt.UTC).date()
    items = [
        CalendarItem(watch.pk, Deadline(day, "UTC"), watch.title, Marking(watch.marking), is_task=False)
        for watch in watches
        if (day := next_date(watch, today)) is not None
    ]
    return write_calendar(items, now, neutral_title=neutral_title)


def events_of(data: bytes) -> list[Event]:
    """Return the events of a calendar. Raises InputError where it is none, or too large to be looked through."""
    from icalendar import Calendar

    if len(data) > MOST_BYTES:
        raise InputError("The calendar is larger than 1 MB. Export fewer dates and try again.")
    try:
        parts = list(Calendar.from_ical(data).walk("VEVENT"))
        found = list(dict.fromkeys(_events(parts[:MOST_EVENTS])))
    except Exception:  # whatever the library makes of a stranger's bytes, they are no calendar
        raise InputError("This is no calendar in iCalendar (.ics). Export it anew and try again.") from None
    if len(parts) > MOST_EVENTS:
        raise InputError("The calendar has more than 500 events. Export fewer dates and try again.")
    return found


def _events(parts: Iterable[Any]) -> Iterator[Event]:
    for part in parts:
        start, end = _day(part.get("DTSTART")), _day(part.get("DTEND"))
        title = " ".join(str(part.get("SUMMARY", "")).split())[:200]
        if start is None or not title or not FIRST_DAY <= start <= LAST_DAY:
            continue
        # The end of a whole-day event is the day after it.
        is_whole_day = not isinstance(getattr(part.get("DTEND"), "dt", None), dt.datetime)
        last = end - dt.timedelta(days=1) if end and is_whole_day else end
        yield Event(
            title=title,
            on=start,
            until=last if last and start < last <= LAST_DAY else None,
            is_yearly=_is_yearly(part.get("RRULE")) and (last is None or (last - start).days < 365),
            what_to_watch=str(part.get("DESCRIPTION", ""))[:2000],
        )


def _day(field: Any) -> dt.date | None:
    found = getattr(field, "dt", None)
    if isinstance(found, dt.datetime):
        return found.date()
    return found if isinstance(found, dt.date) else None


def _is_yearly(rule: Any) -> bool:
    is_one = isinstance(rule, dict) and rule.get("INTERVAL", [1]) == [1]
    return is_one and [str(word).upper() for word in rule.get("FREQ", [])] == ["YEARLY"]
