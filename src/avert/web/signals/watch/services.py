"""Writing watched dates and triggers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.records import services
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.signals.models import Watch
from avert.web.signals.watch.ical import Event


def add_watch(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> Watch:
    """Have a date or a trigger watched; its signal goes to those whom the watch is for."""
    watch = Watch(owner_id=owner_id, place=place, marking=marking, **content)
    return services.create(record=watch, viewer=viewer, occasion=occasion, sharing=sharing)


@transaction.atomic
def import_watches(
    *,
    owner_id: uuid.UUID,
    events: Sequence[Event],
    raise_before: dt.timedelta,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> tuple[int, int]:
    """Have the events of a calendar watched; return how many were new, and how many were there already."""
    there = set(readable_by(viewer, Watch).filter(owner=owner_id).values_list("title", "on"))
    new = [event for event in events if (event.title, event.on) not in there]
    for event in new:
        add_watch(
            owner_id=owner_id,
            viewer=viewer,
            occasion=occasion,
            place=place,
            marking=marking,
            sharing=sharing,
            raise_before=raise_before,
            title=event.title,
            on=event.on,
            until=event.until,
            is_yearly=event.is_yearly,
            what_to_watch=event.what_to_watch,
        )
    return len(new), len(events) - len(new)


def change_watch(
    *,
    record: Watch,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Watch:
    """Change a watch; from now on its signals are raised in the viewer's name."""
    return services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that the calendar was read."""
    services.append_list_read(kind=Watch, occasion=occasion)


def append_list_export(*, occasion: Occasion) -> None:
    """Write down that the calendar was taken out as a file."""
    services.append_list_read(kind=Watch, occasion=occasion, action=Action.EXPORT)
