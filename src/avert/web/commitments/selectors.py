"""Reading commitments and what is reported of them: always for a viewer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from avert.web.commitments.ledger import Line, lines_of
from avert.web.commitments.models import Commitment, CommitmentReport
from avert.web.records.models import Link, Record, RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import readable_by, record_for

ABOUT = "about"  # the kind of link from a commitment to what it is about


def commitments_for(
    viewer: Viewer, *, place: str = "", exercise_id: uuid.UUID | None = None
) -> RecordQuerySet:
    """Return the commitments that the viewer may read: of one exercise, or without one what is real."""
    found: RecordQuerySet = readable_by(viewer, Commitment).filter(exercise=exercise_id)
    return found.filter(place__in=places_within(place)) if place else found


def reports_for(viewer: Viewer, commitments: RecordQuerySet) -> RecordQuerySet:
    """Return what is reported of these commitments, as far as the viewer may read it; the newest first."""
    found: RecordQuerySet = readable_by(viewer, CommitmentReport)
    return found.filter(commitment__in=commitments.order_by().values("pk")).order_by("-at", "pk")


def lines_for(
    viewer: Viewer, *, now: dt.datetime, place: str = "", exercise_id: uuid.UUID | None = None
) -> list[Line]:
    """Return the commitments with what can be said of each, the earliest date first and those without one last."""
    found = commitments_for(viewer, place=place, exercise_id=exercise_id)
    lines = lines_of(found, reports_for(viewer, found), now)
    return sorted(lines, key=_by_date)


def line_for(viewer: Viewer, commitment: Any, *, now: dt.datetime) -> Line:
    """Return one commitment with what can be said of it."""
    found = readable_by(viewer, Commitment).filter(pk=commitment.pk)
    return lines_of([commitment], reports_for(viewer, found), now)[0]


def report_for(viewer: Viewer, report_id: uuid.UUID) -> CommitmentReport | None:
    """Return a report, if the viewer may read it and what it is about."""
    found: CommitmentReport | None = (
        reports_for(viewer, readable_by(viewer, Commitment)).filter(pk=report_id).first()
    )
    return found


def what_it_is_about(viewer: Viewer, commitment: Any) -> list[Record]:
    """Return the records that a commitment is about, as far as the viewer may read them."""
    ids = Link.objects.filter(from_id=commitment.pk, kind=ABOUT).values_list("to_id", flat=True)
    found = [record_for(viewer, key) for key in ids]
    return [record for record in found if record is not None]


def commitments_about(viewer: Viewer, record_id: uuid.UUID) -> RecordQuerySet:
    """Return the commitments that are about a record, the newest first."""
    ids = Link.objects.filter(to_id=record_id, kind=ABOUT).values("from_id")
    found: RecordQuerySet = readable_by(viewer, Commitment).filter(pk__in=ids)
    return found.order_by("-created_at", "pk")


def _by_date(line: Line) -> tuple[bool, dt.datetime, str]:
    due = line.promise.due
    return due is None, due.instant if due else line.row.created_at, line.promise.id
