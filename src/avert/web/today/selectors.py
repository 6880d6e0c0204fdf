"""What waits for the viewer, the most urgent first: each kind with how much there is and where it begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from avert.web.alerts.selectors import undelivered
from avert.web.assessment.evidence.selectors import open_gaps_of_us
from avert.web.assessment.selectors import assessments_for, to_look_at_again
from avert.web.assessment.voices.selectors import waiting_for_us
from avert.web.book.selectors import open_counts
from avert.web.commitments.selectors import lines_for
from avert.web.records.policy import Viewer
from avert.web.records.words import place_name
from avert.web.signals.selectors import signals_for, unanswered_for
from avert.web.signals.vocabulary import Standing
from avert.web.signals.watch.selectors import coming
from avert.web.society.selectors import to_look_at_again as structures_to_look_at_again
from avert.web.warnings.course_selectors import asked_of_us
from avert.web.warnings.course_tables import url_of
from avert.web.warnings.selectors import waiting_for_review, warnings_for
from avert.web.warnings.vocabulary import State

Text = str | Promise
MOST_NAMED = 3
SOON = dt.timedelta(days=14)


@dataclass(frozen=True)
class Item:
    """One thing that waits, and since or until when."""

    text: Text
    url: str
    at: dt.datetime | dt.date | None = None


@dataclass(frozen=True)
class Waiting:
    """Things of one kind: what they are, how many, the first few, and where all of them are."""

    question: Text
    count: int
    url: str
    items: tuple[Item, ...] = ()
    is_urgent: bool = False


def waiting_for(viewer: Viewer, now: dt.datetime) -> list[Waiting]:
    """Return what waits for the viewer; kinds of which nothing waits are left out."""
    return [waiting for kind in KINDS for waiting in kind(viewer, now) if waiting.count]


def _reviews(viewer: Viewer, _now: dt.datetime) -> Iterator[Waiting]:
    found = list(waiting_for_review(viewer))
    items = tuple(
        Item(one.title, reverse("warnings:warning", args=[one.pk]), one.review_due_at) for one in found
    )
    question = _("Sent to save a life, and not reviewed by a second person yet")
    yield Waiting(question, len(found), reverse("warnings:warnings"), items[:MOST_NAMED], is_urgent=True)


def _life(viewer: Viewer, _now: dt.datetime) -> Iterator[Waiting]:
    found = signals_for(viewer).filter(threatens_life=True, standing=Standing.OPEN)
    # Never the report itself: this page is open on a desk while others pass by.
    first = [
        Item(_where(one), reverse("signals:signal", args=[one.pk]), one.received_at)
        for one in found.order_by("-received_at", "pk")[:MOST_NAMED]
    ]
    url = reverse("signals:signals")
    yield Waiting(_("A life is said to be in danger"), found.count(), url, tuple(first), is_urgent=True)


def _asked(viewer: Viewer, now: dt.datetime) -> Iterator[Waiting]:
    waited = [ask for ask in asked_of_us(viewer, now) if ask.state.waiting_for is not None]
    for is_late, question in ((True, _("Asked of us, and overdue")), (False, _("Asked of us"))):
        asks = [ask for ask in waited if ask.state.is_overdue is is_late]
        items = tuple(
            Item(
                ask.addressee.warning.title,
                url_of(ask.addressee),
                ask.state.due.instant if ask.state.due else None,
            )
            for ask in asks[:MOST_NAMED]
        )
        yield Waiting(question, len(asks), reverse("warnings:asked-of-us"), items, is_urgent=is_late)


def _undelivered(viewer: Viewer, _now: dt.datetime) -> Iterator[Waiting]:
    url = reverse("alerts:undelivered")
    yield Waiting(_("Did not arrive, or nobody knows"), undelivered(viewer).count(), url, is_urgent=True)


def _proposed(viewer: Viewer, _now: dt.datetime) -> Iterator[Waiting]:
    found = warnings_for(viewer).filter(state=State.PROPOSED).order_by("created_at", "pk")
    items = tuple(Item(one.title, reverse("warnings:warning", args=[one.pk])) for one in found[:MOST_NAMED])
    yield Waiting(
        _("Warnings that wait for a second person"), found.count(), reverse("warnings:warnings"), items
    )


def _open_signals(viewer: Viewer, _now: dt.datetime) -> Iterator[Waiting]:
    count = signals_for(viewer).filter(standing=Standing.OPEN).count()
    yield Waiting(_("Signals to look at"), count, reverse("signals:signals"))


def _unanswered(viewer: Viewer, _now: dt.datetime) -> Iterator[Waiting]:
    url = reverse("signals:unanswered")
    yield Waiting(_("People who reported and were told nothing"), unanswered_for(viewer).count(), url)


def _commitments(viewer: Viewer, now: dt.datetime) -> Iterator[Waiting]:
    late = sum(line.is_overdue for line in lines_for(viewer, now=now))
    yield Waiting(_("Commitments past their date"), late, reverse("commitments:commitments"))


def _connections(viewer: Viewer, _now: dt.datetime) -> Iterator[Waiting]:
    found = waiting_for_us(viewer)
    items = tuple(
        Item(_("Request to connect"), reverse("assessment:connection", args=[one.pk]), one.created_at.date())
        for one in found[:MOST_NAMED]
    )
    question = _("Asked to connect to our assessments, and not answered")
    yield Waiting(question, found.count(), reverse("assessment:processes"), items)


def _assessments(viewer: Viewer, now: dt.datetime) -> Iterator[Waiting]:
    found = to_look_at_again(viewer, now.date())
    items = tuple(
        Item(one.title, reverse("assessment:assessment", args=[one.pk]), one.review_on)
        for one in found[:MOST_NAMED]
    )
    question = _("Assessments to look at again, past their day")
    yield Waiting(question, found.count(), reverse("assessment:assessments"), items)


def _structures(viewer: Viewer, now: dt.datetime) -> Iterator[Waiting]:
    found = structures_to_look_at_again(viewer, now.date())
    # By where it is and not by name: this page is open on a desk while others pass by.
    items = tuple(
        Item(
            place_name(one.place) or one.get_level_display() or _("Structure"),
            reverse("society:structure", args=[one.pk]),
            one.review_on,
        )
        for one in found[:MOST_NAMED]
    )
    question = _("Peace structures to look at again")
    yield Waiting(question, found.count(), reverse("society:structures"), items)


def _follow_ups(viewer: Viewer, now: dt.datetime) -> Iterator[Waiting]:
    _all, late = open_counts(viewer, today=now.date())
    yield Waiting(_("Written down to be done, and overdue"), late, reverse("book:book"))


def _gaps(viewer: Viewer, now: dt.datetime) -> Iterator[Waiting]:
    found = list(open_gaps_of_us(viewer).select_related("assessment"))
    late = [gap for gap in found if gap.due_on and gap.due_on < now.date()]
    rest = [gap for gap in found if gap not in late]
    readable = assessments_for(viewer).filter(pk__in={gap.assessment_id for gap in found})
    shared, url = set(readable.values_list("pk", flat=True)), reverse("assessment:assessments")
    for question, gaps in ((_("For us to find out, and overdue"), late), (_("For us to find out"), rest)):
        items = tuple(_gap(gap, is_shared=gap.assessment_id in shared) for gap in gaps[:MOST_NAMED])
        yield Waiting(question, len(gaps), url, items)


def _gap(gap: Any, *, is_shared: bool) -> Item:
    if not is_shared:
        # A lead may have shown it to someone who does not see the assessment.
        return Item(
            _("In an assessment that you may not see"),
            reverse("assessment:close-gap", args=[gap.pk]),
            gap.due_on,
        )
    return Item(gap.assessment.title, reverse("assessment:evidence", args=[gap.assessment_id]), gap.due_on)


def _dates(viewer: Viewer, now: dt.datetime) -> Iterator[Waiting]:
    today = now.date()
    soon = [(day, watch) for day, watch in coming(viewer, today).soon if day - today <= SOON]
    items = tuple(
        Item(watch.title, reverse("signals:watch", args=[watch.pk]), day) for day, watch in soon[:MOST_NAMED]
    )
    yield Waiting(_("Dates in the next two weeks"), len(soon), reverse("signals:watches"), items)


def _where(signal: Any) -> str:
    return ": ".join(part for part in (place_name(signal.place), signal.get_about_display()) if part)


KINDS: tuple[Callable[[Viewer, dt.datetime], Iterator[Waiting]], ...] = (
    _reviews, _life, _asked, _undelivered, _proposed, _unanswered, _open_signals, _commitments, _connections,
    _assessments, _structures, _follow_ups, _gaps, _dates,
)  # fmt: skip
