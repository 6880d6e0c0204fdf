"""How a delivery changes hands. Each step is one write that succeeds only for whoever holds the lease.

The order is what nothing lost and nothing silently doubled rests on: *sending* is committed before the other side is
given anything. A worker that dies before that leaves a delivery that surely was not sent; one that dies after it
leaves one that possibly was, and it says so from then on.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from avert.web.alerts.channel import DeliveryError, InDoubtError, LeaseLostError, RefusedForGoodError
from avert.web.alerts.models import Delivery
from avert.web.alerts.vocabulary import TO_BE_SENT, AfterDoubt, State

MOST_LOOKED_AT = 10
LONGEST_PAUSE = dt.timedelta(hours=1)
WORKER_DIED = "WorkerDied"


def due(now: dt.datetime) -> QuerySet[Delivery]:
    """Return what waits for a worker, lives in danger first."""
    is_free = Q(lease_until=None) | Q(lease_until__lt=now)
    waiting = Delivery.objects.filter(is_free, state__in=TO_BE_SENT, next_at__lte=now)
    return waiting.order_by("-is_urgent", "next_at")


def orphaned(now: dt.datetime) -> QuerySet[Delivery]:
    """Return what was being handed over by a worker that has not been heard of since."""
    return Delivery.objects.filter(state=State.SENDING, lease_until__lt=now)


def claim(*, now: dt.datetime) -> Delivery | None:
    """Take the next delivery; return nothing when there is none."""
    for row in due(now)[:MOST_LOOKED_AT]:
        as_read = due(now).filter(pk=row.pk, lease_token=row.lease_token, attempts=row.attempts)
        if as_read.update(lease_token=uuid.uuid4(), lease_until=now + settings.AVERT_DELIVERY_LEASE):
            return Delivery.objects.get(pk=row.pk)
    return None


def begin_hand_over(delivery: Delivery, *, now: dt.datetime) -> None:
    """Commit that from now on it may arrive. Raises LeaseLostError when the delivery is no longer this worker's."""
    row = Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token, state__in=TO_BE_SENT)
    if not row.update(state=State.SENDING, lease_until=now + settings.AVERT_DELIVERY_LEASE):
        raise LeaseLostError("LeaseLost")


def end(delivery: Delivery, state: State, *, now: dt.datetime, **more: Any) -> bool:
    """Write how it ended; return False when another worker has taken it up since, whose word then counts."""
    held = (*TO_BE_SENT, State.SENDING, State.POSSIBLY_DELIVERED)
    row = Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token, state__in=held)
    written = {"state": state, "done_at": now, "lease_until": None, "reply_to": "", **more}
    return row.update(**written) == 1


def fail(
    delivery: Delivery, error: DeliveryError, rule: AfterDoubt, *, now: dt.datetime, rng: random.Random
) -> bool:
    """Write that an attempt failed, and what comes next: another, or people."""
    attempts, doubts = delivery.attempts + 1, delivery.doubts + isinstance(error, InDoubtError)
    count: dict[str, Any] = {"attempts": attempts, "doubts": doubts, "error_class": error.named}
    is_final = isinstance(error, RefusedForGoodError) or attempts >= settings.AVERT_DELIVERY_MOST_ATTEMPTS
    if isinstance(error, InDoubtError) and rule == AfterDoubt.ASK and not delivery.is_urgent:
        is_final = True
    if not is_final:
        return _again(delivery, now + pause(attempts, rng), count)
    # What once may have arrived is never called not delivered.
    state = State.POSSIBLY_DELIVERED if doubts else State.DEAD
    row = Delivery.objects.filter(pk=delivery.pk, lease_token=delivery.lease_token)
    open_states = (*TO_BE_SENT, State.SENDING)
    return row.filter(state__in=open_states).update(state=state, done_at=now, lease_until=None, **count) == 1


def pause(attempts: int, rng: random.Random) -> dt.timedelta:
    """Return how long to wait after so many attempts: twice as long each time, never all at once."""
    whole = settings.AVERT_DELIVERY_FIRST_PAUSE * 2 ** min(attempts - 1, 20)
    return min(whole, LONGEST_PAUSE) * rng.uniform(0.5, 1.5)


def _again(delivery: Delivery, next_at: dt.datetime, count: dict[str, Any]) -> bool:
    row = Delivery.objects.filter(
        pk=delivery.pk, lease_token=delivery.lease_token, state__in=(*TO_BE_SENT, State.SENDING)
    )
    return row.update(state=State.RETRY, next_at=next_at, lease_until=None, **count) == 1
