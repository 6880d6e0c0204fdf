"""Bringing people together: a room that begins from a gap, and invitations whose harm was thought of first."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.errors import InputError
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import exercise_for
from avert.web.records import services
from avert.web.records.selectors import is_readable
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.records.taking_part import add_part
from avert.web.response.models import Invitation, Room
from avert.web.response.services import open_room
from avert.web.response.whom import needs_care
from avert.web.society.models import Structure


@dataclass(frozen=True)
class Draft:
    """Someone to be invited, a structure or a role in words, and what being seen to be invited could do to them."""

    harm: str
    structure: Structure | None = None
    role: str = ""


@transaction.atomic
def convene(
    *,
    gap: str,
    drafts: Iterable[Draft],
    asked: str,
    harm_by: str,
    viewer: Person,
    occasion: Occasion,
    exercise: Exercise | None = None,
    **room: Any,
) -> Room:
    """Open a room on a gap, with an invitation drafted for each who is to be brought together."""
    if exercise is not None and exercise_for(viewer, exercise.pk) is None:
        raise PermissionDenied
    opened = open_room(gap=gap, exercise=exercise, viewer=viewer, occasion=occasion, **room)
    invite_all(room=opened, drafts=drafts, asked=asked, harm_by=harm_by, viewer=viewer, occasion=occasion)
    return opened


@transaction.atomic
def invite_all(
    *,
    room: Room,
    drafts: Iterable[Draft],
    asked: str,
    harm_by: str,
    viewer: Person,
    occasion: Occasion,
) -> list[Invitation]:
    """Draft an invitation for each, seen by nobody but the viewer's organisation until it is shared."""
    return [
        invite(
            room=room,
            structure=draft.structure,
            role=draft.role,
            harm=draft.harm,
            asked=asked,
            harm_by=harm_by,
            viewer=viewer,
            occasion=occasion,
        )
        for draft in drafts
    ]


def invite(
    *, room: Room, viewer: Person, occasion: Occasion, structure: Structure | None = None, **content: Any
) -> Invitation:
    """Write an invitation. Raises InputError where nobody thought of what it could do to those invited."""
    if structure is not None and not is_readable(structure, viewer=viewer):
        raise PermissionDenied
    if structure is not None and structure.exercise_id != room.exercise_id:
        raise InputError(
            "What belongs to an exercise never meets what is real. Choose structures of the same exercise."
        )
    _check_care(structure, content)
    part = Invitation(room=room, structure=structure, **content)
    return add_part(part=part, viewer=viewer, occasion=occasion, sharing=NOBODY_ELSE)


def change_invitation(
    *,
    record: Invitation,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Invitation:
    """Change an invitation as it was read at ``row_version``, or say what was answered. Raises like ``invite``."""
    names = ("harm", "harm_by", "answer", "asked_on", "answered_on")
    _check_care(record.structure, {name: getattr(record, name) for name in names} | dict(fields))
    return services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def without_those_invited(
    structures: Iterable[Structure], invitations: Iterable[Invitation]
) -> list[Structure]:
    """Return the structures that none of these invitations is for."""
    invited: set[uuid.UUID | None] = {one.structure_id for one in invitations}
    return [row for row in structures if row.pk not in invited]


def _check_care(structure: Structure | None, content: Mapping[str, Any]) -> None:
    if not str(content.get("harm", "")).strip() or not str(content.get("harm_by", "")).strip():
        raise InputError(
            "This one never agreed to be listed, or being known puts it at risk. Say what being seen to be invited "
            "could do to them and which role thought of it, before anyone asks them."
            if structure is not None and needs_care(structure)
            else "Nobody has written down what being seen to be invited could do to them. Say it, and which role "
            "thought of it."
        )
    asked_on, answered_on = content.get("asked_on"), content.get("answered_on")
    if asked_on and answered_on and answered_on < asked_on:
        raise InputError("An answer came before the question. Mend one of the two days.")
