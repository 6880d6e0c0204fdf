"""Writing records, one by one: checked, versioned, remembered and audited in one short transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q, QuerySet

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.records import audiences, policy
from avert.web.records.kinds import children_of, record_kinds
from avert.web.records.models import AudienceMember, Link, Record, Revision
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.sealing import services as sealing

AnyRecord = TypeVar("AnyRecord", bound=Record)


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
        record.place = (
            record.parent.place
        )  # or a role for that place alone would see the part and not the whole
    if not policy.may_create(viewer, type(record), owner_id=record.owner_id, place=record.place):
        raise PermissionDenied
    record.created_at, record.created_by, record.row_version = occasion.at, viewer, 1
    record.is_wider_than_parent = _is_wider(record, sharing, record.marking, viewer, may_be_wider)
    record.audience = audiences.audience_of(sharing)
    _check(record)
    models.Model.save(record, force_insert=True)
    written = {name: [None, _plain(record, name)] for name in ("place", "marking", *record.CONTENT)}
    _remember(record, viewer, occasion, why, written | {"audience": [None, sharing.as_text()]})
    act = ["is_wider_than_parent"] if record.is_wider_than_parent else []
    _append(record, Action.CREATE, occasion, ["audience", *written, *act])
    return record


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
    before = {name: _plain(current, name) for name in fields}
    for name, value in fields.items():
        if name not in (*current.CONTENT, *(() if current.PARENT else ("place",))):
            raise ValueError(f"{name} is no content of {current._meta.label}.")
        setattr(current, name, value)
    if not policy.may_create(viewer, type(current), owner_id=current.owner_id, place=current.place):
        raise PermissionDenied
    _check(current)
    changes = {name: [old, new] for name, old in before.items() if (new := _plain(current, name)) != old}
    if not changes:
        return current
    _write(current, list(changes))
    _remember(current, viewer, occasion, why, changes)
    _append(current, Action.CHANGE, occasion, changes)
    if "place" in changes:
        _move_parts(current, viewer, occasion)
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
    _share(
        current,
        sharing=sharing,
        marking=marking,
        viewer=viewer,
        occasion=occasion,
        why=why,
        is_wider=is_wider,
    )
    _shrink_parts(current, viewer, occasion)
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
    if not _is(record, policy.is_writable_by(viewer, type(record))):
        raise PermissionDenied
    kind, owner_id = record._meta.label_lower, record.owner_id
    sealing.seal(
        record_id=record.pk, record_kind=kind, organisation_id=owner_id, values=values, occasion=occasion
    )


def append_read(*, record: Record, occasion: Occasion) -> None:
    """Write down that a record was read."""
    _append(record, Action.READ, occasion)


def append_export(*, record: Record, occasion: Occasion) -> None:
    """Write down that a record was taken out as a file."""
    _append(record, Action.EXPORT, occasion)


def append_list_read(*, kind: type[Record], occasion: Occasion, action: Action = Action.READ_LIST) -> None:
    """Write down that a list of records was read, or taken out."""
    audit.append(occasion=occasion, action=action, object_kind=kind._meta.label_lower)


def shrink_parts_of_all(*, kind: type[Record], audience_ids: set[uuid.UUID], occasion: Occasion) -> None:
    """Shrink the parts of every record with one of these audiences, after fewer stand behind it."""
    for record in _rows(kind).filter(audience__in=audience_ids):
        _shrink_parts(record, None, occasion)


def shrink_into_parents(*, kind: type[Record], audience_ids: set[uuid.UUID], occasion: Occasion) -> None:
    """Shrink every part with one of these audiences into what it is part of, after more stand behind it."""
    if not kind.PARENT:
        return
    for part in _rows(kind).filter(audience__in=audience_ids, is_wider_than_parent=False):
        if part.parent is not None:
            _shrink_into(part, part.parent, None, occasion)


def shrink_parts_naming(*, person: Person, occasion: Occasion) -> None:
    """Shrink every part that names a person into what it is part of, after the person has lost a role."""
    named = set(AudienceMember.objects.filter(person=person).values_list("audience_id", flat=True))
    for kind in record_kinds() if named else ():
        shrink_into_parents(kind=kind, audience_ids=named, occasion=occasion)


def _for_writing(record: AnyRecord, row_version: int, viewer: Person) -> AnyRecord:
    kind = type(record)
    found = kind.objects.opened(policy.is_readable_by(viewer, kind)).filter(pk=record.pk).first()
    if found is None:
        raise kind.DoesNotExist
    if not _is(found, policy.is_writable_by(viewer, kind)):
        raise PermissionDenied
    if found.row_version != row_version:
        raise StaleRecordError(
            "Someone else has changed this since you opened it. Compare, then save what should hold."
        )
    return found


def _is_wider(record: Record, sharing: Sharing, marking: Marking, viewer: Person, may_be_wider: bool) -> bool:
    if (parent := record.parent) is None:
        return False
    if not _is(parent, policy.is_readable_by(viewer, type(parent))):
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


def _shrink_parts(record: Record, viewer: Person | None, occasion: Occasion) -> None:
    for part in _parts_of(record):
        _shrink_into(part, record, viewer, occasion)


def _shrink_into(part: Record, whole: Record, viewer: Person | None, occasion: Occasion) -> None:
    circle = audiences.circle_of_record(part)
    is_within = audiences.is_within(circle, whole, inner_owner=part.owner_id)
    if not is_within and not part.is_wider_than_parent:
        left, marking = audiences.narrowed(part, whole), max(part.marking, whole.marking)
        _share(part, sharing=left, marking=marking, viewer=viewer, occasion=occasion)
    _shrink_parts(part, viewer, occasion)


def _move_parts(record: Record, viewer: Person, occasion: Occasion) -> None:
    for part in _parts_of(record):
        before, part.place = part.place, record.place
        _write(part, ["place"])
        _remember(part, viewer, occasion, "", {"place": [before, part.place]})
        _append(part, Action.CHANGE, occasion, ["place"])
        _move_parts(part, viewer, occasion)


def _parts_of(record: Record) -> Iterator[Record]:
    for kind, key in children_of(record):
        yield from _rows(kind).filter(**{key: record})


def _share(
    record: Record,
    *,
    sharing: Sharing,
    marking: Marking,
    viewer: Person | None,
    occasion: Occasion,
    why: str = "",
    is_wider: bool = False,
) -> None:
    before = audiences.sharing_of(record.audience_id).as_text()
    said: dict[str, list[Any]] = {
        "audience": [before, sharing.as_text()],
        "marking": [int(record.marking), int(marking)],
    }
    changes = {name: [old, new] for name, (old, new) in said.items() if old != new}
    record.audience, record.marking = audiences.audience_of(sharing), marking
    record.is_wider_than_parent = is_wider
    _write(record, ["audience", "marking", "is_wider_than_parent"])
    _remember(record, viewer, occasion, why, changes)
    names = [*changes, *(["is_wider_than_parent"] if is_wider else [])]
    _append(record, Action.PERMISSION_CHANGE, occasion, names)


def _remove(record: Record, occasion: Occasion) -> None:
    for part in _parts_of(record):
        _remove(part, occasion)
    sealing.erase(record_id=record.pk, organisation_id=record.owner_id, occasion=occasion)
    Revision.objects.filter(record_id=record.pk).delete()
    Link.objects.filter(Q(from_id=record.pk) | Q(to_id=record.pk)).delete()
    _rows(type(record)).filter(pk=record.pk).delete()
    _append(record, Action.DELETE, occasion)


def _rows(kind: type[AnyRecord]) -> QuerySet[AnyRecord]:
    # Past the guard of ``kind.objects``: this module alone writes, and it reads what it writes.
    return QuerySet(model=kind)


def _is(record: Record, condition: Q) -> bool:
    return _rows(type(record)).filter(condition, pk=record.pk).exists()


def _is_led(record: Record, viewer: Person) -> bool:
    return _is(record, policy.is_led_by(viewer, type(record)))


def _check(record: Record) -> None:
    try:
        record.clean_fields(exclude=["owner", "audience", "created_by"])
        record.clean()
    except ValidationError as error:
        named = ", ".join(error.message_dict)
        raise InputError(
            f"These fields cannot be used as they are: {named}. Mend them and save again."
        ) from None


def _write(record: Record, names: list[str]) -> None:
    values = {name: getattr(record, name) for name in names}
    version = record.row_version
    rows = _rows(type(record)).filter(pk=record.pk, row_version=version)
    if rows.update(row_version=version + 1, **values) != 1:
        raise StaleRecordError("Someone else has changed this at the same moment. Open it anew.")
    record.row_version = version + 1


def _plain(record: Record, name: str) -> Any:
    field: models.Field = record._meta.get_field(name)  # type: ignore[assignment]  # content is in columns
    return getattr(record, field.attname)


def _remember(
    record: Record, viewer: Person | None, occasion: Occasion, why: str, changes: Mapping[str, Any]
) -> None:
    Revision.objects.create(
        record_id=record.pk,
        record_kind=record._meta.label_lower,
        row_version=record.row_version,
        at=occasion.at,
        by=viewer,
        why=why,
        changes=dict(changes),
    )


def _append(record: Record, action: Action, occasion: Occasion, names: Any = ()) -> None:
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=record._meta.label_lower,
        object_id=record.pk,
        owner_id=record.owner_id,
        field_names=list(names),
    )
