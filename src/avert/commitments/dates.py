"""Dates for other people's calendars, as iCalendar (RFC 5545), saying no more than a calendar may carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from avert.commitments.commitment import Commitment
from avert.deadlines import Deadline, in_utc, zone_of
from avert.errors import InputError
from avert.handling import Marking

if TYPE_CHECKING:
    from icalendar import Component

NEUTRAL_TITLE = "A date to look up"


@dataclass(frozen=True)
class CalendarItem:
    """One date: something to be done by then (a task), or a day or hour at which something is (an event)."""

    uid: UUID
    due: Deadline
    title: str
    marking: Marking
    is_task: bool = True
    is_done: bool = False

    def __post_init__(self) -> None:
        if self.uid.version != 4:
            raise InputError(
                "A calendar id must be random (UUID version 4): others would tell the time or the host."
            )


def item_of(commitment: Commitment, *, is_done: bool) -> CalendarItem | None:
    """Return a commitment's date; none if no date was agreed."""
    if commitment.due is None:
        return None
    return CalendarItem(
        commitment.calendar_uid, commitment.due, commitment.what, commitment.marking, is_done=is_done
    )


def write_calendar(
    items: Iterable[CalendarItem],
    now: dt.datetime,
    *,
    carries: Marking = Marking.CLEAR,
    neutral_title: str = NEUTRAL_TITLE,
) -> bytes:
    """Return the dates as an iCalendar file.

    A calendar leaves our hands: phones show it locked, and providers read it. So a title goes along only up to the
    marking that this calendar may carry; above it there is a neutral one and no zone. Who, to whom and why
    never go along.

    Args:
        items: Dates, each with a random id that stays the same from one export to the next.
        now: When the file is made, written as DTSTAMP.
        carries: The most sensitive marking whose titles are shown.
        neutral_title: What stands in place of the others, in the reader's language.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Avert//Dates//EN")
    calendar.add("version", "2.0")
    for item in items:
        is_open = item.marking <= carries
        part = _component(item, in_utc(now), item.title if is_open else neutral_title)
        # A zone such as Africa/Juba names the country, so a closed date goes along in UTC.
        part.add("due" if item.is_task else "dtstart", _when(item.due, keeps_zone=is_open))
        calendar.add_component(part)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(item: CalendarItem, stamp: dt.datetime, title: str) -> Component:
    from icalendar import Event, Todo

    part = Todo() if item.is_task else Event()
    part.add("uid", str(item.uid))
    part.add("dtstamp", stamp)
    part.add("summary", title)
    part.add("class", "PUBLIC" if item.marking is Marking.CLEAR else "CONFIDENTIAL")
    if item.is_task:
        part.add("status", "COMPLETED" if item.is_done else "NEEDS-ACTION")
    else:
        part.add("transp", "TRANSPARENT")
    return part


def _when(due: Deadline, *, keeps_zone: bool) -> dt.date | dt.datetime:
    if due.time is None:
        return due.day
    return dt.datetime.combine(due.day, due.time, zone_of(due.zone)) if keeps_zone else due.instant
