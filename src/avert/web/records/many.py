"""Writing many records of one kind at once, with the same guarantees as one by one and few queries.

Each is checked, versioned and remembered like any other; the audit gets one entry that says how many there were.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.errors import InputError, StaleRecordError
from avert.web.accounts.models import Person
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.audit.selectors import MANY
from avert.web.records import audiences, policy
from avert.web.records.models import Record, Revision
from avert.web.records.services import WiderThanParentError
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import AnyRecord, check, plain, rows_of

AT_ONCE = 500
Changes = Mapping[str, Any]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class _Act:
    """Who writes on what occasion and why, and what the audit entry names."""

    viewer: Person
    occasion: Occasion
    why: str
    told_of: uuid.UUID | None


@transaction.atomic
def create_many(
    *,
    records: Sequence[AnyRecord],
    viewer: Person,
    occasion: Occasion,
    sharing: Sharing = NOBODY_ELSE,
    why: str = "",
    told_of: uuid.UUID | None = None,
) -> None:
    """Write new records of one kind and owner, all for those whom ``sharing`` names; all of them or none.

    They come with their owner, place, marking and content; parts with the whole itself, not only its key. ``told_of``
    is what the audit entry names, such as the file that they came in. Raises like ``services.create``.
    """
    if not records:
        return
    kind, owner_id = _one_kind(records)
    _place_with_parents(records, viewer, sharing)
    for place in {record.place for record in records}:
        if not policy.may_create(viewer, kind, owner_id=owner_id, place=place):
            raise PermissionDenied
    _refuse_unknown_keys(records)
    audience = audiences.audience_of(sharing)
    for record in records:
        record.created_at, record.created_by, record.row_version = occasion.at, viewer, 1
        record.audience, record.is_wider_than_parent = audience, False
        check(record, keys_are_checked=True)
    rows_of(kind).bulk_create(records, batch_size=AT_ONCE)
    names, said = ("place", "marking", *kind.CONTENT), {"audience": [None, sharing.as_text()]}
    written = ((one, {name: [None, plain(one, name)] for name in names} | said) for one in records)
    act = _Act(viewer, occasion, why, told_of)
    _remember(written, act)
    _append(Action.CREATE, records, ["audience", *names], act)


@transaction.atomic
def change_many(
    *,
    changes: Sequence[tuple[AnyRecord, Changes]],
    viewer: Person,
    occasion: Occasion,
    besides: Collection[str] = (),
    why: str = "",
    told_of: uuid.UUID | None = None,
) -> int:
    """Change content of records of one kind and owner as they were read; return how many say something else now.

    ``besides`` names fields that are no content and are already set on the records. Raises StaleRecordError where
    someone else has changed one since, and PermissionDenied.
    """
    if not changes:
        return 0
    records = [record for record, _fields in changes]
    kind, _owner_id = _one_kind(records)
    _hold_as_read(kind, records, viewer)
    changed = [(record, _set(record, fields)) for record, fields in changes]
    for record, said in changed:
        check(record, keys_are_checked=True)
        record.row_version += bool(said)
    names = {name for _record, said in changed for name in said} | set(besides) | {"row_version"}
    rows_of(kind).bulk_create(
        records, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=sorted(names)
    )
    told = [(record, said) for record, said in changed if said]
    if told:
        act = _Act(viewer, occasion, why, told_of)
        _remember(told, act)
        said_names = {name for _record, said in told for name in said}
        _append(Action.CHANGE, [record for record, _said in told], said_names, act)
    return len(told)


def _one_kind(records: Sequence[AnyRecord]) -> tuple[type[AnyRecord], uuid.UUID]:
    kinds, owners = {type(record) for record in records}, {record.owner_id for record in records}
    if len(kinds) > 1 or len(owners) > 1:
        raise ValueError("Records written at once are of one kind and of one owner.")
    return kinds.pop(), owners.pop()


def _place_with_parents(records: Sequence[Record], viewer: Person, sharing: Sharing) -> None:
    """Refuse parts of what the viewer does not read, and parts that more would see than the whole."""
    parents: dict[uuid.UUID, Record] = {}
    circles: dict[tuple[Any, ...], Record] = {}
    for record in records:
        if (parent := record.parent) is None:
            continue
        record.place = parent.place
        parents[parent.pk] = parent
        circles[record.marking, parent.audience_id, parent.marking, parent.place, parent.owner_id] = parent
    for (marking, *_circle), parent in circles.items():
        circle = audiences.circle_of(records[0].owner_id, sharing, marking)
        if not audiences.is_within(circle, parent, inner_owner=records[0].owner_id):
            raise WiderThanParentError(
                "Someone would see this who does not see what it is part of. Choose fewer."
            )
    for kind in {type(parent) for parent in parents.values()}:
        readable = rows_of(kind).filter(policy.is_readable_by(viewer, kind))
        if any(readable.filter(pk__in=ids).count() < len(ids) for ids in _in_parts(parents)):
            raise PermissionDenied


def _refuse_unknown_keys(records: Sequence[Record]) -> None:
    for field in records[0]._meta.fields:
        if not field.is_relation or field.name in {"owner", "audience", "created_by"}:
            continue
        asked = {getattr(record, field.attname) for record in records} - {None}
        pointed_to: Any = field.related_model
        rows = rows_of(pointed_to)
        if any(rows.filter(pk__in=ids).count() < len(ids) for ids in _in_parts(asked)):
            raise InputError(f"What {field.name} names is not here any more. Begin again.")


def _hold_as_read(kind: type[AnyRecord], records: Sequence[AnyRecord], viewer: Person) -> None:
    for some in _in_parts(records):
        ids = [record.pk for record in some]
        rows = rows_of(kind).filter(policy.is_writable_by(viewer, kind), pk__in=ids)
        writable = set(rows.values_list("pk", flat=True))
        if len(writable) < len(ids):
            raise PermissionDenied
        held = rows_of(kind).filter(pk__in=ids).order_by("pk").select_for_update()
        versions = dict(held.values_list("pk", "row_version"))
        if any(versions.get(record.pk) != record.row_version for record in some):
            raise StaleRecordError("Someone else has changed one of these since they were read. Begin again.")


def _in_parts(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    waiting = iter(things)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def _set(record: Record, fields: Changes) -> dict[str, list[Any]]:
    if unknown := set(fields) - set(record.CONTENT):
        raise ValueError(f"{min(unknown)} is no content of {record._meta.label}.")
    before = {name: plain(record, name) for name in fields}
    for name, value in fields.items():
        setattr(record, name, value)
    return {name: [old, new] for name, old in before.items() if (new := plain(record, name)) != old}


def _remember(written: Iterable[tuple[Record, Changes]], act: _Act) -> None:
    revisions = [
        Revision(
            record_id=record.pk,
            record_kind=record._meta.label_lower,
            row_version=record.row_version,
            at=act.occasion.at,
            by=act.viewer,
            why=act.why,
            changes=dict(said),
        )
        for record, said in written
    ]
    Revision.objects.bulk_create(revisions, batch_size=AT_ONCE)


def _append(action: Action, records: Sequence[Record], names: Collection[str], act: _Act) -> None:
    audit.append(
        occasion=act.occasion,
        action=action,
        object_kind=records[0]._meta.label_lower,
        object_id=act.told_of or "",
        owner_id=records[0].owner_id,
        field_names=[*names, f"{MANY}{len(records)}"],
    )
