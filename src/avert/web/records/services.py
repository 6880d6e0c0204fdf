"""Writing records, one by one: checked, versioned, remembered and audited in one short transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.records import audiences, policy
from avert.web.records.models import Link, Record, Revision
from avert.web.records.parts import move_parts, shrink_parts, what_goes_with
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import (
    AnyRecord,
    append,
    check,
    fulfils,
    plain,
    remember,
    rows_of,
    share_with,
    write,
)
from avert.web.sealing import services as sealing


class WiderThanParentError(InputError):
    """Someone would see a part who does not see the whole."""


@transaction.atomic
def create(
    *,
    record: AnyRecord,
    viewer: Person,
    occasion: Occasion,
    sharing: Sharing = NOBODY_ELSE,
    why: str = "",
    may_be_wider: bool = False,
) -> AnyRecord:
    """Write a new record, given with its owner, place, marking and content, for those whom ``sharing`` names.

    Raises PermissionDenied where the viewer may not write for the owner, InputError for unusable content, and
    WiderThanParentError where the record would be seen by someone who does not see what it is part of.
    """
    if record.parent is not None:
        # Or a role for another place would see the part and not the whole.
        record.place = record.parent.place
    if not policy.may_create(viewer, type(record), owner_id=record.owner_id, place=record.place):
        raise PermissionDenied
    record.created_at, record.created_by, record.row_version = occasion.at, viewer, 1
    record.is_wider_than_parent = _is_wider(record, sharing, record.marking, viewer, may_be_wider)
    record.audience = audiences.audience_of(sharing)
    return _save_new(record, viewer, occasion, sharing, why)


@transaction.atomic
def create_by_the_site(
    *, record: AnyRecord, occasion: Occasion, sharing: Sharing = NOBODY_ELSE, why: str = ""
) -> AnyRecord:
    """Write a new record that nobody in particular writes, such as what a delivery came to.

    For the site itself, which has no viewer and so no role to ask for. Raises InputError and WiderThanParentError.
    """
    if record.parent is not None:
        record.place = record.parent.place
        circle = audiences.circle_of(record.owner_id, sharing, record.marking)
        if not audiences.is_within(circle, record.parent, inner_owner=record.owner_id):
            raise WiderThanParentError("Someone would see this who does not see what it is part of.")
    record.created_at, record.created_by, record.row_version = occasion.at, None, 1
    record.audience = audiences.audience_of(sharing)
    return _save_new(record, None, occasion, sharing, why)


@transaction.atomic
def change(
    *,
    record: AnyRecord,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> AnyRecord:
    """Change content of a record as it was read at ``row_version``; what stays the same is no change.

    Raises StaleRecordError where someone else has changed it since, and PermissionDenied.
    """
    current = _for_writing(record, row_version, viewer)
    changes = _set(current, fields)
    if not policy.may_create(viewer, type(current), owner_id=current.owner_id, place=current.place):
        raise PermissionDenied
    _save_changes(current, changes, viewer, occasion, why)
    if "place" in changes:
        move_parts(current, viewer, occasion)
    return current


@transaction.atomic
def change_by_the_site(
    *, record: AnyRecord, fields: Mapping[str, Any], occasion: Occasion, why: str = ""
) -> AnyRecord:
    """Change content of a record as it is now, where nobody in particular does it, such as when a time has come.

    For the site itself, which has no viewer and so no role to ask for. It moves nothing to another place.
    """
    if "place" in fields:
        raise ValueError("The site itself moves no record to another place.")
    current = rows_of(type(record)).select_for_update().get(pk=record.pk)
    _save_changes(current, _set(current, fields), None, occasion, why)
    return current


@transaction.atomic
def share(
    *,
    record: AnyRecord,
    row_version: int,
    sharing: Sharing,
    marking: Marking,
    viewer: Person,
    occasion: Occasion,
    why: str = "",
    may_be_wider: bool = False,
) -> AnyRecord:
    """Say anew whom a record is for. What is part of it shrinks with it, unless it was made wider on purpose.

    Saying the same again is no change. Raises like ``create`` and ``change``.
    """
    current = _for_writing(record, row_version, viewer)
    is_wider = _is_wider(current, sharing, marking, viewer, may_be_wider)
    is_same = (audiences.sharing_of(current.audience_id), current.marking) == (sharing, marking)
    if is_same and current.is_wider_than_parent == is_wider:
        return current
    share_with(
        current,
        sharing=sharing,
        marking=marking,
        viewer=viewer,
        occasion=occasion,
        why=why,
        is_wider=is_wider,
    )
    shrink_parts(current, viewer, occasion)
    return current


@transaction.atomic
def remove(*, record: Record, row_version: int, viewer: Person, occasion: Occasion) -> None:
    """Remove a record with its parts, history, links and sealed fields; the audit keeps that it was there, by id."""
    current = _for_writing(record, row_version, viewer)
    is_own = current.created_by_id == viewer.pk
    if not is_own and not _is_led(current, viewer):
        raise PermissionDenied
    _remove(current, occasion)


@transaction.atomic
def seal(*, record: Record, values: Mapping[str, str], viewer: Person, occasion: Occasion) -> None:
    """Seal what would identify someone, for the custodian of the record's owner. Raises NoCustodianError."""
    if not fulfils(record, policy.is_writable_by(viewer, type(record))):
        raise PermissionDenied
    kind, owner_id = record._meta.label_lower, record.owner_id
    sealing.seal(
        record_id=record.pk, record_kind=kind, organisation_id=owner_id, values=values, occasion=occasion
    )


