"""Kill -9 of real workers while they turn to the next contacts: each step is taken, and none twice."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.asked import address, ladder_with, later, released
from tests.integration.web.jobs.test_killed_workers import under_way, wait_for
from tests.integration.web.jobs.worker_processes import ForkedWorkers

from avert.web.accounts.models import Organisation, Person
from avert.web.jobs import services
from avert.web.jobs.models import UNFINISHED, Job
from avert.web.records.models import Link
from avert.web.records.writing import rows_of
from avert.web.response import escalation
from avert.web.response.models import Escalation
from avert.web.warnings import course
from avert.web.warnings.models import Addressee, CourseEvent

KILLS = 60 if os.environ.get("AVERT_PROVE") else 6
SILENT_AT_ONCE, STEPS = 20, 2


@pytest.mark.django_db(transaction=True)
def test_fault_killed_workers_leave_no_step_out_and_take_none_twice(
    tmp_path: Path, committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    rng = random.Random(20131215)  # noqa: S311  when to strike, not a secret
    ladder = ladder_with(committee, analyst, (1, "Deputy"), (2, "Chair"))
    n = kills = 0
    with ForkedWorkers(tmp_path, settings="tests.escalation_worker_settings") as workers:
        for _worker in range(2):
            workers.start()
        # However fast the work and however slow the machine: there are silent ones until all kills are done.
        while kills < KILLS or silent() or unfinished():
            if kills < KILLS and not silent():
                warning = released(committee, analyst, ministry)
                for _number in range(SILENT_AT_ONCE):
                    address(warning, analyst, ministry, ladder=ladder)
                course.mark_sent(warning=warning, occasion=later())
                n += SILENT_AT_ONCE
            if not unfinished():
                ask()
            wait_for(lambda: bool(under_way()) or not unfinished())
            time.sleep(rng.uniform(0, 0.5))
            jobs = under_way()
            if kills < KILLS and jobs and workers.kill_who_runs(rng.choice(jobs)):
                kills += 1
                workers.start()
    assert Escalation.objects.count() == n * STEPS
    second = rows_of(Addressee).filter(role__in=["Deputy", "Chair"])
    assert (second.count(), Link.objects.count()) == (n * STEPS, n * STEPS)
    assert rows_of(CourseEvent).count() == n, "those turned to are not on this site"
    print(f"{kills} kills, {n * STEPS} steps taken once each")


def silent() -> bool:
    return bool(escalation.silent_addressees(now=timezone.now()))


def unfinished() -> bool:
    return Job.objects.filter(state__in=UNFINISHED).exists()


def ask() -> None:
    services.enqueue(
        kind="escalate", arguments={}, idempotency_key=uuid4().hex, created_by=None, now=timezone.now()
    )
