from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult
from tests.integration.web.jobs.conftest import NOW
from tests.job_kinds import SECRET, traces
from tests.people import make_person

from avert.errors import InputError
from avert.web.accounts.models import Organisation
from avert.web.jobs import leases, services, tasks, worker
from avert.web.jobs.arguments import Choice, Day, Key, Optional, ResultKey, Whole
from avert.web.jobs.context import JobContext, LeaseLostError, Progress
from avert.web.jobs.models import Job, State
from avert.web.jobs.registry import UnknownKindError

PutJob = Callable[..., Job]
LATER = NOW + dt.timedelta(hours=1)
LEASE = dt.timedelta(minutes=1)


def run(job: Job) -> Job:
    worker.run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    return job


def claim(job: Job, now: dt.datetime = NOW) -> Job | None:
    return leases.claim(job_id=job.pk, now=now, lease=LEASE)


def test_a_job_is_done_and_says_how_far_it_came(put_job: PutJob) -> None:
    job = run(put_job(steps=3))
    assert (job.state, job.attempt, job.ended_at) == (State.DONE, 1, NOW)
    assert (job.progress_done, job.progress_total, job.progress_label) == (3, 3, "counting")
    assert len(job.result_id) == 32
    assert traces(job.pk, 3) == 3


def test_the_same_key_is_the_same_job(put_job: PutJob) -> None:
    one, again = put_job(key="one"), put_job(key="one")
    assert one.pk == again.pk
    assert DBTaskResult.objects.count() == 1
    with pytest.raises(InputError, match="another job"):
        put_job(key="one", steps=5)


@pytest.mark.parametrize(
    "arguments",
    [{}, {"steps": 3}, {"steps": "many", "pause_ms": 0}, {"steps": 3, "pause_ms": 0, "who": SECRET}],
)
def test_a_job_takes_only_what_its_kind_declares(put_job: PutJob, arguments: dict[str, object]) -> None:
    with pytest.raises(InputError) as refused:
        put_job(arguments=arguments)
    assert SECRET not in str(refused.value)
    assert "many" not in str(refused.value)


def test_no_argument_is_free_text() -> None:
    for argument in (Key(), ResultKey(), Day(), Whole(1, 9), Choice(("a", "b")), Optional(Day())):
        with pytest.raises((ValueError, TypeError, AttributeError)):
            argument.read(SECRET)
    assert Day().read(dt.date(2024, 3, 2)) == Day().read("2024-03-02") == "2024-03-02"
    assert Key().read("00000000000040008000000000000000").count("-") == 4
    assert Optional(Choice(("a", "b"))).read(None) is None


def test_a_kind_nobody_knows_is_refused_now_and_fails_later(put_job: PutJob) -> None:
    with pytest.raises(UnknownKindError):
        put_job(kind="gone")
    job = put_job()
    Job.objects.filter(pk=job.pk).update(kind="gone")
    assert (run(job).state, job.error_class) == (State.FAILED, "UnknownKindError")


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_keeps_the_class_of_its_error_and_nothing_it_said(
    put_job: PutJob, caplog: pytest.LogCaptureFixture
) -> None:
    job = put_job(kind="fail", arguments={})
    with caplog.at_level(logging.DEBUG):
        tasks.run.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error_class) == (State.FAILED, "ValueError")
    assert SECRET not in caplog.text
    assert SECRET not in "".join(str(row) for row in DBTaskResult.objects.values())


def test_a_waiting_job_is_cancelled_at_once(put_job: PutJob) -> None:
    job = services.request_cancel(job=put_job(), now=NOW)
    assert (job.state, job.ended_at) == (State.CANCELLED, NOW)
    assert run(job).attempt == 0


def test_what_has_ended_stays_as_it_ended(put_job: PutJob) -> None:
    job = run(put_job())
    assert services.request_cancel(job=job, now=LATER).cancel_requested_at is None
    assert services.reclaim(now=LATER) == []
    assert run(job).state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_running_job_is_cancelled_within_two_seconds(put_job: PutJob) -> None:
    job = put_job(steps=1000, pause_ms=20)

    def work() -> None:
        worker.run_job(job_id=job.pk)
        connection.close()

    thread = Thread(target=work)
    thread.start()
    while Job.objects.get(pk=job.pk).progress_done == 0:
        time.sleep(0.02)
    started = time.monotonic()
    services.request_cancel(job=job, now=NOW)
    thread.join()
    assert time.monotonic() - started < 2
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert 0 < job.progress_done < 1000