def append_read(*, record: Record, occasion: Occasion) -> None:
    """Write down that a record was read."""
    append(record, Action.READ, occasion)


def append_export(*, record: Record, occasion: Occasion) -> None:
    """Write down that a record was taken out as a file."""
    append(record, Action.EXPORT, occasion)


def append_list_read(*, kind: type[Record], occasion: Occasion, action: Action = Action.READ_LIST) -> None:
    """Write down that a list of records was read, or taken out."""
    audit.append(occasion=occasion, action=action, object_kind=kind._meta.label_lower)


def _save_new(
    record: AnyRecord, by: Person | None, occasion: Occasion, sharing: Sharing, why: str
) -> AnyRecord:
    check(record)
    models.Model.save(record, force_insert=True)
    written = {name: [None, plain(record, name)] for name in ("place", "marking", *record.CONTENT)}
    remember(record, by, occasion, why, written | {"audience": [None, sharing.as_text()]})
    act = ["is_wider_than_parent"] if record.is_wider_than_parent else []
    append(record, Action.CREATE, occasion, ["audience", *written, *act])
    return record


def _set(current: Record, fields: Mapping[str, Any]) -> dict[str, list[Any]]:
    before = {name: plain(current, name) for name in fields}
    for name, value in fields.items():
        if name not in (*current.CONTENT, *(() if current.PARENT else ("place",))):
            raise ValueError(f"{name} is no content of {current._meta.label}.")
        setattr(current, name, value)
    return {name: [old, new] for name, old in before.items() if (new := plain(current, name)) != old}


def _save_changes(
    current: Record, changes: Mapping[str, Any], by: Person | None, occasion: Occasion, why: str
) -> None:
    check(current)
    if changes:
        write(current, list(changes))
        remember(current, by, occasion, why, changes)
        append(current, Action.CHANGE, occasion, changes)


def _for_writing(record: AnyRecord, row_version: int, viewer: Person) -> AnyRecord:
    kind = type(record)
    found = kind.objects.opened(policy.is_readable_by(viewer, kind)).filter(pk=record.pk).first()
    if found is None:
        raise kind.DoesNotExist
    if not fulfils(found, policy.is_writable_by(viewer, kind)):
        raise PermissionDenied
    if found.row_version != row_version:
        raise StaleRecordError(
            "Someone else has changed this since you opened it. Compare, then save what should hold."
        )
    return found


def _is_wider(record: Record, sharing: Sharing, marking: Marking, viewer: Person, may_be_wider: bool) -> bool:
    if (parent := record.parent) is None:
        return False
    if not fulfils(parent, policy.is_readable_by(viewer, type(parent))):
        raise PermissionDenied
    circle = audiences.circle_of(record.owner_id, sharing, marking)
    if audiences.is_within(circle, parent, inner_owner=record.owner_id):
        return False
    if not may_be_wider:
        raise WiderThanParentError(
            "Someone would see this who does not see what it is part of. "
            "Choose fewer, or have a lead decide that it may be so."
        )
    if not _is_led(parent, viewer):
        raise PermissionDenied
    return True


def _remove(record: Record, occasion: Occasion) -> None:
    for other in what_goes_with(record):
        _remove(other, occasion)
    sealing.erase(record_id=record.pk, organisation_id=record.owner_id, occasion=occasion)
    Revision.objects.filter(record_id=record.pk).delete()
    Link.objects.filter(Q(from_id=record.pk) | Q(to_id=record.pk)).delete()
    rows_of(type(record)).filter(pk=record.pk).delete()
    append(record, Action.DELETE, occasion)


def _is_led(record: Record, viewer: Person) -> bool:
    return fulfils(record, policy.is_led_by(viewer, type(record)))
