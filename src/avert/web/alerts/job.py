"""The job that empties the outbox, and when it is asked for."""

from __future__ import annotations

import datetime as dt
import random

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.web.alerts import delivering, outbox
from avert.web.jobs import services
from avert.web.jobs.context import JobContext
from avert.web.jobs.models import UNFINISHED, Job
from avert.web.jobs.registry import JobKind

NAME = "deliver"
STEP = gettext_noop("sending")


def deliver(job: JobContext) -> None:
    """Send what is due at the time of the job."""
    rng = random.Random(job.job_id.int + job.attempt)  # noqa: S311  when to try again, not a secret
    delivering.deliver_due(clock=job.now, rng=rng, advance=lambda done, of: job.advance(done, of, STEP))


def ask_if_due(*, now: dt.datetime) -> Job | None:
    """Have what is due sent; return nothing where nothing is, or where it is being done."""
    if Job.objects.filter(kind=NAME, state__in=UNFINISHED).exists():
        return None
    if not outbox.due(now).exists() and not outbox.orphaned(now).exists():
        return None
    # By the moment: a job that ended, however it ended, must never keep the next from being asked for.
    key = now.astimezone(dt.UTC).isoformat()
    return services.enqueue(kind=NAME, arguments={}, idempotency_key=key, created_by=None, now=now)


KIND = JobKind(
    name=NAME,
    label=_("Send alerts"),
    run=deliver,
    steps=(STEP,),
    is_of_deployment=True,
)
