"""Reading processes and who asks to connect to them: always for a viewer."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import F, QuerySet

from avert.web.accounts.models import Organisation
from avert.web.assessment.models import Assessment, Connection, ConnectionAnswer, Process
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import organisations_to_write_for, readable_by


def processes_for(viewer: Viewer, *, place: str = "") -> RecordQuerySet:
    """Return the assessment processes that the viewer may read."""
    found: RecordQuerySet = readable_by(viewer, Process)
    return found.filter(place__in=places_within(place)) if place else found


def process_for(viewer: Viewer, process_id: uuid.UUID) -> Process | None:
    """Return a process, if there is one that the viewer may read."""
    found: Process | None = processes_for(viewer).filter(pk=process_id).first()
    return found


def assessments_in(viewer: Viewer, process: Process) -> list[Any]:
    """Return the assessments made in a process that the viewer may read."""
    return list(readable_by(viewer, Assessment).filter(process=process.pk).order_by("created_at", "pk"))


def connections_to(viewer: Viewer, process: Process) -> list[Connection]:
    """Return the requests to connect to a process that the viewer may read, the newest first."""
    found = readable_by(viewer, Connection).filter(process=process.pk)
    return list(found.order_by("-created_at", "pk"))


def answers_to(
    viewer: Viewer, connection_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[ConnectionAnswer]]:
    """Return by request what was answered to it, the newest first, as far as the viewer may read it."""
    answers: dict[uuid.UUID, list[ConnectionAnswer]] = {key: [] for key in connection_ids}
    found = readable_by(viewer, ConnectionAnswer).filter(connection__in=connection_ids)
    for answer in found.order_by("-created_at", "pk"):
        answers[answer.connection_id].append(answer)
    return answers


def waiting_for_us(viewer: Viewer) -> RecordQuerySet:
    """Return the requests to connect to processes of organisations for which the viewer writes, not answered yet."""
    ours = organisations_to_write_for(viewer, ConnectionAnswer).values("pk")
    answered = readable_by(viewer, ConnectionAnswer).filter(owner=F("connection__process__owner"))
    waiting: RecordQuerySet = (
        readable_by(viewer, Connection)
        .filter(process__owner__in=ours)
        .exclude(pk__in=answered.values("connection"))
        .order_by("created_at", "pk")
    )
    return waiting


def may_ask_for(viewer: Viewer, process: Process) -> QuerySet[Organisation]:
    """Return the organisations for which the viewer may ask to connect: her own, besides the one that is asked."""
    return organisations_to_write_for(viewer, Connection).exclude(pk=process.owner_id)
