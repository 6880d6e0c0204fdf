"""What must hold between the files of a replay, above all that nothing tells the future."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from avert.content import Entry
from avert.replays.items import Cited, DecisionPoint, Item, RecordedResponse, Source
from avert.replays.spans import Span

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MENTION = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})\s+)?(?:(?P<month>{'|'.join(MONTHS)})\s+)?(?P<year>(?:19|20)\d\d)\b(?!,?\d)"
)


def check(
    items: Sequence[tuple[Entry, Item]],
    others: Sequence[tuple[Entry, Cited]],
    sources: dict[str, Source],
) -> None:
    """Refuse a replay whose ids clash, whose answers lead nowhere, or which says what was not yet known."""
    seen: set[str] = set()
    for entry, held in (*items, *others):
        if held.id in seen:
            entry.refuse("id", f"is there twice: {held.id}")
        seen.add(held.id)
    known = {item.id: item.known for _, item in items}
    for entry, item in items:
        _check_time(entry, item, sources)
        _check_confidence(entry, item, sources)
        _check_answers(entry, item, known)
        _check_mentions(entry, item)


def mentions(text: str) -> Iterator[dt.date]:
    """Give the first day of every year, month or day with its year that a text mentions.

    >>> [str(day) for day in mentions("The vote of 27 December 2007, and again in March 2008 or 2010")]
    ['2007-12-27', '2008-03-01', '2010-01-01']
    """
    for match in _MENTION.finditer(text):
        month = MONTHS.index(match["month"]) + 1 if match["month"] else 1
        day = int(match["day"]) if match["day"] and match["month"] else 1
        yield dt.date(int(match["year"]), month, day)


def _check_time(entry: Entry, item: Item, sources: dict[str, Source]) -> None:
    if item.happened.last > item.known:
        entry.refuse(
            "known", f"is {item.known}, before it had happened ({item.happened}). Use the day it was over"
        )
    earliest = min(sources[citation.source].published.last for citation in item.sources)
    if item.basis == "published" and item.known < earliest:
        entry.refuse(
            "known",
            f"is {item.known}, but no cited source was out before {earliest}. Say with 'basis' whether it was "
            "public or is reconstructed",
        )


def _check_confidence(entry: Entry, item: Item, sources: dict[str, Source]) -> None:
    read = any(sources[citation.source].access != "not_read" for citation in item.sources)
    if item.confidence == "confirmed" and not read:
        entry.refuse("confidence", "is 'confirmed', but none of its sources was read. Say 'reported'")


def _check_answers(entry: Entry, item: Item, known: dict[str, dt.date]) -> None:
    if not isinstance(item, RecordedResponse):
        return
    for answered in item.answers:
        if answered not in known:
            entry.refuse("answers", f"names {answered!r}, which is not in this replay")
        if known[answered] > item.known:
            entry.refuse("answers", f"names {answered!r}, which was known only on {known[answered]}")


def _check_mentions(entry: Entry, item: Item) -> None:
    options = item.options if isinstance(item, DecisionPoint) else ()
    for text in (item.text, *options):
        refuse_future(entry, "text", text, item.known, item.announces)


def refuse_future(entry: Entry, name: str, text: str, known: dt.date, announced: Iterable[Span]) -> None:
    """Refuse a text that mentions a day after it was known, unless that day was set by then."""
    for day in mentions(text):
        was_set = any(span.first <= day <= span.last or day == _year(span.first) for span in announced)
        if day > known and not was_set:
            entry.refuse(
                name, f"mentions {day}, after it was known. List it under 'announces' if it was set then"
            )


def _year(day: dt.date) -> dt.date:
    return day.replace(month=1, day=1)
