"""What is part of a record follows it: never seen by more, always in the same place."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from avert.web.accounts.models import Person
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.records import audiences
from avert.web.records.kinds import children_of, kinds_needing, record_kinds
from avert.web.records.models import AudienceMember, Record
from avert.web.records.writing import append, remember, rows_of, share_with, write


def shrink_parts_of_all(*, kind: type[Record], audience_ids: set[uuid.UUID], occasion: Occasion) -> None:
    """Shrink the parts of every record with one of these audiences, after fewer stand behind it."""
    for record in rows_of(kind).filter(audience__in=audience_ids):
        shrink_parts(record, None, occasion)


def shrink_into_parents(*, kind: type[Record], audience_ids: set[uuid.UUID], occasion: Occasion) -> None:
    """Shrink every part with one of these audiences into what it is part of, after more stand behind it."""
    if not kind.PARENT:
        return
    for part in rows_of(kind).filter(audience__in=audience_ids, is_wider_than_parent=False):
        if part.parent is not None:
            _shrink_into(part, part.parent, None, occasion)


def shrink_parts_naming(*, person: Person, occasion: Occasion) -> None:
    """Shrink every part that names a person into what it is part of, after the person has lost a role."""
    named = set(AudienceMember.objects.filter(person=person).values_list("audience_id", flat=True))
    for kind in record_kinds() if named else ():
        shrink_into_parents(kind=kind, audience_ids=named, occasion=occasion)


def shrink_parts(record: Record, viewer: Person | None, occasion: Occasion) -> None:
    """Shrink what is part of a record into it."""
    for part in parts_of(record):
        _shrink_into(part, record, viewer, occasion)


def _shrink_into(part: Record, whole: Record, viewer: Person | None, occasion: Occasion) -> None:
    circle = audiences.circle_of_record(part)
    is_within = audiences.is_within(circle, whole, inner_owner=part.owner_id)
    if not is_within and not part.is_wider_than_parent:
        left, marking = audiences.narrowed(part, whole), max(part.marking, whole.marking)
        share_with(part, sharing=left, marking=marking, viewer=viewer, occasion=occasion)
    shrink_parts(part, viewer, occasion)


def move_parts(record: Record, viewer: Person, occasion: Occasion) -> None:
    """Have what is part of a record lie where it does."""
    for part in parts_of(record):
        before, part.place = part.place, record.place
        write(part, ["place"])
        remember(part, viewer, occasion, "", {"place": [before, part.place]})
        append(part, Action.CHANGE, occasion, ["place"])
        move_parts(part, viewer, occasion)


def parts_of(record: Record) -> Iterator[Record]:
    """Yield what is part of a record."""
    for kind, key in children_of(record):
        yield from rows_of(kind).filter(**{key: record})


def what_goes_with(record: Record) -> list[Record]:
    """Return what cannot be without a record, in an order in which each goes before what it points to."""
    needing = (rows_of(kind).filter(**{key: record}) for kind, key in kinds_needing(record))
    # Kinds stand in the order in which they were declared: what is pointed to before what points.
    return [*reversed(list(parts_of(record))), *(one for rows in needing for one in rows)]
