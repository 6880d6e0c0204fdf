from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from avert.errors import InputError
from avert.sources.store import Store
from avert.web.accounts.models import Organisation, Person
from avert.web.audit import expiring
from avert.web.jobs import queue
from avert.web.jobs.arguments import Arguments, read_arguments
from avert.web.jobs.kinds.expire_audit import KIND as EXPIRE
from avert.web.jobs.kinds.recompute_results import KIND as RECOMPUTE
from avert.web.jobs.kinds.recompute_results import key_of_data
from avert.web.jobs.leases import change_unless_overtaken
from avert.web.jobs.models import Job, State
from avert.web.jobs.registry import JobKind, find_kind

LEASE_RAN_OUT = "LeaseRanOut"
MOST_AT_ONCE = 100


def enqueue(
    *,
    kind: str,
    arguments: Arguments,
    idempotency_key: str,
    created_by: Person | None,
    now: dt.datetime,
    owner: Organisation | None = None,
) -> Job:
    """Have a job done, and return it; for a key that this kind has seen before, return that job."""
    chosen = find_kind(kind)
    kept = read_arguments(chosen.arguments, arguments)
    job = Job.objects.filter(kind=kind, idempotency_key=idempotency_key).first()
    if job is None:
        try:
            job = _create(chosen, kept, idempotency_key, created_by=created_by, now=now, owner=owner)
        except IntegrityError:  # someone else was quicker with the same key
            job = Job.objects.get(kind=kind, idempotency_key=idempotency_key)
    if job.arguments != kept or job.owner != owner:
        raise InputError("This key was used for another job of this kind. Give each job a key of its own.")
    return job


def request_cancel(*, job: Job, now: dt.datetime) -> Job:
    """Ask for a job to end: at once when it waits, at its next step when it runs; what has ended stays."""
    asked = Job.objects.get(pk=job.pk)
    while not asked.is_over and asked.cancel_requested_at is None:
        changes = {"state": State.CANCELLED, "ended_at": now} if asked.state == State.WAITING else {}
        # A heartbeat may have written since; its write is no reason to lose the request.
        change_unless_overtaken(asked, cancel_requested_at=now, **changes)
        asked = Job.objects.get(pk=job.pk)
    return asked


def reclaim(*, now: dt.datetime) -> list[Job]:
    """Take back the jobs of workers that were killed; return those that wait for another."""
    ran_out = Job.objects.filter(state=State.RUNNING, lease_until__lt=now).order_by("lease_until")
    taken = [job for job in ran_out[:MOST_AT_ONCE] if _take_back(job, now=now)]
    taken += [job for job in queue.lost().order_by("created_at")[:MOST_AT_ONCE] if _queue_again(job)]
    queue.forget_what_is_over(now=now)
    return taken


def recompute_results(
    *, store: Store, created_by: Person, now: dt.datetime, as_of: dt.date | None = None
) -> Job:
    """Have everything computed anew that the loaded data allow; the same data are not computed twice.

    A job that failed or was cancelled does not stand in the way of another try.
    """
    key = key_of_data(store, as_of)
    tries = Job.objects.filter(kind=RECOMPUTE.name, idempotency_key__startswith=key)
    in_vain = tries.filter(state__in=[State.FAILED, State.CANCELLED]).count()
    return enqueue(
        kind=RECOMPUTE.name,
        arguments={"as_of": as_of},
        idempotency_key=f"{key}-{in_vain}",
        created_by=created_by,
        now=now,
    )


def expire_audit_daily(*, now: dt.datetime) -> Job | None:
    """Have what is due in the audit erased, once a day however many workers ask; return nothing if nothing is."""
    if not expiring.due(now=now):
        return None
    key = now.astimezone(dt.UTC).date().isoformat()
    return enqueue(kind=EXPIRE.name, arguments={}, idempotency_key=key, created_by=None, now=now)


@transaction.atomic
def _create(
    kind: JobKind,
    arguments: Arguments,
    key: str,
    *,
    created_by: Person | None,
    now: dt.datetime,
    owner: Organisation | None,
) -> Job:
    job = Job(
        kind=kind.name,
        arguments=arguments,
        idempotency_key=key,
        owner=owner,
        created_by=created_by,
        created_at=now,
        most_attempts=kind.most_attempts,
    )
    job.task_id = queue.put(job.pk)
    job.save(force_insert=True)
    return job


@transaction.atomic
def _take_back(job: Job, *, now: dt.datetime) -> bool:
    if job.cancel_requested_at is not None:
        change_unless_overtaken(job, state=State.CANCELLED, ended_at=now, lease_until=None)
        return False
    if job.attempt >= job.most_attempts:
        change_unless_overtaken(
            job, state=State.FAILED, ended_at=now, lease_until=None, error_class=LEASE_RAN_OUT
        )
        return False
    return _queue_again(job, state=State.WAITING, lease_until=None)


@transaction.atomic
def _queue_again(job: Job, **changes: object) -> bool:
    # First the write that only one can win: whoever is overtaken must leave no entry in the queue.
    if not change_unless_overtaken(job, **changes):
        return False
    Job.objects.filter(pk=job.pk).update(task_id=queue.put(job.pk))
    job.refresh_from_db()
    return True
