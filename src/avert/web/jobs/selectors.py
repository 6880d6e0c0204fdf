from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, IntegerField, QuerySet, Value, When

from avert.web.accounts.models import Person
from avert.web.jobs import policy
from avert.web.jobs.models import UNFINISHED, Job


def jobs_for(*, viewer: Person | AnonymousUser) -> QuerySet[Job]:
    """Return the jobs the viewer may see: those not yet ended first, then the newest."""
    is_over = Case(When(state__in=UNFINISHED, then=Value(0)), default=Value(1), output_field=IntegerField())
    seen = Job.objects.filter(policy.is_visible_to(viewer)).select_related("created_by")
    return seen.order_by(is_over, "-created_at", "pk")


def job_for(*, viewer: Person | AnonymousUser, job_id: UUID) -> Job | None:
    """Return one job, unless the viewer may not see it."""
    return jobs_for(viewer=viewer).filter(pk=job_id).first()


def may_recompute(*, viewer: Person | AnonymousUser) -> bool:
    """Say whether the viewer may have all results computed anew."""
    return policy.may_recompute(viewer)