def test_computing_anew_hears_within_a_step_that_it_is_to_stop(
    put_job: PutJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put_job(kind="recompute_results", arguments={})
    seen = []

    def issue_all(*_given: object, advance: Callable, within: Callable, **_more: object) -> list:
        advance()
        for done in range(200):
            within(done, 200)
            seen.append(done)
            if done == 50:
                services.request_cancel(job=job, now=NOW)
                worker.beat(beating[0])
        return []

    beating: list[JobContext] = []
    kept = JobContext.__init__

    def remember(self: JobContext, **said: object) -> None:
        kept(self, **said)
        beating.append(self)

    monkeypatch.setattr(JobContext, "__init__", remember)
    monkeypatch.setattr("avert.web.jobs.kinds.recompute_results.issue_all", issue_all)
    run(job)
    assert (job.state, seen[-1]) == (State.CANCELLED, 50)
    assert (job.progress_done, job.progress_total) == (125, 800)


def test_a_job_whose_lease_ran_out_waits_again_and_is_in_the_queue(put_job: PutJob) -> None:
    job = put_job()
    claim(job)
    assert services.reclaim(now=NOW + LEASE) == []
    assert services.reclaim(now=LATER) == [job]
    job.refresh_from_db()
    assert (job.state, job.attempt) == (State.WAITING, 1)
    assert DBTaskResult.objects.ready().filter(pk=job.task_id).exists()
    assert (run(job).state, job.attempt) == (State.DONE, 2)


def test_a_job_is_tried_so_often_and_then_it_has_failed(put_job: PutJob) -> None:
    job = put_job(kind="fail", arguments={})
    for _attempt in range(job.most_attempts):
        assert claim(job)
        services.reclaim(now=LATER)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.error_class) == (State.FAILED, 3, "LeaseRanOut")


def test_a_cancelled_job_of_a_killed_worker_is_not_begun_again(put_job: PutJob) -> None:
    job = put_job()
    claim(job)
    services.request_cancel(job=job, now=NOW)
    assert services.reclaim(now=LATER) == []
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_job_whose_worker_died_before_it_began_is_queued_again(put_job: PutJob) -> None:
    job = put_job()
    DBTaskResult.objects.get(pk=job.task_id).claim("a worker that is killed now")
    assert services.reclaim(now=NOW) == [job]
    assert services.reclaim(now=NOW) == []
    assert DBTaskResult.objects.ready().count() == 1


def test_who_lost_the_lease_changes_nothing_and_is_told_to_stop(put_job: PutJob) -> None:
    job = put_job()
    first = claim(job)
    services.reclaim(now=LATER)
    second = claim(job, LATER)
    assert (first.attempt, second.attempt) == (1, 2)
    late = JobContext(job_id=job.pk, attempt=1, arguments={}, steps=(), now=lambda: LATER)
    worker.beat(late)
    with pytest.raises(LeaseLostError):
        late.advance(1, 2)
    ending = {"now": LATER, "progress": Progress(1, 1)}
    early = leases.Ending(State.DONE, result_id="early")
    assert not leases.finish(job_id=job.pk, attempt=1, ending=early, **ending)
    assert leases.finish(
        job_id=job.pk, attempt=2, ending=leases.Ending(State.DONE, result_id="new"), **ending
    )
    job.refresh_from_db()
    assert (job.result_id, job.attempt) == ("new", 2)


def test_a_job_handed_back_waits_at_once_and_the_try_does_not_count(put_job: PutJob) -> None:
    job = put_job()
    tries = job.most_attempts
    claim(job)
    assert leases.hand_back(job_id=job.pk, attempt=1, now=NOW)
    assert not leases.hand_back(job_id=job.pk, attempt=1, now=NOW)
    second = claim(job, LATER)
    assert (second.attempt, second.most_attempts) == (2, tries + 1)


def test_a_cancelled_job_that_is_handed_back_has_ended(put_job: PutJob) -> None:
    job = put_job()
    claim(job)
    services.request_cancel(job=job, now=NOW)
    assert leases.hand_back(job_id=job.pk, attempt=1, now=NOW)
    job.refresh_from_db()
    assert (job.state, job.ended_at, job.lease_until) == (State.CANCELLED, NOW, None)


def test_a_job_names_only_the_steps_that_its_kind_declares() -> None:
    job = JobContext(job_id=None, attempt=1, arguments={}, steps=("one",), now=lambda: NOW)
    job.advance(1, 2, "one")
    with pytest.raises(ValueError, match="declares"):
        job.advance(1, 2, SECRET)


def test_the_queue_forgets_what_is_long_over(put_job: PutJob) -> None:
    job = put_job()
    entry = DBTaskResult.objects.get(pk=job.task_id)
    entry.claim("worker")
    run(job)
    services.reclaim(now=NOW)
    entry.refresh_from_db()
    assert entry.finished_at == NOW
    services.reclaim(now=NOW + dt.timedelta(days=2))
    assert not DBTaskResult.objects.exists()


def test_a_job_outlives_the_account_that_asked_for_it(put_job: PutJob, committee: Organisation) -> None:
    person = make_person("leaver", committee)
    job = put_job(created_by=person, owner=committee)
    person.delete()
    job.refresh_from_db()
    assert (job.created_by, job.owner) == (None, committee)
