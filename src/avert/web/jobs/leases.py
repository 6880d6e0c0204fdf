"""How a job changes hands. Each step is one short transaction that succeeds only if nobody came before.

A claim is a compare-and-set on ``row_version``. What a running worker writes names its attempt: after the job
was reclaimed and begun anew, the earlier worker's words find no row and are lost, as they must be.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from avert.web.jobs.context import Progress
from avert.web.jobs.models import Job, State


@dataclass(frozen=True)
class Ending:
    """How a run ended."""

    state: State
    result_id: str = ""
    error_class: str = ""


def change_unless_overtaken(job: Job, **changes: Any) -> bool:
    """Write to a job as it was read; return False when someone else has written since."""
    as_read = Job.objects.filter(pk=job.pk, row_version=job.row_version)
    return as_read.update(row_version=F("row_version") + 1, **changes) == 1


@transaction.atomic
def claim(*, job_id: UUID, now: dt.datetime, lease: dt.timedelta) -> Job | None:
    """Begin the next attempt of a waiting job; return None when there is nothing to begin."""
    job = Job.objects.filter(pk=job_id, state=State.WAITING).first()
    if job is None:
        return None
    is_ours = change_unless_overtaken(
        job,
        state=State.RUNNING,
        attempt=F("attempt") + 1,
        started_at=job.started_at or now,
        heartbeat_at=now,
        lease_until=now + lease,
        progress_done=0,
        progress_label="",
    )
    return Job.objects.get(pk=job_id) if is_ours else None


@transaction.atomic
def renew(
    *, job_id: UUID, attempt: int, now: dt.datetime, lease: dt.timedelta, progress: Progress
) -> Job | None:
    """Write that the run is alive and how far it is; return None when the job is no longer this attempt's."""
    said = _progress(progress) if progress.total else {}
    is_ours = _run(job_id, attempt).update(
        row_version=F("row_version") + 1, heartbeat_at=now, lease_until=now + lease, **said
    )
    return Job.objects.get(pk=job_id) if is_ours else None


def finish(*, job_id: UUID, attempt: int, now: dt.datetime, progress: Progress, ending: Ending) -> bool:
    """Write how the run ended; return False when the job is no longer this attempt's to end."""
    said = _progress(progress) if progress.total else {}
    ended = _run(job_id, attempt).update(
        row_version=F("row_version") + 1,
        state=ending.state,
        result_id=ending.result_id,
        error_class=ending.error_class,
        ended_at=now,
        lease_until=None,
        **said,
    )
    return ended == 1


@transaction.atomic
def hand_back(*, job_id: UUID, attempt: int, now: dt.datetime) -> bool:
    """Let a job wait for another worker at once; return False when it is no longer this attempt's.

    The attempt keeps its number, by which its late words are known, and is not held against the job.
    """
    run, row = _run(job_id, attempt), {"row_version": F("row_version") + 1, "lease_until": None}
    cancelled = run.filter(cancel_requested_at__isnull=False)
    if cancelled.update(state=State.CANCELLED, ended_at=now, **row):
        return True
    return run.update(state=State.WAITING, most_attempts=F("most_attempts") + 1, **row) == 1


def _run(job_id: UUID, attempt: int) -> QuerySet[Job]:
    return Job.objects.filter(pk=job_id, state=State.RUNNING, attempt=attempt)


def _progress(progress: Progress) -> dict[str, Any]:
    return {
        "progress_done": progress.done,
        "progress_total": progress.total,
        "progress_label": progress.label,
    }
