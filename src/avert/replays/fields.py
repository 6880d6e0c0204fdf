"""Fields that entries of a replay have in common: citations, places and days."""

from __future__ import annotations

import datetime as dt

from avert import periods
from avert.content import Entry
from avert.errors import UnknownPeriodError, UnknownPlaceError
from avert.places import find_place
from avert.replays.items import Citation
from avert.replays.spans import Span


def read_citations(
    entry: Entry, published: dict[str, dt.date], *, required: bool = True
) -> tuple[Citation, ...]:
    """Read ``source-id`` or ``source-id page or section``."""
    found = []
    for text in entry.texts("sources", required=required):
        source, _, where = text.partition(" ")
        if source not in published:
            entry.refuse("sources", f"cites {source!r}, which replay.yaml does not list")
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
