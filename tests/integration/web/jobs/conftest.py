from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import count

import pytest
from tests.job_kinds import PATHS

from avert.web.jobs import services
from avert.web.jobs.models import Job

NOW = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def kinds_for_tests(settings: object) -> None:
    settings.AVERT_JOB_KINDS = [*settings.AVERT_JOB_KINDS, *PATHS]


@pytest.fixture
def put_job(db: None) -> Callable[..., Job]:
    """Put a job of the kind that counts in the queue."""
    numbers = count()

    def put(*, steps: int = 3, pause_ms: int = 0, key: str = "", **more: object) -> Job:
        said = {"kind": "count", "arguments": {"steps": steps, "pause_ms": pause_ms}} | more
        said = {"created_by": None, "now": NOW} | said
        return services.enqueue(idempotency_key=key or f"key-{next(numbers)}", **said)

    return put
