"""What this app asks of django-tasks' database queue: put a job in, see what is lost, forget what is over."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from avert.web.jobs import tasks
from avert.web.jobs.models import UNFINISHED, Job, State

DAYS_KEPT = 1


def put(job_id: UUID) -> UUID:
    """Put a job in the queue, in the caller's transaction; return its entry."""
    return UUID(str(tasks.run.enqueue(str(job_id)).id))


def lost() -> QuerySet[Job]:
    """Return the waiting jobs that no worker will come for: one took the entry and was killed before it began."""
    entry = DBTaskResult.objects.filter(pk=OuterRef("task_id"), status=TaskResultStatus.READY)
    return Job.objects.filter(~Exists(entry), state=State.WAITING)


def forget_what_is_over(*, now: dt.datetime) -> None:
    """Close entries whose worker is gone, and delete old ones. The queue itself would keep both for ever."""
    ours = DBTaskResult.objects.filter(task_path=tasks.run.module_path)
    current = Job.objects.filter(task_id=OuterRef("pk"), state__in=UNFINISHED)
    ours.filter(~Exists(current), status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.FAILED, finished_at=now
    )
    over = ours.filter(status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED])
    over.filter(finished_at__lt=now - dt.timedelta(days=DAYS_KEPT)).delete()
