"""Computing anew ends with the forecast of deaths, which may fail for want of data and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from tests.integration.web.jobs.conftest import NOW

from avert.errors import MissingDataError
from avert.web.jobs import services, worker
from avert.web.jobs.context import JobContext
from avert.web.jobs.kinds import recompute_results
from avert.web.jobs.models import Job, State

PutJob = Callable[..., Job]
Advance = Callable[[int, int], None]
ISSUED = SimpleNamespace(result=SimpleNamespace(kind="country-forecast", result_id="f" * 32))


def run(job: Job) -> Job:
    worker.run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    return job


@pytest.fixture
def issued_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everything but the forecast computed already."""

    def issue_all(*_given: object, advance: Callable[[], None], **_more: object) -> list[object]:
        for _step in range(recompute_results.STEPS):
            advance()
        return []

    monkeypatch.setattr(recompute_results, "issue_all", issue_all)


def test_the_forecast_comes_last_and_every_step_has_a_name(
    issued_before: None, put_job: PutJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute_results, "issue_forecast", lambda *_given, **_more: ISSUED)
    job = run(put_job(kind="recompute_results", arguments={}))
    assert (job.state, job.result_id) == (State.DONE, "f" * 32)
    assert (job.progress_done, job.progress_total) == (800, 800)
    assert len(recompute_results.STEP_NAMES) == recompute_results.WHOLE


def test_without_a_record_to_forecast_from_all_else_stands(
    issued_before: None, put_job: PutJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def issue_forecast(*_given: object, **_more: object) -> object:
        raise MissingDataError("Nothing is loaded.")

    monkeypatch.setattr(recompute_results, "issue_forecast", issue_forecast)
    job = run(put_job(kind="recompute_results", arguments={}))
    assert (job.state, job.result_id) == (State.DONE, "")


def test_it_stops_within_the_forecast_when_it_is_asked_to(
    issued_before: None, put_job: PutJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    contexts: list[JobContext] = []
    job = put_job(kind="recompute_results", arguments={})

    def issue_forecast(*_given: object, advance: Advance, **_more: object) -> object:
        services.request_cancel(job=job, now=NOW)
        worker.beat(contexts[0])
        advance(1, 3)
        raise AssertionError

    kept = JobContext.__init__

    def remember(self: JobContext, **said: object) -> None:
        kept(self, **said)
        contexts.append(self)

    monkeypatch.setattr(JobContext, "__init__", remember)
    monkeypatch.setattr(recompute_results, "issue_forecast", issue_forecast)
    run(job)
    assert (job.state, job.progress_label) == (State.CANCELLED, "forecast of deaths")
