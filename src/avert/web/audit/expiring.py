"""Erase the bodies of entries whose time is over. The chain still verifies; a signed statement says what is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import TruncDay

from avert.web.audit import heads, retention, services
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditCheckpoint, AuditEntry
from avert.web.audit.occasions import Occasion
from avert.web.audit.statements import Expiry
from avert.web.databases import empty_write_log, rewrite_file

AT_A_TIME = 500  # a transaction of some milliseconds, for every write on the site waits for it


def due(*, now: dt.datetime, before: dt.date | None = None) -> Mapping[str, int]:
    """Return how many entries of each class are to expire; with a day, only of those that are older still."""
    found = {name: _unerased(name, day).count() for name, day in _days(now, before).items()}
    return {name: count for name, count in found.items() if count}


def expire(
    *,
    occasion: Occasion,
    before: dt.date | None = None,
    advance: Callable[[int, int], object] = lambda _done, _of: None,
) -> Mapping[str, int]:
    """Erase what is due, and return how many entries of each class; ``advance(done, of)`` may end it early.

    First a checkpoint and an entry say what is about to go, then a statement is signed, then bodies are erased
    by and by. Whatever interrupts it, the chain verifies, and the next run names and erases what is left.
    """
    counts = due(now=occasion.at, before=before)
    total = sum(counts.values())
    advance(0, total or 1)
    days = _days(occasion.at, before)
    named = _name([(name, days[name]) for name in counts], occasion) if counts else []
    for checkpoint in named:
        _state(checkpoint, counts[checkpoint.retention])
    done = 0
    for checkpoint in named:
        for erased in _erase(checkpoint):
            done += erased
            advance(min(done, total), total)
    _let_the_disk_forget()
    advance(total or 1, total or 1)
    return counts


@transaction.atomic
def _name(classes: list[tuple[str, dt.date]], occasion: Occasion) -> list[AuditCheckpoint]:
    through = AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
    named = [
        AuditCheckpoint.objects.create(retention=name, before=_midnight(day), through=through, at=occasion.at)
        for name, day in classes
    ]
    services.append(occasion=occasion, action=Action.EXPIRE, object_kind=AuditCheckpoint._meta.label_lower)
    return named


def _state(checkpoint: AuditCheckpoint, count: int) -> Expiry:
    before, at = checkpoint.before.date().isoformat(), heads.moment_of(checkpoint.at)
    said = Expiry(checkpoint.retention, before, checkpoint.through, count, at)
    return heads.state(settings.AVERT_AUDIT_FOLDER, said)


def _erase(checkpoint: AuditCheckpoint) -> Iterator[int]:
    last, day = 0, checkpoint.before.date()
    rows = _unerased(checkpoint.retention, day).filter(sequence__lte=checkpoint.through).order_by("sequence")
    # From where the last batch ended, or each would look through all that are erased.
    while numbers := list(rows.filter(sequence__gt=last).values_list("sequence", flat=True)[:AT_A_TIME]):
        entries = AuditEntry.objects.filter(sequence__in=numbers)
        yield entries.update(at=TruncDay("at", tzinfo=dt.UTC), **retention.ERASED)
        last = numbers[-1]


def _unerased(name: str, before: dt.date) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(retention=name, at__lt=_midnight(before)).exclude(salt="")


def _days(now: dt.datetime, before: dt.date | None) -> dict[str, dt.date]:
    today = now.astimezone(dt.UTC).date()
    over = {name: retention.expires_before(name, today) for name in retention.CLASSES}
    return {name: min(day, before or day) for name, day in over.items()}


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _let_the_disk_forget() -> None:
    """Have the database overwrite what was erased, as far as it can: earlier versions also lie in its logs."""
    if connection.in_atomic_block:
        return  # neither may run inside a transaction; the next run does it
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM audit_entry")
    rewrite_file()
    empty_write_log()
