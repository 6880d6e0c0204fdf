"""The triage queue, ordered by the database as ``avert.warning.signals.triage`` orders it, rule by rule."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, SmallIntegerField, When
from django.db.models.functions import Cast, Coalesce

from avert.assessment.ageing import Kind, half_lives, is_stale
from avert.assessment.grading import Weighed
from avert.warning.signals import RULES, Triaged, triage
from avert.warning.signals import Signal as PureSignal
from avert.warning.signals.triage import SOON
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.signals.models import Answer, Signal, Verification
from avert.web.signals.selectors import has_part
from avert.web.signals.vocabulary import About
from avert.web.signals.weighing import decided_among, weighed_of

ON_A_PAGE = 50
KINDS = {kind.value: kind for kind in Kind}


class Row:
    """A signal in its place in the queue, with what the viewer may know of it."""

    def __init__(self, signal: Any, triaged: Triaged, weighed: Weighed | None, now: dt.datetime) -> None:
        self.signal, self.weighed = signal, weighed
        self.reasons, self.before_next = triaged.reasons, triaged.before_next
        self.is_old = is_old(signal, now)


def page_of(
    viewer: Viewer, found: RecordQuerySet, *, now: dt.datetime, number: str | int
) -> tuple[Page[Any], list[Row]]:
    """Return one page of the queue and its rows, each with what put it before the next one.

    A bounded number of queries, however many signals there are and whatever they have to do with each other.
    """
    grouped = _grouped(found.filter(received_at__lte=now), now)
    groups = list(grouped.values_list(*HEADS).order_by(*HEADS).annotate(number=Count("pk")))
    page: Page[Any] = Paginator(range(sum(group[-1] for group in groups)), ON_A_PAGE).get_page(number)
    start = max(page.start_index() - 1, 0)
    shown, before = _shown(groups, start, start + ON_A_PAGE + 1)
    narrowed = grouped.filter(shown)
    keys = list(ordered(viewer, narrowed, now)[start - before :][: ON_A_PAGE + 1])
    return page, rows_of(viewer, keys, now)[:ON_A_PAGE]


def ordered(viewer: Viewer, found: RecordQuerySet, now: dt.datetime) -> RecordQuerySet:
    """Return the keys of these signals in the order of the rules; then whoever has waited longer comes first."""
    order = [_first(rule) for _, rule in zip(RULES, _in_sql(viewer, found, now), strict=True)]
    at = Coalesce("happened_at", "received_at")
    queue: RecordQuerySet = found.alias(at=at).order_by(*order, "received_at", "pk")
    return queue.values_list("pk", flat=True)  # type: ignore[return-value]  # the guard stays on it


def rows_of(viewer: Viewer, keys: Collection[uuid.UUID], now: dt.datetime) -> list[Row]:
    """Return these signals in full, in the order of the rules."""
    found = readable_by(viewer, Signal).filter(pk__in=keys)
    marked = found.annotate(has_second=has_part(viewer, Verification), is_answered=has_part(viewer, Answer))
    signals = {str(signal.pk): signal for signal in marked}
    weighed = weighed_of(viewer, signals.values())
    queue = triage((_pure(signal, weighed[signal.pk]) for signal in signals.values()), now)
    return [Row(signals[t.signal.id], t, t.signal.weighed, now) for t in queue]


def is_old(signal: Any, now: dt.datetime) -> bool:
    """Say whether a signal is too old to rest on without looking again."""
    return is_stale(KINDS[signal.pace], signal.at, now)


# What stands before corroboration needs no weighing: a page weighs only the groups that it shows some of.
HEADS = ("is_threat", "is_soon", "is_silent")


def _grouped(found: RecordQuerySet, now: dt.datetime) -> RecordQuerySet:
    heads = zip(HEADS, _heads(now), strict=True)
    return found.order_by().annotate(**{name: _first(rule) for name, rule in heads})


def _shown(groups: list[tuple[int, ...]], start: int, stop: int) -> tuple[Q, int]:
    conditions, before, reached = Q(pk__in=[]), 0, 0
    for *values, number in groups:
        if reached + number <= start:
            before += number
        elif reached < stop:
            conditions |= Q(**dict(zip(HEADS, values, strict=True)))
        reached += number
    return conditions, before


def _heads(now: dt.datetime) -> list[Q]:
    return [
        Q(threatens_life=True),
        Q(happened_at__range=(now - SOON, now + SOON)),
        Q(about=About.BLACKOUT),
    ]


def _in_sql(viewer: Viewer, found: RecordQuerySet, now: dt.datetime) -> list[Q]:
    # In the order of RULES, which a property test holds them to.
    corroborated, contradicted = decided_among(viewer, found)
    verified = readable_by(viewer, Verification).values("signal")
    return [
        *_heads(now),
        Q(pk__in=corroborated),
        Q(pk__in=contradicted),
        ~Q(pk__in=verified),
        reduce(or_, (Q(pace=kind.value, at__gte=now - h.stale_after) for kind, h in half_lives().items())),
    ]


def _first(rule: Q) -> Cast:
    # Where nothing fulfils a rule a bare 1 is left, which PostgreSQL takes for the first column to sort by.
    return Cast(Case(When(rule, then=0), default=1), SmallIntegerField())


def _pure(signal: Any, weighed: Weighed | None) -> PureSignal:
    return PureSignal(
        str(signal.pk),
        signal.received_at,
        text=signal.text,
        place=signal.place or None,
        at=signal.happened_at,
        kind=KINDS[signal.pace],
        weighed=weighed,
        threatens_life=signal.threatens_life,
        is_blackout=signal.about == About.BLACKOUT,
        has_second=signal.has_second,
    )
