"""What is to be done when its time has come. Each clock is one function, and one line in the settings."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from avert.web.jobs.models import Job

logger = logging.getLogger(__name__)


class JobClock(Protocol):
    """Enqueues what is due; asked every minute by every worker, so its key must follow from what is due."""

    def __call__(self, *, now: dt.datetime) -> Job | None:
        """Return the job, or nothing when nothing is due."""


def ask(*, now: dt.datetime) -> list[Job]:
    """Ask every clock; one that fails keeps no other from being asked."""
    # By path, so that an app above this one can have a clock without being imported from here.
    asked = [_ask(path, now=now) for path in settings.AVERT_JOB_CLOCKS]
    return [job for job in asked if job is not None]


def _ask(path: str, *, now: dt.datetime) -> Job | None:
    try:
        clock: JobClock = import_string(path)
        return clock(now=now)
    except Exception as error:  # whatever it is, the next round may succeed
        logger.warning("A clock could not be asked: %s", type(error))
        if isinstance(error, DatabaseError):
            connection.close()
        return None
