"""The one task that the queue knows: run a job. Everything else is in the job's row."""

from __future__ import annotations

import logging
from uuid import UUID

from django_tasks import task

from avert.web.jobs import worker

logger = logging.getLogger(__name__)


@task()
def run(job_id: str) -> None:
    """Run a job. An error here ends as its class in the log: the queue would keep it with all it says."""
    job = UUID(job_id)
    try:
        worker.run_job(job_id=job)
    except (
        BaseException
    ) as error:  # the queue would keep the words of a worker's end too, and let it go on as we do
        # The job is still marked as running; its lease runs out, and it is run again.
        logger.warning("Job %s was left: %s", job, type(error))
