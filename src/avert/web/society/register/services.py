"""Writing the register: who is listed with whose consent, what ties them, and what security actors may see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.accounts.policy import standings_in
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.selectors import is_readable, is_writable, readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of
from avert.web.society.models import Activity, GroupTrust, SecurityPolicy, Structure, Tie
from avert.web.society.policy import organisations_kept_by
from avert.web.society.vocabulary import Consent

ASK_FIRST = (
    "They have not agreed to be listed, and being known can harm them. "
    "Ask them, write down that they agreed, then share this."
)
MANY_SAME = "Something that was merged into this is not yours to remove. Take the merging back first."


@transaction.atomic
def add_structure(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    exercise: Exercise | None = None,
    **content: Any,
) -> Structure:
    """List a structure; ``content`` is that of a Structure. Raises InputError if it is shared without consent."""
    made = Structure(owner_id=owner_id, place=place, marking=marking, exercise=exercise, **content)
    _check(made, sharing)
    return services.create(record=made, viewer=viewer, occasion=occasion, sharing=sharing)


@transaction.atomic
def change_structure(
    *,
    record: Structure,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Structure:
    """Change what is listed. Raises InputError where consent is taken back while others still read it."""
    changed = services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )
    _check(changed, sharing_of(changed.audience_id))
    return changed


@transaction.atomic
def share_structure(
    *,
    record: Structure,
    row_version: int,
    sharing: Sharing,
    marking: Marking,
    viewer: Person,
    occasion: Occasion,
    why: str = "",
    may_be_wider: bool = False,
) -> Structure:
    """Share a structure with what it does, not with what groups think of it. Raises InputError without consent."""
    _check(record, sharing)
    act: dict[str, Any] = {"sharing": sharing, "marking": marking, "viewer": viewer, "occasion": occasion}
    shared = services.share(record=record, row_version=row_version, why=why, may_be_wider=may_be_wider, **act)
    if is_readable(shared, viewer=viewer):
        for one in rows_of(Activity).filter(structure=shared.pk):
            if is_writable(one, viewer=viewer):
                services.share(record=one, row_version=one.row_version, **act)
    return shared


@transaction.atomic
def remove_structure(*, record: Structure, row_version: int, viewer: Person, occasion: Occasion) -> None:
    """Remove a structure with its ties and parts, and what was merged into it, or that would be listed again.

    Raises InputError where that is not the viewer's to remove.
    """
    for same in rows_of(Structure).filter(merged_into=record.pk).exclude(pk=record.pk):
        if not is_writable(same, viewer=viewer):
            raise InputError(MANY_SAME)
        remove_structure(record=same, row_version=same.row_version, viewer=viewer, occasion=occasion)
    services.remove(record=record, row_version=row_version, viewer=viewer, occasion=occasion)


def add_trust(*, structure: Structure, viewer: Person, occasion: Occasion, **content: Any) -> GroupTrust:
    """Write down how far a group trusts a structure, for the owner's own people until they share it."""
    made = GroupTrust(owner_id=structure.owner_id, structure=structure, marking=structure.marking, **content)
    return services.create(record=made, viewer=viewer, occasion=occasion)


def add_activity(*, structure: Structure, viewer: Person, occasion: Occasion, **content: Any) -> Activity:
    """Write down what a structure does, for everybody who reads of the structure."""
    made = Activity(owner_id=structure.owner_id, structure=structure, marking=structure.marking, **content)
    sharing = sharing_of(structure.audience_id)
    return services.create(record=made, viewer=viewer, occasion=occasion, sharing=sharing)


def add_tie(
    *,
    owner_id: uuid.UUID,
    source: Structure,
    target: Structure,
    viewer: Person,
    occasion: Occasion,
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> Tie:
    """Tie two structures that the viewer may read; ``content`` is that of a Tie. Raises InputError for one alone."""
    if not all(is_readable(end, viewer=viewer) for end in (source, target)):
        raise PermissionDenied
    if source.pk == target.pk or source.exercise_id != target.exercise_id:
        raise InputError("A tie needs two structures, both real or both of one exercise. Choose another.")
    made = Tie(
        owner_id=owner_id, source=source, target=target, place=source.place, marking=marking, **content
    )
    _check_days(made)
    return services.create(record=made, viewer=viewer, occasion=occasion, sharing=sharing)


def end_tie(*, tie: Tie, row_version: int, ends: dt.date, viewer: Person, occasion: Occasion) -> Tie:
    """Write down until when a tie held. Raises InputError for a day before it began."""
    return change_tie(
        record=tie, row_version=row_version, fields={"ends": ends}, viewer=viewer, occasion=occasion
    )


@transaction.atomic
def change_tie(
    *,
    record: Tie,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Tie:
    """Change what is said of a tie. Raises InputError where it would end before it began."""
    changed = services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )
    _check_days(changed)
    return changed


@transaction.atomic
def decide_security(
    *, owner_id: uuid.UUID, row_version: int, viewer: Person, occasion: Occasion, **content: Any
) -> SecurityPolicy:
    """Decide what security actors may see of an organisation's register; only whoever keeps its network may.

    Raises PermissionDenied, and StaleRecordError where someone else decided meanwhile.
    """
    if owner_id not in organisations_kept_by(viewer):
        raise PermissionDenied
    found = readable_by(viewer, SecurityPolicy).filter(owner=owner_id).first()
    if found is not None:
        return services.change(
            record=found, row_version=row_version, fields=content, viewer=viewer, occasion=occasion
        )
    if row_version:
        raise StaleRecordError("Someone else has changed this meanwhile. Open it anew.")
    made = SecurityPolicy(owner_id=owner_id, marking=Marking.AMBER_STRICT, **content)
    return services.create(record=made, viewer=viewer, occasion=occasion)


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that the register was read."""
    services.append_list_read(kind=Structure, occasion=occasion)


def append_list_export(*, occasion: Occasion) -> None:
    """Write down that the register was taken out as a file."""
    services.append_list_read(kind=Structure, occasion=occasion, action=Action.EXPORT)


def _check(made: Structure, sharing: Sharing) -> None:
    _check_days(made)
    if made.is_protected and made.consent == Consent.PUBLIC:
        raise InputError(
            "A public body is known anyway. Say that it is none, or that being known puts it at no risk."
        )
    if made.consent not in {Consent.PUBLIC, Consent.GIVEN} and _goes_beyond(made.owner_id, sharing):
        raise InputError(ASK_FIRST)


def _goes_beyond(owner_id: uuid.UUID, sharing: Sharing) -> bool:
    if sharing.organisations or sharing.groups:
        return True
    return bool(sharing.persons) and not sharing.persons <= {who for who, _role in standings_in({owner_id})}


def _check_days(made: Structure | Tie) -> None:
    if made.begins and made.ends and made.ends < made.begins:
        raise InputError("It would end before it began. Mend one of the two days.")
