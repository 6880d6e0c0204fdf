"""A week of the book in one text message: counts, and no place finer than the one that was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from avert.web.book.vocabulary import EntryKind

LONGEST = 160


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the Monday and the Sunday of a day's week.

    >>> week_of(dt.date(2026, 11, 26))
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 29))
    """
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def week_text(
    *, since: dt.date, until: dt.date, place: str, counts: Mapping[str, int], still_open: int, overdue: int
) -> str:
    """Return what can be read out or sent of a week, in one message of 160 letters at most."""
    words = {
        EntryKind.INCIDENT: _("incidents"),
        EntryKind.MEETING: _("meetings"),
        EntryKind.VISIT: _("visits"),
        EntryKind.RUMOUR: _("rumours checked"),
        EntryKind.AGREEMENT: _("agreements"),
    }
    said = [f"{word} {counts[kind]}" for kind, word in words.items() if counts.get(kind)]
    told = ", ".join(said) or _("nothing in the book")
    remains = _("to do {open}, overdue {overdue}").format(open=still_open, overdue=overdue)
    head = " ".join(filter(None, [place, f"{since:%d.%m.}-{until:%d.%m.}"]))
    text = f"{head}: {told}; {remains}."
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
