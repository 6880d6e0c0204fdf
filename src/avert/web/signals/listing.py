"""The triage queue and the list of who waits for an answer, as pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from avert.warning.signals import Signal as PureSignal
from avert.warning.signals import Suggestion, duplicates
from avert.web.records.naming import Names
from avert.web.records.words import place_name
from avert.web.signals import queue, selectors
from avert.web.signals.vocabulary import FROM_PEOPLE
from avert.web.signals.words import grade_in_words, title_of
from avert.web.site.components import Download, Text

# More would say nothing that these do not.
MOST_ALIKE = 10
MOST_ALIKE_IN_A_LIST = 3


@dataclass(frozen=True)
class Item:
    """A signal in a list: what it says in few words, and what speaks for looking at it."""

    signal: Any
    title: str
    url: str
    where: str
    grade: str
    shared_by: str = ""
    reasons: Sequence[Text] = ()
    before_next: Text = ""
    supporting: int = 0
    is_contradicted: bool = False
    is_old: bool = False
    is_owed: bool = False
    maybe_same: Sequence[Download] = ()


def queue_page(
    viewer: Any, found: Any, *, now: dt.datetime, number: str | int
) -> tuple[Page[Any], list[Item]]:
    """Return one page of the queue, with what may tell of the same on it."""
    page, rows = queue.page_of(viewer, found, now=now, number=number)
    names, same = Names(viewer), _same([row.signal for row in rows])
    return page, [_item(row, names, same.get(row.signal.pk, ())) for row in rows]


def waiting_page(viewer: Any, found: Any, *, number: str | int) -> tuple[Page[Any], list[Item]]:
    """Return one page of those who wait for an answer, the longest wait first."""
    page: Page[Any] = Paginator(found, queue.ON_A_PAGE).get_page(number)
    names = Names(viewer)
    return page, [Item(**_basics(signal, names)) for signal in page.object_list]


def alike(viewer: Any, signal: Any) -> list[tuple[Any, Suggestion]]:
    """Return the signals of this one's place and time whose words are like its own, the most alike first."""
    others = {str(other.pk): other for other in selectors.near(viewer, signal)}
    pairs = duplicates([_pure(other) for other in (signal, *others.values())])
    mine = [pair for pair in pairs if str(signal.pk) in {pair.first_id, pair.second_id}]
    return [(others[_other_of(pair, signal)], pair) for pair in mine[:MOST_ALIKE]]


def likeness(pair: Suggestion) -> str:
    """Say how alike two signals are, and how far apart."""
    hours = round(pair.apart / dt.timedelta(hours=1))
    return _("same place, {hours} h apart, words alike at {likeness} of 100").format(
        hours=hours, likeness=round(pair.likeness)
    )


def where_of(signal: Any) -> str:
    """Return where a signal is about, in words, no finer than it was written down."""
    return ", ".join(filter(None, (signal.where, place_name(signal.place))))


def _item(row: queue.Row, names: Names, same: Sequence[Download]) -> Item:
    signal = row.signal
    return Item(
        **_basics(signal, names),
        reasons=[_(reason) for reason in row.reasons],
        before_next=_(row.before_next) if row.before_next else "",
        supporting=row.weighed.supporting if row.weighed else 0,
        is_contradicted=bool(row.weighed and row.weighed.is_contradicted),
        is_old=row.is_old,
        is_owed=signal.way in FROM_PEOPLE and not signal.is_answered,
        maybe_same=same,
    )


def _basics(signal: Any, names: Names) -> dict[str, Any]:
    is_own = signal.owner_id in names.own
    return {
        "signal": signal,
        "title": title_of(signal),
        "url": reverse("signals:signal", args=[signal.pk]),
        "where": where_of(signal),
        "grade": grade_in_words(signal.grade),
        "shared_by": "" if is_own else names.organisation(signal.owner_id),
    }


def _same(signals: Sequence[Any]) -> dict[Any, list[Download]]:
    known = {str(signal.pk): signal for signal in signals}
    found: dict[Any, list[Download]] = {}
    for pair in duplicates(_pure(signal) for signal in signals):
        for one in (known[pair.first_id], known[pair.second_id]):
            other = known[_other_of(pair, one)]
            link = Download(title_of(other), reverse("signals:signal", args=[other.pk]))
            found.setdefault(one.pk, []).append(link)
    return {key: links[:MOST_ALIKE_IN_A_LIST] for key, links in found.items()}


def _other_of(pair: Suggestion, signal: Any) -> str:
    return pair.second_id if pair.first_id == str(signal.pk) else pair.first_id


def _pure(signal: Any) -> PureSignal:
    return PureSignal(
        str(signal.pk), signal.received_at, text=signal.text, place=signal.place or None, at=signal.at
    )
