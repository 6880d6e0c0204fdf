"""Reading protocols and rooms with what is in them: always for a viewer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Case, F, When

from avert.web.contacts.models import Contact
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import organisations_to_write_for, readable_by
from avert.web.records.taking_part import writes_for_in
from avert.web.response.models import Invitation, Meeting, Protocol, ProtocolOption, Rehearsal, Room, Task
from avert.web.response.vocabulary import RoomState, TaskState
from avert.web.warnings.models import Warning
from avert.web.warnings.vocabulary import GONE_OUT


def protocols_for(viewer: Viewer) -> RecordQuerySet:
    """Return the protocols that the viewer may read."""
    return readable_by(viewer, Protocol)


def options_of(viewer: Viewer, protocol_id: uuid.UUID) -> list[ProtocolOption]:
    """Return what a protocol offers, what is ready first."""
    found = readable_by(viewer, ProtocolOption).filter(protocol=protocol_id)
    return list(found.order_by("-is_ready", "created_at", "pk"))


def rehearsals_of(viewer: Viewer, protocol_id: uuid.UUID) -> list[Rehearsal]:
    """Return when a protocol was tried out, the newest first."""
    return list(readable_by(viewer, Rehearsal).filter(protocol=protocol_id).order_by("-on", "pk"))


def rooms_for(viewer: Viewer, *, exercise_id: uuid.UUID | None = None) -> RecordQuerySet:
    """Return the rooms that the viewer may read: of one exercise, or without one what is real."""
    found: RecordQuerySet = readable_by(viewer, Room).filter(exercise=exercise_id)
    return found.select_related("exercise")


def rooms_of(viewer: Viewer, warning: Warning) -> list[Room]:
    """Return the rooms on a warning that the viewer may read."""
    return list(readable_by(viewer, Room).filter(warning=warning.pk).order_by("created_at", "pk"))


def room_for(viewer: Viewer, room_id: uuid.UUID) -> Room | None:
    """Return a room, if there is one that the viewer may read, with its warning and exercise."""
    found: Room | None = (
        readable_by(viewer, Room).filter(pk=room_id).select_related("warning", "exercise").first()
    )
    return found


def tasks_in(viewer: Viewer, room_ids: Collection[uuid.UUID]) -> list[Task]:
    """Return the tasks in these rooms: those to be done first, by when they are due."""
    found = readable_by(viewer, Task).filter(room__in=room_ids)
    is_closed = Case(When(state=TaskState.OPEN, then=0), default=1)
    return list(found.order_by(is_closed, F("due").asc(nulls_last=True), "created_at", "pk"))


def meetings_in(viewer: Viewer, room_ids: Collection[uuid.UUID]) -> list[Meeting]:
    """Return the meetings in these rooms, the newest first."""
    return list(readable_by(viewer, Meeting).filter(room__in=room_ids).order_by("-at", "pk"))


def invitations_in(viewer: Viewer, room: Room) -> list[Invitation]:
    """Return the invitations to a room, the first written first. Whoever takes part sees only those shared with her."""
    return list(readable_by(viewer, Invitation).filter(room=room.pk).order_by("created_at", "pk"))


def next_meeting(viewer: Viewer, room: Room, now: dt.datetime) -> Meeting | None:
    """Return the next meeting of a room that the viewer may read, if one is set."""
    found: Meeting | None = (
        readable_by(viewer, Meeting).filter(room=room.pk, at__gte=now).order_by("at", "pk").first()
    )
    return found


def warning_to_act_on(viewer: Viewer, warning_id: uuid.UUID) -> Warning | None:
    """Return a warning that is out, if there is one that the viewer may read."""
    found: Warning | None = (
        readable_by(viewer, Warning)
        .filter(pk=warning_id, state__in=GONE_OUT)
        .select_related("exercise")
        .first()
    )
    return found


def may_open(viewer: Viewer, warning: Warning) -> bool:
    """Say whether the viewer may open a room on a warning."""
    return (
        warning_to_act_on(viewer, warning.pk) is not None
        and organisations_to_write_for(viewer, Room).exists()
    )


def is_warning_readable(viewer: Viewer, warning_id: uuid.UUID | None) -> bool:
    """Say whether the viewer may read a warning: a room may be shared with some who may not, and may have none."""
    return warning_id is not None and readable_by(viewer, Warning).filter(pk=warning_id).exists()


def contacts_for(viewer: Viewer) -> dict[uuid.UUID, Contact]:
    """Return the contacts that the viewer may choose from, by role."""
    return {one.pk: one for one in readable_by(viewer, Contact).order_by("role", "pk")}


def may_add_to(viewer: Viewer, room: Room) -> bool:
    """Say whether the viewer may add to a room: everybody who takes part may, while it is open."""
    return room.state == RoomState.OPEN and writes_for_in(viewer, room, Task) is not None
