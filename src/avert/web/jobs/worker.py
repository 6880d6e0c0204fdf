"""The worker's side: run one job under a lease that a heartbeat renews."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from avert.web.jobs import leases
from avert.web.jobs.context import JobCancelledError, JobContext, LeaseLostError, WorkerStoppingError
from avert.web.jobs.leases import Ending
from avert.web.jobs.models import Job, State
from avert.web.jobs.registry import find_kind, kinds

logger = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]


def run_job(*, job_id: UUID, clock: Clock = timezone.now) -> bool:
    """Run a job if it waits; return whether this run was the one that ended it."""
    job = leases.claim(job_id=job_id, now=clock(), lease=settings.AVERT_JOB_LEASE)
    if job is None:
        return False
    kind = kinds().get(job.kind)
    steps = kind.steps if kind else ()
    context = JobContext(job_id=job_id, attempt=job.attempt, arguments=job.arguments, steps=steps, now=clock)
    with _stopped_with_the_process(context), Heartbeat(context):
        ending = _work(job, context)
    if ending is None:
        return False
    if ending.state == State.WAITING:
        leases.hand_back(job_id=job_id, attempt=job.attempt, now=clock())
        return False
    return leases.finish(
        job_id=job_id, attempt=job.attempt, now=clock(), progress=context.progress, ending=ending
    )


class Heartbeat:
    """A thread that keeps a run's lease, writes its progress and hears whether it is to stop."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_over, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def _beat_until_over(self) -> None:
        try:
            while not self._is_over.wait(settings.AVERT_JOB_HEARTBEAT.total_seconds()):
                # A database that is away for a moment must not end the job; the lease outlasts many beats.
                try:
                    beat(self._context)
                except DatabaseError:
                    connection.close()
        finally:
            connection.close()


def beat(context: JobContext) -> None:
    """Renew the lease once, and tell the job to stop when it was cancelled or has lost its lease."""
    job = leases.renew(
        job_id=context.job_id,
        attempt=context.attempt,
        now=context.now(),
        lease=settings.AVERT_JOB_LEASE,
        progress=context.progress,
    )
    if job is None:
        context.stop(LeaseLostError("The run was taken for dead. It ends, and another goes on."))
    elif job.cancel_requested_at is not None:
        context.stop(JobCancelledError("The job was cancelled."))


@contextmanager
def _stopped_with_the_process(context: JobContext) -> Iterator[None]:
    """Have the job end at its next step when the process is told to stop, beside what it does then by itself."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are heard by the main thread only
        return
    before = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        context.stop(WorkerStoppingError("The worker stops. The job waits for another."))
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _work(job: Job, context: JobContext) -> Ending | None:
    """Do the work; return how it ended, or nothing when it is no longer ours to say."""
    try:
        return Ending(State.DONE, result_id=find_kind(job.kind).run(context) or "")
    except JobCancelledError:
        return Ending(State.CANCELLED)
    except LeaseLostError:
        return None
    except WorkerStoppingError:
        return Ending(State.WAITING)
    except Exception as error:
        # The class alone: a message or a traceback may repeat what a record says.
        logger.warning("Job %s failed: %s", job.pk, type(error))
        return Ending(State.FAILED, error_class=type(error).__name__[:100])
