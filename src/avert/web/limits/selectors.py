from __future__ import annotations

import datetime as dt

from avert.web.limits.digests import digest_of
from avert.web.limits.models import FailureCount
from avert.web.limits.purposes import LIMITS, Purpose


def closed_until(*, purpose: Purpose, key: str, now: dt.datetime) -> dt.datetime | None:
    """Return until when nothing more may be tried, or nothing while tries are left."""
    limit = LIMITS[purpose]
    count = FailureCount.objects.filter(
        digest=digest_of(purpose, key), window_start__gt=now - limit.window, failures__gte=limit.most
    ).first()
    return count.window_start + limit.window if count else None


def is_exceeded(*, purpose: Purpose, key: str, now: dt.datetime) -> bool:
    """Say whether something failed so often that it must not be tried now."""
    return closed_until(purpose=purpose, key=key, now=now) is not None
