"""Whatever happens in whatever order, an attempt belongs to one worker and what has ended stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.web.jobs.conftest import NOW

from avert.web.jobs import leases, services
from avert.web.jobs.context import Progress
from avert.web.jobs.models import UNFINISHED, Job, State

PutJob = Callable[..., Job]
LEASE = dt.timedelta(seconds=60)
WORKERS = 6
EVENTS = st.sampled_from(["claim", "beat", "finish", "reclaim", "cancel", "hand back", "wait", "sleep"])


class Story:
    """One job, the workers that hold or held it, and a clock."""

    def __init__(self, job: Job) -> None:
        self.job, self.now = job, NOW
        self.attempts: list[int] = []
        self.endings: list[tuple[int, State]] = []

    def tell(self, event: str, who: int) -> None:
        attempt = self.attempts[who % len(self.attempts)] if self.attempts else 0
        run = {"job_id": self.job.pk, "now": self.now}
        if event == "claim" and (claimed := leases.claim(lease=LEASE, **run)):
            self.attempts.append(claimed.attempt)
        elif event == "beat":
            held = leases.renew(attempt=attempt, lease=LEASE, progress=Progress(), **run)
            assert held is None or attempt == self.attempts[-1]
        elif event == "finish":
            ending = leases.Ending(State.DONE, result_id=str(attempt))
            if leases.finish(attempt=attempt, progress=Progress(), ending=ending, **run):
                self.endings.append((attempt, State.DONE))
        elif event == "hand back":
            leases.hand_back(attempt=attempt, **run)
        elif event == "reclaim":
            services.reclaim(now=self.now)
        elif event == "cancel":
            services.request_cancel(job=self.job, now=self.now)
        else:
            self.now += dt.timedelta(seconds=90 if event == "sleep" else 10)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.tuples(EVENTS, st.integers(0, 3)), max_size=25))
def test_no_order_of_events_gives_an_attempt_to_two_or_ends_a_job_twice(
    put_job: PutJob, events: list[tuple[str, int]]
) -> None:
    story = Story(put_job(kind="fail", arguments={}))
    final = None
    for event, who in events:
        story.tell(event, who)
        job = Job.objects.get(pk=story.job.pk)
        assert len(set(story.attempts)) == len(story.attempts) == job.attempt <= job.most_attempts
        assert len(story.endings) <= 1
        if job.state == State.DONE:
            assert job.result_id == str(story.attempts[-1])
        assert (job.ended_at is None) == (job.state in UNFINISHED)
        assert (job.lease_until is not None) == (job.state == State.RUNNING)
        if final:
            assert (job.state, job.ended_at, job.result_id) == final
        elif job.ended_at:
            final = (job.state, job.ended_at, job.result_id)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_that_reach_for_a_job_one_gets_it(put_job: PutJob) -> None:
    jobs = [put_job() for _job in range(20)]
    start = Barrier(WORKERS)

    def reach() -> list[tuple[str, int]]:
        try:
            start.wait()
            claimed = [leases.claim(job_id=job.pk, now=NOW, lease=LEASE) for job in jobs]
            return [(str(job.pk), job.attempt) for job in claimed if job]
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        got = [pair for each in [pool.submit(reach) for _worker in range(WORKERS)] for pair in each.result()]
    assert sorted(got) == sorted((str(job.pk), 1) for job in jobs)


@pytest.mark.django_db(transaction=True)
def test_of_many_that_reclaim_a_job_one_queues_it_again(put_job: PutJob) -> None:
    jobs = [put_job() for _job in range(10)]
    for job in jobs:
        leases.claim(job_id=job.pk, now=NOW, lease=LEASE)
    start = Barrier(WORKERS)

    def reclaim() -> list[Job]:
        try:
            start.wait()
            return services.reclaim(now=NOW + 2 * LEASE)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = [
            job.pk for each in [pool.submit(reclaim) for _worker in range(WORKERS)] for job in each.result()
        ]
    assert sorted(taken) == sorted(job.pk for job in jobs)
    assert {job.row_version for job in Job.objects.all()} == {3}


@pytest.mark.django_db(transaction=True)
def test_of_many_that_ask_with_one_key_all_get_one_job(put_job: PutJob) -> None:
    start = Barrier(WORKERS)

    def ask() -> Job:
        try:
            start.wait()
            return put_job(key="the same")
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        asked = [pool.submit(ask) for _person in range(WORKERS)]
        assert len({each.result().pk for each in asked}) == 1
    assert Job.objects.count() == 1
