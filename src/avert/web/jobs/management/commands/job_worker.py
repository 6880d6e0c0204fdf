"""``django job_worker``: django-tasks' worker, which by itself leaves the jobs of killed workers lying.

It also asks the clocks of ``AVERT_JOB_CLOCKS`` whether anything is due: at its start, and every minute.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from avert.web.databases import empty_write_log
from avert.web.jobs import clocks, services

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    """Runs jobs, and takes back those of workers that were killed."""

    help = "Run jobs, and take back those of workers that were killed"

    def handle(self, **options: Any) -> None:
        """Work until told to stop."""
        # In a thread, because a worker may be busy with a long job while another's lease runs out.
        threading.Thread(target=_reclaim_and_ask, name="reclaim", daemon=True).start()
        super().handle(**options)


def _reclaim_and_ask() -> None:
    pause, emptied = threading.Event(), timezone.now()
    asked = emptied - settings.AVERT_JOB_CLOCK_EVERY
    while True:
        now = timezone.now()
        try:
            services.reclaim(now=now)
            if now - emptied >= settings.AVERT_EMPTY_WRITE_LOG_EVERY:
                emptied = now
                empty_write_log()
            if now - asked >= settings.AVERT_JOB_CLOCK_EVERY:
                asked = now
                clocks.ask(now=now)
        except Exception as error:  # whatever it is, the next round may succeed
            logger.warning("Jobs could not be reclaimed: %s", type(error))
            connection.close()
        pause.wait(settings.AVERT_JOB_RECLAIM_EVERY.total_seconds())
