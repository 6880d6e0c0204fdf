"""The job that takes the steps of ladders, and the clock that asks for it while somebody is silent."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.web.jobs import services
from avert.web.jobs.context import JobContext
from avert.web.jobs.models import Job
from avert.web.jobs.registry import JobKind
from avert.web.response.escalation import silent_addressees, take_steps

STEP = gettext_noop("turning to the next contact")


def escalate(job: JobContext) -> None:
    """Take every step that is due at the time of the job."""
    silent = silent_addressees(now=job.now())
    total = max(len(silent), 1)
    job.advance(0, total, STEP)
    for number, addressee_id in enumerate(silent, start=1):
        take_steps(addressee_id=addressee_id, now=job.now())
        job.advance(number, total, STEP)
    job.advance(total, total, STEP)


def when_due(*, now: dt.datetime) -> Job | None:
    """Have the steps taken, once a minute however many workers ask; return nothing if none is due."""
    if not silent_addressees(now=now):
        return None
    key = f"{now.astimezone(dt.UTC):%Y-%m-%dT%H:%M}"
    return services.enqueue(kind=KIND.name, arguments={}, idempotency_key=key, created_by=None, now=now)


KIND = JobKind(
    name="escalate",
    label=_("Turn to the next contact where nobody has answered"),
    run=escalate,
    steps=(STEP,),
)
