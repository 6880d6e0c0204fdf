"""The job that reads feeds, every quarter of an hour while any is due."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.web.jobs import services as jobs
from avert.web.jobs.context import JobContext
from avert.web.jobs.models import Job
from avert.web.jobs.registry import JobKind
from avert.web.signals.feeds.reading import EVERY, due_feeds, read_due

STEP = gettext_noop("reading feeds")


def read_feeds(job: JobContext) -> None:
    """Read every feed that is due."""
    read_due(now=job.now, advance=lambda done, of: job.advance(done, of, STEP))


def read_feeds_when_due(*, now: dt.datetime) -> Job | None:
    """Have feeds read, once in a quarter of an hour however many workers ask; nothing if none is due."""
    if not due_feeds(now).exists():
        return None
    quarter = int(now.timestamp() // EVERY.total_seconds())
    return jobs.enqueue(kind=KIND.name, arguments={}, idempotency_key=str(quarter), created_by=None, now=now)


KIND = JobKind(
    name="read_feeds",
    label=_("Read feeds"),
    run=read_feeds,
    steps=(STEP,),
    is_of_deployment=True,
)
