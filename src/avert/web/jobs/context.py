"""What a job sees of its run: its arguments, the time, and a way to say how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from avert.errors import AvertError
from avert.web.jobs.arguments import Arguments


class JobStoppedError(AvertError):
    """The job must end where it is. Kinds let this pass."""


class JobCancelledError(JobStoppedError):
    """Someone asked for the job to be cancelled."""


class WorkerStoppingError(JobStoppedError):
    """The worker was told to end, so it hands the job back."""


class LeaseLostError(JobStoppedError):
    """The run was taken for dead and another may have begun, so nothing that this one says counts."""


@dataclass(frozen=True)
class Progress:
    """So many steps done of so many, and what is being done now."""

    done: int = 0
    total: int = 0
    label: str = ""


class JobContext:
    """One run of one job."""

    def __init__(
        self,
        *,
        job_id: UUID,
        attempt: int,
        arguments: Arguments,
        steps: tuple[str, ...],
        now: Callable[[], dt.datetime],
    ) -> None:
        self.job_id, self.attempt, self.arguments, self.now = job_id, attempt, arguments, now
        self.progress = Progress()
        self._steps = steps
        self._stop: JobStoppedError | None = None

    def __getitem__(self, argument: str) -> Any:
        return self.arguments[argument]

    def advance(self, done: int, of: int, label: str = "") -> None:
        """Say how far the job is; raise JobStoppedError when it must end: cancelled, handed back, or too late.

        It costs nothing to call often: the heartbeat writes the newest state to the database once a second.
        """
        if self._stop is not None:
            raise self._stop
        if label and label not in self._steps:
            raise ValueError("A job may name only the steps that its kind declares.")
        self.progress = Progress(done, of, label)

    def stop(self, error: JobStoppedError) -> None:
        """Have the next ``advance`` raise this."""
        self._stop = error
