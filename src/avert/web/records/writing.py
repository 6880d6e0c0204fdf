"""The single steps of writing a record. ``services`` and ``parts`` put them together; nothing else uses them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.records import audiences
from avert.web.records.models import Record, Revision
from avert.web.records.sharing import Sharing

AnyRecord = TypeVar("AnyRecord", bound=Record)


def rows_of(kind: type[AnyRecord]) -> QuerySet[AnyRecord]:
    """Return rows past the guard of ``kind.objects``: only what writes records reads them so."""
    return QuerySet(model=kind)


def fulfils(record: Record, condition: Q) -> bool:
    """Say whether a record fulfils a condition of the policy."""
    return rows_of(type(record)).filter(condition, pk=record.pk).exists()


def check(record: Record, *, keys_are_checked: bool = False) -> None:
    """Refuse content that cannot be kept, naming fields and never what they hold.

    Whoever writes many at once looks first whether there is what they point to, in one query for all.
    """
    pointing = [field.name for field in record._meta.fields if field.is_relation]
    try:
        record.clean_fields(exclude=pointing if keys_are_checked else ["owner", "audience", "created_by"])
        record.clean()
    except ValidationError as error:
        named = ", ".join(error.message_dict)
        raise InputError(
            f"These fields cannot be used as they are: {named}. Mend them and save again."
        ) from None


def write(record: Record, names: list[str]) -> None:
    """Write fields of a record as it was read, and count its version up."""
    values = {name: getattr(record, name) for name in names}
    version = record.row_version
    rows = rows_of(type(record)).filter(pk=record.pk, row_version=version)
    if rows.update(row_version=version + 1, **values) != 1:
        raise StaleRecordError("Someone else has changed this at the same moment. Open it anew.")
    record.row_version = version + 1


def plain(record: Record, name: str) -> Any:
    """Return the value of a field as its column holds it."""
    field: models.Field = record._meta.get_field(name)  # type: ignore[assignment]  # content is in columns
    return getattr(record, field.attname)


def remember(
    record: Record, viewer: Person | None, occasion: Occasion, why: str, changes: Mapping[str, Any]
) -> None:
    """Keep who changed what, when and why."""
    Revision.objects.create(
        record_id=record.pk,
        record_kind=record._meta.label_lower,
        row_version=record.row_version,
        at=occasion.at,
        by=viewer,
        why=why,
        changes=dict(changes),
    )


def append(record: Record, action: Action, occasion: Occasion, names: Collection[str] = ()) -> None:
    """Append an entry on a record to the audit."""
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=record._meta.label_lower,
        object_id=record.pk,
        owner_id=record.owner_id,
        field_names=list(names),
    )


def share_with(
    record: Record,
    *,
    sharing: Sharing,
    marking: Marking,
    viewer: Person | None,
    occasion: Occasion,
    why: str = "",
    is_wider: bool = False,
) -> None:
    """Give a record to other readers, and remember it."""
    before = audiences.sharing_of(record.audience_id).as_text()
    said: dict[str, list[Any]] = {
        "audience": [before, sharing.as_text()],
        "marking": [int(record.marking), int(marking)],
    }
    changes = {name: [old, new] for name, (old, new) in said.items() if old != new}
    record.audience, record.marking = audiences.audience_of(sharing), marking
    record.is_wider_than_parent = is_wider
    write(record, ["audience", "marking", "is_wider_than_parent"])
    remember(record, viewer, occasion, why, changes)
    names = [*changes, *(["is_wider_than_parent"] if is_wider else [])]
    append(record, Action.PERMISSION_CHANGE, occasion, names)
