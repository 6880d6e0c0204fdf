"""The job that applies rules: every day, and again after all results were computed anew."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.web.jobs import services as jobs
from avert.web.jobs.context import JobContext
from avert.web.jobs.kinds.recompute_results import KIND as RECOMPUTE
from avert.web.jobs.models import Job, State
from avert.web.jobs.registry import JobKind
from avert.web.signals.rules.raising import apply_all, rules_that_are_on

STEP = gettext_noop("applying rules")


def apply_rules(job: JobContext) -> None:
    """Apply every rule that is on to the newest results."""
    apply_all(now=job.now, advance=lambda done, of: job.advance(done, of, STEP))


def apply_rules_when_due(*, now: dt.datetime) -> Job | None:
    """Have rules applied once a day, and once after each time that results were computed; nothing without rules."""
    if not rules_that_are_on().exists():
        return None
    computed = Job.objects.filter(kind=RECOMPUTE.name, state=State.DONE).order_by("-ended_at").first()
    after = computed.pk.hex if computed else "none"
    key = f"{now.astimezone(dt.UTC).date().isoformat()}-{after}"
    return jobs.enqueue(kind=KIND.name, arguments={}, idempotency_key=key, created_by=None, now=now)


KIND = JobKind(
    name="apply_rules",
    label=_("Apply rules to results"),
    run=apply_rules,
    steps=(STEP,),
    is_of_deployment=True,
)
