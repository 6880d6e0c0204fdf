"""Writing protocols and rooms with what is in them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.models import Record
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.taking_part import add_part
from avert.web.response import selectors
from avert.web.response.models import Meeting, Protocol, ProtocolOption, Rehearsal, Room, Task
from avert.web.response.vocabulary import TaskState
from avert.web.warnings.models import Warning
from avert.web.warnings.writing import check_exercise

HARM_CHECK = ("harm_check", "harm_checked_on", "harm_checked_by")


def write_protocol(
    *,
    owner_id: uuid.UUID,
    title: str,
    trigger: str,
    viewer: Person,
    occasion: Occasion,
    event: str = "",
    review_on: dt.date | None = None,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> Protocol:
    """Write down what starts a response, before it is needed."""
    protocol = Protocol(
        owner_id=owner_id,
        title=title,
        trigger=trigger,
        event=event,
        review_on=review_on,
        place=place,
        marking=marking,
    )
    return services.create(record=protocol, viewer=viewer, occasion=occasion, sharing=sharing)


def add_option(*, protocol: Protocol, viewer: Person, occasion: Occasion, **content: Any) -> ProtocolOption:
    """Add something that can be done. Raises InputError for one called ready whose harm nobody has looked at."""
    _check_ready(content)
    option = ProtocolOption(
        owner_id=protocol.owner_id, protocol=protocol, marking=protocol.marking, **content
    )
    return _add(option, protocol, viewer, occasion)


def change_option(
    *,
    record: ProtocolOption,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> ProtocolOption:
    """Change an option as it was read at ``row_version``. Raises like ``add_option``."""
    names = ("is_ready", *HARM_CHECK)
    _check_ready({name: getattr(record, name) for name in names} | dict(fields))
    return services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def add_rehearsal(
    *, protocol: Protocol, on: dt.date, learned: str, viewer: Person, occasion: Occasion
) -> Rehearsal:
    """Write down that a protocol was tried out, and what was learned."""
    if on > occasion.at.date():
        raise InputError("A rehearsal that is still to come has taught nothing yet. Give a day that is past.")
    rehearsal = Rehearsal(
        owner_id=protocol.owner_id, protocol=protocol, marking=protocol.marking, on=on, learned=learned
    )
    return _add(rehearsal, protocol, viewer, occasion)


@transaction.atomic
def open_room(
    *,
    owner_id: uuid.UUID,
    title: str,
    no_new_action: str,
    viewer: Person,
    occasion: Occasion,
    warning: Warning | None = None,
    gap: str = "",
    exercise: Exercise | None = None,
    place: str = "",
    protocol: Protocol | None = None,
    contact_protocol: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> Room:
    """Open a room in which organisations act together on a warning that is out, or on a gap.

    On a warning it lies where the warning does, and in its exercise.
    """
    if warning is not None and selectors.warning_to_act_on(viewer, warning.pk) is None:
        raise PermissionDenied
    if protocol is not None and not selectors.protocols_for(viewer).filter(pk=protocol.pk).exists():
        raise PermissionDenied
    if marking == Marking.RED:
        raise InputError(
            "TLP:RED is for persons, and in a room organisations act together. Choose another marking."
        )
    room = Room(
        owner_id=owner_id,
        warning=warning,
        exercise=warning.exercise if warning else exercise,
        protocol=protocol,
        title=title,
        gap=gap,
        contact_protocol=contact_protocol,
        no_new_action=no_new_action,
        place=warning.place if warning else place,
        marking=marking,
    )
    for organisation_id in sharing.organisations | {owner_id}:
        check_exercise(room, organisation_id)
    return services.create(record=room, viewer=viewer, occasion=occasion, sharing=sharing)


def share_room(*, record: Room, sharing: Sharing, **said: Any) -> Room:
    """Say anew who takes part in a room; in one of an exercise only who takes part in that."""
    for organisation_id in sharing.organisations:
        check_exercise(record, organisation_id)
    return services.share(record=record, sharing=sharing, **said)


def add_meeting(*, room: Room, viewer: Person, occasion: Occasion, **content: Any) -> Meeting:
    """Add a meeting, for all who take part in the room."""
    return add_part(part=Meeting(room=room, **content), viewer=viewer, occasion=occasion)


def add_task(*, room: Room, viewer: Person, occasion: Occasion, **content: Any) -> Task:
    """Add a task, for all who take part in the room."""
    _check_dropped(content)
    return add_part(part=Task(room=room, **content), viewer=viewer, occasion=occasion)


def change_task(
    *,
    record: Task,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Task:
    """Change a task as it was read at ``row_version``; to drop one needs a reason."""
    _check_dropped({"state": record.state, "reason": record.reason} | dict(fields))
    return services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def _add(part: Any, whole: Record, viewer: Person, occasion: Occasion) -> Any:
    sharing = sharing_of(whole.audience_id)
    return services.create(record=part, viewer=viewer, occasion=occasion, sharing=sharing)


def _check_ready(content: Mapping[str, Any]) -> None:
    if content.get("is_ready") and not all(content.get(name) for name in HARM_CHECK):
        raise InputError(
            "An option is not ready while nobody has looked at the harm it may do. Say what was found, when, and "
            "which role looked."
        )


def _check_dropped(content: Mapping[str, Any]) -> None:
    if content.get("state") == TaskState.DROPPED and not str(content.get("reason", "")).strip():
        raise InputError(
            "A task was dropped without a reason, so that nobody could learn from it. Add the reason."
        )
