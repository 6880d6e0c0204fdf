from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from avert.web.accounts.models import Person
from avert.web.records import policy
from avert.web.records.models import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)


def readable_by(viewer: Person | AnonymousUser, records: QuerySet[AnyRecord]) -> QuerySet[AnyRecord]:
    """Keep the records that this viewer may read."""
    return records.filter(policy.is_readable_by(viewer))
