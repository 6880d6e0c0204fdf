"""In whose name the site does what was switched on: whoever saved it last, while that person may write there."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from avert.web.accounts.models import Person
from avert.web.accounts.policy import WRITERS, Standing, standings_in
from avert.web.records.models import Record, Revision
from avert.web.records.policy import is_in_place


def acting_for(record: Record) -> Person | None:
    """Return in whose name a record is acted on; nobody where whoever saved it last may no longer write here."""
    return acting_for_all([record])[record.pk]


def acting_for_all(records: Collection[Any]) -> dict[uuid.UUID, Person | None]:
    """Return the same for many, with as many queries as for one."""
    ids = [record.pk for record in records]
    saved = Revision.objects.filter(record_id__in=ids, by__isnull=False).order_by("row_version")
    last = dict(saved.values_list("record_id", "by_id"))
    standings = standings_in({record.owner_id for record in records})
    people = Person.objects.in_bulk(set(last.values()))
    return {
        record.pk: people.get(by) if _may_write(standings, by := last.get(record.pk), record) else None
        for record in records
    }


def _may_write(
    standings: Collection[tuple[uuid.UUID, Standing]], person_id: uuid.UUID | None, record: Any
) -> bool:
    return any(
        who == person_id
        and standing.organisation_id == record.owner_id
        and standing.kind in WRITERS
        and standing.reaches(record.TOPIC)
        and is_in_place(record.place, standing.place)
        for who, standing in standings
    )
