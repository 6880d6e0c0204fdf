from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from avert.web.limits.digests import digest_of
from avert.web.limits.models import FailureCount
from avert.web.limits.purposes import LIMITS, LONGEST, Purpose

MOST_PURGED = 100


@transaction.atomic
def note_failure(*, purpose: Purpose, key: str, now: dt.datetime) -> bool:
    """Count one failure, and say whether it is the one that used up the tries: of all processes, one is told so."""
    limit, digest = LIMITS[purpose], digest_of(purpose, key)
    _purge(now)
    FailureCount.objects.bulk_create([FailureCount(digest=digest, window_start=now)], ignore_conflicts=True)
    is_over = Q(window_start__lte=now - limit.window)
    # In one statement, which locks the row until the transaction ends, so that no failure of another process is lost.
    FailureCount.objects.filter(digest=digest).update(
        failures=Case(When(is_over, then=Value(1)), default=F("failures") + 1),
        window_start=Case(When(is_over, then=Value(now)), default=F("window_start")),
    )
    return bool(FailureCount.objects.get(digest=digest).failures == limit.most)


def forget(*, purpose: Purpose, key: str) -> None:
    """Begin to count anew, after something has succeeded."""
    FailureCount.objects.filter(digest=digest_of(purpose, key)).delete()


def _purge(now: dt.datetime) -> None:
    # What another process is just counting is left to it: waiting for each other could stop both.
    old = FailureCount.objects.select_for_update(skip_locked=True).filter(window_start__lte=now - LONGEST)
    FailureCount.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST_PURGED])).delete()
