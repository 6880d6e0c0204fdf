"""Kinds of job for tests. A worker process finds them by their path."""

from __future__ import annotations

import time
import uuid

from avert.web.accounts.models import Organisation
from avert.web.jobs.arguments import Whole
from avert.web.jobs.context import JobContext
from avert.web.jobs.registry import JobKind

PATHS = ["tests.job_kinds.COUNT", "tests.job_kinds.FAIL"]
SECRET = "the witness lives by the mill"


def count(job: JobContext) -> str:
    """Leave one trace per step, the same one however often the step is done."""
    for step in range(job["steps"]):
        Organisation.objects.get_or_create(pk=uuid.uuid5(job.job_id, str(step)))
        job.advance(step + 1, job["steps"], "counting")
        time.sleep(job["pause_ms"] / 1000)
    return uuid.uuid5(uuid.NAMESPACE_OID, str(job["steps"])).hex


def fail(job: JobContext) -> None:
    job.advance(1, 2, "counting")
    raise ValueError(SECRET)


COUNT = JobKind(
    name="count",
    label="Count",
    run=count,
    arguments={"steps": Whole(1, 1000), "pause_ms": Whole(0, 1000)},
    steps=("counting",),
    most_attempts=1000,
)
FAIL = JobKind(name="fail", label="Fail", run=fail, steps=("counting",))


def traces(job_id: uuid.UUID, steps: int) -> int:
    return Organisation.objects.filter(pk__in=[uuid.uuid5(job_id, str(s)) for s in range(steps)]).count()
