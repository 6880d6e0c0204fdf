"""Erase from the audit who has seen what, where the time for knowing it is over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from avert.web.audit import expiring
from avert.web.audit.occasions import Occasion
from avert.web.jobs.context import JobContext
from avert.web.jobs.registry import JobKind

STEP = gettext_noop("erasing")


def expire_audit(job: JobContext) -> None:
    """Erase what is due at the time of the job."""
    occasion = Occasion.of_the_site(job.now())
    expiring.expire(occasion=occasion, advance=lambda done, of: job.advance(done, of, STEP))


KIND = JobKind(
    name="expire_audit",
    label=_("Forget who has seen what, where the time is over"),
    run=expire_audit,
    steps=(STEP,),
    is_of_deployment=True,
)
