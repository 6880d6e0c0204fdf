"""What must hold between the files of a replay, above all that nothing tells the future."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from avert.citing import Source, refuse_future
from avert.content import Entry
from avert.replays.items import Cited, DecisionPoint, Item, RecordedResponse


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
