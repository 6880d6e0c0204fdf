"""Writing feeds."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records import services
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.signals.models import Feed, FeedReading


def add_feed(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> Feed:
    """Have a feed read from now on; its signals go to those whom the feed is for."""
    feed = Feed(owner_id=owner_id, place=place, marking=marking, **content)
    return services.create(record=feed, viewer=viewer, occasion=occasion, sharing=sharing)


@transaction.atomic
def change_feed(
    *,
    record: Feed,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Feed:
    """Change a feed, and begin its reading anew; from now on it is read in the viewer's name."""
    changed = services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )
    FeedReading.objects.filter(feed=record.pk).delete()
    return changed


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that a list of feeds was read."""
    services.append_list_read(kind=Feed, occasion=occasion)
