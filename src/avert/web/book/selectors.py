"""Reading the book: always for a viewer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from django.db.models import Count, Max, Q

from avert.web.book.models import Entry, Question, QuestionAnswer
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import readable_by

REMAINS = ~Q(to_do="") & Q(to_do_done_on=None)


def entries_for(
    viewer: Viewer, *, place: str = "", kind: str = "", is_open: bool = False, since: dt.date | None = None,
    until: dt.date | None = None,
) -> RecordQuerySet:  # fmt: skip
    """Return the entries that the viewer may read, the newest first; ``is_open`` are those with something to do."""
    wanted = Q(place__in=places_within(place)) if place else Q()
    if kind:
        wanted &= Q(kind=kind)
    if is_open:
        wanted &= REMAINS
    if since:
        wanted &= Q(on__gte=since)
    if until:
        wanted &= Q(on__lte=until)
    return readable_by(viewer, Entry).filter(wanted).order_by("-on", "-at", "-created_at", "pk")


def numbers_taken(viewer: Viewer, numbers: Collection[str]) -> set[str]:
    """Return which of these papers are in the book already, as far as the viewer may read it."""
    wanted = [number for number in numbers if number]
    found = readable_by(viewer, Entry).filter(paper_number__in=wanted)
    return set(found.values_list("paper_number", flat=True))


def counts_of_week(viewer: Viewer, *, since: dt.date, until: dt.date, place: str = "") -> dict[str, int]:
    """Return how many entries of each kind there are between two days, both counted in."""
    found = entries_for(viewer, place=place, since=since, until=until).order_by()
    return dict(found.values_list("kind").annotate(number=Count("pk")))


def open_counts(viewer: Viewer, *, today: dt.date, place: str = "") -> tuple[int, int]:
    """Return how much remains to be done, and how much of it is overdue."""
    found = entries_for(viewer, place=place, is_open=True)
    return found.count(), found.filter(to_do_by__lt=today).count()


def questions_for(viewer: Viewer) -> RecordQuerySet:
    """Return the questions that the viewer may read, the first written first."""
    return readable_by(viewer, Question).order_by("created_at", "pk")


def answers_of(viewer: Viewer, question: Question) -> list[QuestionAnswer]:
    """Return the answers to a question that the viewer may read, the newest first."""
    found = readable_by(viewer, QuestionAnswer).filter(question=question.pk)
    return list(found.order_by("-on", "-created_at", "pk"))


def last_answers(viewer: Viewer, questions: Iterable[Question]) -> dict[uuid.UUID, dt.date]:
    """Return when each of these questions was last answered, as far as the viewer may read that."""
    ids = [question.pk for question in questions]
    found = readable_by(viewer, QuestionAnswer).filter(question__in=ids).order_by()
    return dict(found.values_list("question").annotate(last=Max("on")))
