"""Rows of the course as the clock reads them, and what an addressee is asked by when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from avert.deadlines import Deadline, in_utc, zone_of
from avert.warning.clock import Asked, Decision, Event, Stage
from avert.web.warnings.models import Addressee, CourseEvent

Course = tuple[Event, ...]


def event_id_of(row: CourseEvent) -> str:
    """Return what the clock calls a row: ids sort as rows were written, where an exercise's clock stands still."""
    return f"{in_utc(row.created_at):%Y%m%dT%H%M%S%f}.{row.pk}"


def row_id_of(event: Event) -> uuid.UUID:
    """Return the id of the row of an event."""
    return uuid.UUID(event.id.rpartition(".")[2])


def event_of(row: CourseEvent, zone: str, corrected: str | None = None) -> Event:
    """Return a row as an event of the clock; ``zone`` is the addressee's, in which they defer.

    ``corrected`` is what the clock calls the row that this one corrects.
    """
    return Event(
        id=event_id_of(row),
        addressee_id=str(row.addressee_id),
        stage=Stage[row.stage],
        at=row.at,
        recorded_at=row.recorded_at,
        decision=Decision[row.decision] if row.decision else None,
        reason=row.reason,
        deferred_until=deadline_at(row.deferred_until, zone),
        corrects=corrected,
        is_withdrawn=row.is_withdrawn,
    )


def courses_in(rows: Iterable[CourseEvent], zones: dict[uuid.UUID, str]) -> dict[uuid.UUID, Course]:
    """Return the rows of several addressees as courses, each under its addressee; zones are theirs."""
    courses: dict[uuid.UUID, list[Event]] = defaultdict(list)
    known = {row.pk: row for row in rows}
    for row in known.values():
        # What it corrects may not be for this viewer; it then stands alone.
        before = known.get(row.corrects_id) if row.corrects_id else None
        corrected = event_id_of(before) if before else str(row.corrects_id) if row.corrects_id else None
        courses[row.addressee_id].append(event_of(row, zones[row.addressee_id], corrected))
    return {key: tuple(courses[key]) for key in zones}


def asked_of(addressee: Addressee) -> Asked:
    """Return by when an addressee is asked for what."""
    return Asked(
        *(
            deadline_at(instant, addressee.zone)
            for instant in (addressee.acknowledge_by, addressee.decide_by, addressee.act_by)
        )
    )


def deadline_at(instant: dt.datetime | None, zone: str) -> Deadline | None:
    """Return an instant as a deadline in a zone."""
    if instant is None:
        return None
    local = in_utc(instant).astimezone(zone_of(zone))
    return Deadline(local.date(), zone, local.time())
