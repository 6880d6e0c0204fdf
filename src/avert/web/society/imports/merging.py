"""Say that two structures are one, or are not, and take that back: each keeps what was written of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.errors import InputError
from avert.web.accounts.models import Person
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.records import services as records
from avert.web.records.models import Link
from avert.web.records.selectors import writable_by
from avert.web.records.writing import rows_of
from avert.web.society.imports.duplicates import NOT_SAME
from avert.web.society.models import Structure


@transaction.atomic
def merge(*, record: Structure, into: Structure, viewer: Person, occasion: Occasion) -> Structure:
    """Show a structure as another one of the same organisation from now on; ties and activities follow when read.

    Raises InputError where one of them was merged already, which is how circles would arise, and PermissionDenied.
    """
    one, other = _held(record, into, viewer)
    if one.merged_into_id is not None or other.merged_into_id is not None:
        raise InputError("One of them was merged into another meanwhile. Look at the list anew.")
    return records.change(
        record=one,
        row_version=one.row_version,
        fields={"merged_into": other},
        viewer=viewer,
        occasion=occasion,
    )


@transaction.atomic
def undo_merge(*, record: Structure, viewer: Person, occasion: Occasion) -> Structure:
    """Let a structure stand for itself again, with all that was written of it."""
    held = rows_of(Structure).select_for_update().filter(pk=record.pk).first()
    if held is None or held.merged_into_id is None:
        raise InputError("It stands for itself already. There is nothing to take apart.")
    fields = {"merged_into": None}
    return records.change(
        record=held, row_version=held.row_version, fields=fields, viewer=viewer, occasion=occasion
    )


@transaction.atomic
def say_not_same(*, one: Structure, other: Structure, viewer: Person, occasion: Occasion) -> None:
    """Remember that two structures are not the same, so that nobody is asked again."""
    first, second = sorted(_held(one, other, viewer), key=lambda held: held.pk)
    _link, is_new = Link.objects.get_or_create(from_id=first.pk, to_id=second.pk, kind=NOT_SAME)
    if is_new:
        audit.append(
            occasion=occasion,
            action=Action.CREATE,
            object_kind="society.not_same",
            object_id=first.pk,
            owner_id=first.owner_id,
        )


def _held(one: Structure, other: Structure, viewer: Person) -> tuple[Structure, Structure]:
    """Return both as they are now, held until the transaction ends, in an order in which nobody waits for another."""
    ids = {one.pk, other.pk}
    if writable_by(viewer, Structure).filter(pk__in=ids).count() != 2:
        raise PermissionDenied
    held = {row.pk: row for row in rows_of(Structure).select_for_update().filter(pk__in=ids).order_by("pk")}
    first, second = held[one.pk], held[other.pk]
    if (first.owner_id, first.exercise_id) != (second.owner_id, second.exercise_id):
        raise InputError(
            "They belong to different organisations. Each says only of its own what is the same."
        )
    return first, second
