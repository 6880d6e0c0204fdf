"""Reading assessments: always for a viewer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Case, Max, Q, Value, When

from avert.web.accounts.vocabulary import Level
from avert.web.assessment.models import Assessment, Gap, Process, Reading, Stakeholder
from avert.web.assessment.vocabulary import GapState, Subject
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import history_of, own_organisations, readable_by

MOST_ABOVE = 12  # nobody nests deeper, and a page asks no more often than this
FROM_THE_WIDEST = Case(*(When(level=level, then=Value(at)) for at, level in enumerate(Level.values)))


def assessments_for(
    viewer: Viewer, *, place: str = "", exercise_id: uuid.UUID | None = None
) -> RecordQuerySet:
    """Return the assessments that the viewer may read: of one exercise, or without one what is real."""
    found: RecordQuerySet = readable_by(viewer, Assessment).filter(exercise=exercise_id)
    return found.filter(place__in=places_within(place)) if place else found


def assessment_for(viewer: Viewer, assessment_id: uuid.UUID) -> Assessment | None:
    """Return an assessment, if there is one that the viewer may read."""
    found: Assessment | None = readable_by(viewer, Assessment).filter(pk=assessment_id).first()
    return found


def within_chain(viewer: Viewer, assessment: Assessment) -> list[Assessment]:
    """Return the assessments that this one lies in, the nearest first, up to the first that the viewer may not read."""
    chain: list[Assessment] = []
    readable, key = readable_by(viewer, Assessment), assessment.within_id
    while key is not None and len(chain) < MOST_ABOVE:
        above: Assessment | None = readable.filter(pk=key).first()
        if above is None or above in chain:
            break
        chain.append(above)
        key = above.within_id
    return chain


def below(viewer: Viewer, assessment: Assessment) -> RecordQuerySet:
    """Return the assessments that lie directly in this one, from the widest level."""
    return in_these(readable_by(viewer, Assessment), [assessment.pk])


def in_these(readable: RecordQuerySet, assessment_ids: Collection[uuid.UUID]) -> RecordQuerySet:
    """Return those of some readable assessments that lie directly in these, from the widest level."""
    return by_place_and_level(readable.filter(within__in=assessment_ids))


def outermost(readable: RecordQuerySet) -> RecordQuerySet:
    """Return those of some readable assessments that lie in none of them, by place and level."""
    inner = Q(within__in=readable.order_by().values("pk"))
    return by_place_and_level(readable.exclude(inner))


def by_place_and_level(found: RecordQuerySet) -> RecordQuerySet:
    """Return assessments by place, from the widest level."""
    ordered: RecordQuerySet = found.order_by("place", FROM_THE_WIDEST, "title", "pk")
    return ordered


def may_lie_in(
    viewer: Viewer, *, exercise_id: uuid.UUID | None, besides: uuid.UUID | None = None
) -> RecordQuerySet:
    """Return the assessments that one may be said to lie in; ``besides`` is the one itself."""
    return by_place_and_level(assessments_for(viewer, exercise_id=exercise_id).exclude(pk=besides))


def twins_of(viewer: Viewer, assessment: Assessment) -> list[Assessment]:
    """Return what the viewer may read of the other look: at the conflict from ourselves, or at ourselves from it."""
    readable = readable_by(viewer, Assessment)
    if assessment.subject == Subject.SELF:
        return list(readable.filter(pk=assessment.twin_id))
    return list(readable.filter(twin=assessment.pk).order_by("created_at", "pk"))


def stakeholders_of(viewer: Viewer, *assessments: uuid.UUID) -> RecordQuerySet:
    """Return the stakeholders of these assessments that the viewer may read, by name."""
    found: RecordQuerySet = readable_by(viewer, Stakeholder).filter(assessment__in=assessments)
    return found.order_by("name", "pk")


def last_rounds(viewer: Viewer, assessment: Assessment) -> dict[uuid.UUID, int]:
    """Return for each stakeholder of whom the viewer may read anything the last round in which they answered."""
    found = readable_by(viewer, Reading).filter(assessment=assessment.pk).order_by()
    return dict(found.values_list("stakeholder").annotate(last=Max("round")))


def round_began(viewer: Viewer, assessment: Assessment) -> dt.datetime | None:
    """Return since when the round has been open; None where the viewer may not see so far back."""
    if assessment.round == 1:
        return assessment.created_at
    found = history_of(assessment, viewer=viewer).filter(changes__has_key="round", row_version__gt=1).first()
    return found.at if found else None


def gaps_overdue(viewer: Viewer, assessment: Assessment, today: dt.date) -> int:
    """Return how many open information gaps that the viewer may read are past their date."""
    found = readable_by(viewer, Gap).filter(assessment=assessment.pk, state=GapState.OPEN, due_on__lt=today)
    count: int = found.count()
    return count


def process_of(viewer: Viewer, assessment: Assessment) -> Process | None:
    """Return the process that an assessment belongs to, if the viewer may read it."""
    if assessment.process_id is None:
        return None
    found: Process | None = readable_by(viewer, Process).filter(pk=assessment.process_id).first()
    return found


def to_look_at_again(viewer: Viewer, today: dt.date) -> RecordQuerySet:
    """Return the assessments of the viewer's own organisations whose day to look again is past, the oldest first."""
    own = assessments_for(viewer).filter(owner__in=own_organisations(viewer), review_on__lt=today)
    late: RecordQuerySet = own.order_by("review_on", "pk")
    return late
