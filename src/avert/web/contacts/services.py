"""Writing contacts, phone trees and ladders."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from avert.errors import InputError
from avert.handling import Marking
from avert.warning.phone_trees import check_calls
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Call, Contact, Ladder, LadderStep, PhoneTree
from avert.web.contacts.selectors import all_calls_of, as_calls, delays_of, working_times
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.sharing import NOBODY_ELSE, Sharing


def add_contact(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> Contact:
    """Keep a role that can be reached, and how; ``content`` is that of a Contact."""
    record = Contact(owner_id=owner_id, place=place, marking=marking, **content)
    return services.create(record=record, viewer=viewer, occasion=occasion, sharing=sharing)


def say_done_today(
    *, record: Any, field: str, row_version: int, viewer: Person, occasion: Occasion, today: dt.date
) -> Any:
    """Say that a contact was tried, or a tree rehearsed, today; a look that was due is thereby taken."""
    fields: dict[str, Any] = {field: today}
    if record.review_on is not None and record.review_on <= today:
        fields["review_on"] = None
    return services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion
    )


def remove_contact(*, contact: Contact, row_version: int, viewer: Person, occasion: Occasion) -> None:
    """Remove a contact. Raises InputError while a phone tree, a ladder or a warning still counts on it."""
    try:
        services.remove(record=contact, row_version=row_version, viewer=viewer, occasion=occasion)
    except ProtectedError:
        raise InputError(
            "Something still counts on this contact: a phone tree, a ladder or a warning. Take it out there first."
        ) from None


def plant_tree(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> PhoneTree:
    """Begin a phone tree, without calls yet; ``content`` is that of a PhoneTree."""
    record = PhoneTree(owner_id=owner_id, place=place, marking=marking, **content)
    return services.create(record=record, viewer=viewer, occasion=occasion, sharing=sharing)


@transaction.atomic
def add_call(
    *,
    tree: PhoneTree,
    callee: Contact,
    viewer: Person,
    occasion: Occasion,
    caller: Contact | None = None,
    instead: Contact | None = None,
    order: int = 1,
) -> Call:
    """Add a call to a tree. Raises InputError if someone were called twice or calls went round in a circle."""
    call = Call(
        owner_id=tree.owner_id, tree=tree, caller=caller, callee=callee, instead=instead, order=order,
        marking=tree.marking,
    )  # fmt: skip
    check_calls(as_calls([*all_calls_of(tree.pk), call]))
    sharing = sharing_of(tree.audience_id)
    return services.create(record=call, viewer=viewer, occasion=occasion, sharing=sharing)


@transaction.atomic
def change_call(
    *, call: Call, row_version: int, fields: Mapping[str, Any], viewer: Person, occasion: Occasion
) -> Call:
    """Change who calls whom. Raises InputError like ``add_call``."""
    changed = Call(**{name: getattr(call, name) for name in Call.CONTENT} | dict(fields))
    check_calls(as_calls([*all_calls_of(call.tree_id, without=call.pk), changed]))
    return services.change(
        record=call, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion
    )


def agree_ladder(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> Ladder:
    """Begin a ladder, without steps yet; ``content`` is that of a Ladder.

    Raises InputError for working hours that make no sense.
    """
    record = Ladder(owner_id=owner_id, place=place, marking=marking, **content)
    _check_hours(record, {})
    return services.create(record=record, viewer=viewer, occasion=occasion, sharing=sharing)


def change_ladder(
    *,
    record: Ladder,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Ladder:
    """Change a ladder. Raises InputError for working hours that make no sense."""
    _check_hours(record, fields)
    return services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


@transaction.atomic
def add_step(
    *, ladder: Ladder, after: dt.timedelta, contact: Contact, viewer: Person, occasion: Occasion
) -> LadderStep:
    """Add to a ladder whom to turn to after so much silence. Raises InputError where that hour is taken."""
    _check_delay(after, delays_of(ladder.pk))
    step = LadderStep(
        owner_id=ladder.owner_id, ladder=ladder, after=after, contact=contact, marking=ladder.marking
    )
    sharing = sharing_of(ladder.audience_id)
    return services.create(record=step, viewer=viewer, occasion=occasion, sharing=sharing)


@transaction.atomic
def change_step(
    *, step: LadderStep, row_version: int, fields: Mapping[str, Any], viewer: Person, occasion: Occasion
) -> LadderStep:
    """Change a step of a ladder. Raises InputError like ``add_step``."""
    _check_delay(fields.get("after", step.after), delays_of(step.ladder_id, without=step.pk))
    return services.change(
        record=step, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion
    )


def append_list_read(*, kind: type[Contact | PhoneTree | Ladder], occasion: Occasion) -> None:
    """Write down that a list was read."""
    services.append_list_read(kind=kind, occasion=occasion)


def _check_delay(after: dt.timedelta, taken: set[dt.timedelta]) -> None:
    if after <= dt.timedelta() or after in taken:
        raise InputError(
            "Each step needs a time of its own above zero, or nobody knows whom first. Choose another."
        )


def _check_hours(ladder: Ladder, fields: Mapping[str, Any]) -> None:
    names = ("zone", "days", "opens", "closes")
    working_times(*(fields.get(name, getattr(ladder, name)) for name in names))
