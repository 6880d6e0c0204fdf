"""Kill -9 of real workers in the middle of jobs: every job is done, exactly once in effect."""

from __future__ import annotations

import os
import random
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from tests.integration.web.jobs.worker_processes import ForkedWorkers, Workers
from tests.job_kinds import traces
from tests.patient_worker_settings import LEASE as PATIENT_LEASE

from avert.web.jobs import services
from avert.web.jobs.models import UNFINISHED, Job, State

PutJob = Callable[..., Job]
KILLS = 200 if os.environ.get("AVERT_PROVE") else 10
WORKERS, STEPS, PAUSE_MS = 2, 20, 40
SECONDS_TO_WAIT = 60
pytestmark = pytest.mark.django_db(transaction=True)


def wait_for(condition: Callable[[], bool], seconds: float = SECONDS_TO_WAIT) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "it did not come about in time"
        time.sleep(0.02)
    return time.monotonic() - started


def under_way() -> list[Job]:
    return list(Job.objects.filter(state=State.RUNNING, heartbeat_at__isnull=False))


def test_fault_killed_workers_lose_no_job_and_do_none_twice(tmp_path: Path, put_job: PutJob) -> None:
    rng = random.Random(20071230)  # noqa: S311  when to strike, not a secret
    kills, seen = 0, set()
    with ForkedWorkers(tmp_path) as workers:
        for _worker in range(WORKERS):
            workers.start()
        while kills < KILLS:
            while Job.objects.filter(state__in=UNFINISHED).count() < 2 * WORKERS:
                put_job(steps=STEPS, pause_ms=PAUSE_MS, now=timezone.now())
            wait_for(lambda: bool(under_way()))
            time.sleep(rng.uniform(0, STEPS * PAUSE_MS / 1000))
            jobs = under_way()
            seen |= {job.progress_done for job in jobs}
            if jobs and workers.kill_who_runs(rng.choice(jobs)):
                kills += 1
                workers.start()
        wait_for(lambda: not Job.objects.filter(state__in=UNFINISHED).exists())
        assert workers.all_live()
    assert len(seen - {0, STEPS}) > 1, "progress must be seen while jobs run"
    jobs = list(Job.objects.all())
    assert {job.state for job in jobs} == {State.DONE}
    assert {job.result_id for job in jobs} == {uuid.uuid5(uuid.NAMESPACE_OID, str(STEPS)).hex}
    assert {traces(job.pk, STEPS) for job in jobs} == {STEPS}
    # A worker may have ended its job in the moment before it was killed; most are hit in the middle.
    begun_again = sum(job.attempt - 1 for job in jobs)
    assert KILLS * 0.6 <= begun_again <= KILLS
    print(f"{KILLS} kills, {len(jobs)} jobs, {begun_again} begun again")


def test_a_job_in_another_process_is_cancelled_within_two_seconds(tmp_path: Path, put_job: PutJob) -> None:
    job = put_job(steps=1000, pause_ms=20, now=timezone.now())
    with Workers(tmp_path) as workers:
        workers.start()
        wait_for(lambda: Job.objects.get(pk=job.pk).progress_done > 0)
        services.request_cancel(job=job, now=timezone.now())
        took = wait_for(lambda: Job.objects.get(pk=job.pk).state == State.CANCELLED)
    assert took < 2
    assert traces(job.pk, 1000) < 1000


def test_a_stopped_site_hands_its_job_back_and_the_next_start_takes_it_up(
    tmp_path: Path, put_job: PutJob
) -> None:
    job = put_job(steps=100, pause_ms=20, now=timezone.now())
    with Workers(tmp_path, settings="tests.patient_worker_settings") as workers:
        workers.start()
        wait_for(lambda: Job.objects.get(pk=job.pk).progress_done > 0)
        workers.stop()
        handed_back = Job.objects.get(pk=job.pk)
        assert (handed_back.state, handed_back.attempt, handed_back.lease_until) == (State.WAITING, 1, None)
        assert traces(job.pk, 100) < 100
        workers.start()
        took = wait_for(lambda: Job.objects.get(pk=job.pk).attempt == 2)
        wait_for(lambda: Job.objects.get(pk=job.pk).state == State.DONE)
    print(f"taken up {took:.1f} s after the next start")
    assert took < PATIENT_LEASE.total_seconds() / 2, "the lease must not have to run out"
    ended = Job.objects.get(pk=job.pk)
    assert ended.most_attempts - ended.attempt == job.most_attempts - 1, "the stop must not count as a try"
    assert traces(job.pk, 100) == 100
