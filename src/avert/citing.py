"""Sources and dates of cases written down by us: who published what, how far it was read, and nothing of the future."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from avert import periods
from avert.content import Entry
from avert.errors import UnknownPeriodError, UnknownPlaceError
from avert.periods import Span
from avert.places import find_place

ACCESS = ("read", "read_in_part", "not_read")
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


@dataclass(frozen=True)
class Source:
    """A publication, and how far those who wrote the case have read it.

    ``access`` is ``read``, ``read_in_part`` or ``not_read``; what rests on unread sources alone is never
    ``confirmed``. ``published`` counts from its last possible day.
    """

    id: str
    author: str
    title: str
    published: Span
    url: str
    access: str
    note: str = ""


@dataclass(frozen=True)
class Citation:
    """A place in a source: a page, a section, or nothing where the source is one page."""

    source: str
    where: str = ""


def read_source(entry: Entry) -> Source:
    """Return the publication that an entry of a list of sources names."""
    source = Source(
        id=entry.text("id"),
        author=entry.text("author"),
        title=entry.text("title"),
        published=read_span(entry, "published"),
        url=entry.text("url"),
        access=entry.one_of("access", ACCESS),
        note=entry.text("note", ""),
    )
    entry.finish()
    return source


def read_citations(
    entry: Entry, published: dict[str, dt.date], *, required: bool = True
) -> tuple[Citation, ...]:
    """Read ``source-id`` or ``source-id page or section``."""
    found = []
    for text in entry.texts("sources", required=required):
        source, _, where = text.partition(" ")
        if source not in published:
            entry.refuse("sources", f"cites {source!r}, which the case does not list among its sources")
        found.append(Citation(source, where))
    return tuple(found)


def read_place(entry: Entry, name: str, key: str) -> str:
    """Return the key of a place that is named in any known way."""
    try:
        return find_place(key).key
    except UnknownPlaceError as error:
        entry.refuse(name, f"cannot be used: {str(error).rstrip('.')}")


def read_span(entry: Entry, name: str) -> Span:
    """Read when something was."""
    return parse_span(entry, name, entry.text(name))


def parse_span(entry: Entry, name: str, text: str) -> Span:
    """Read one text of a field as when something was."""
    try:
        span = Span.parse(text)
    except UnknownPeriodError as error:
        entry.refuse(name, f"cannot be used: {str(error).rstrip('.')}")
    if span.last < span.first:
        entry.refuse(name, f"ends before it begins: {text}")
    return span


def read_day(entry: Entry, name: str) -> dt.date:
    """Read exactly one day."""
    span = read_span(entry, name)
    if span.precision != "day":
        entry.refuse(name, "must be one day, because the freeze goes by days")
    return periods.first_day(entry.text(name))


def mentions(text: str) -> Iterator[dt.date]:
    """Give the first day of every year, month or day with its year that a text mentions.

    >>> [str(day) for day in mentions("The vote of 27 December 2007, and again in March 2008 or 2010")]
    ['2007-12-27', '2008-03-01', '2010-01-01']
    """
    for match in _MENTION.finditer(text):
        month = MONTHS.index(match["month"]) + 1 if match["month"] else 1
        day = int(match["day"]) if match["day"] and match["month"] else 1
        yield dt.date(int(match["year"]), month, day)


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
