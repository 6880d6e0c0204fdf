"""The job that raises the signals of watched dates, every hour while any is due."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.web.jobs import services as jobs
from avert.web.jobs.context import JobContext
from avert.web.jobs.models import Job
from avert.web.jobs.registry import JobKind
from avert.web.signals.watch.raising import due_watches, raise_due

STEP = gettext_noop("raising signals of dates")


def raise_watches(job: JobContext) -> None:
    """Raise every signal that is due at the time of the job."""
    raise_due(now=job.now, advance=lambda done, of: job.advance(done, of, STEP))


def raise_watches_when_due(*, now: dt.datetime) -> Job | None:
    """Have signals raised, once an hour however many workers ask; nothing if no date is due."""
    if not due_watches(now):
        return None
    hour = f"{now.astimezone(dt.UTC):%Y-%m-%dT%H}"
    return jobs.enqueue(kind=KIND.name, arguments={}, idempotency_key=hour, created_by=None, now=now)


KIND = JobKind(
    name="raise_watches",
    label=_("Raise signals of dates"),
    run=raise_watches,
    steps=(STEP,),
    is_of_deployment=True,
)
