"""What holds for every kind of job, so that a new one is tested by being listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as configured
from tests.integration.web.jobs.conftest import NOW
from tests.job_kinds import PATHS

from avert.sources.adding import add_files
from avert.sources.store import Store
from avert.web.jobs import worker
from avert.web.jobs.arguments import read_arguments
from avert.web.jobs.context import JobCancelledError, JobContext
from avert.web.jobs.models import Job, State
from avert.web.jobs.registry import JobKind, kinds
from samples import event, write_csv

# What each kind is run with here. A kind without a line fails.
EXAMPLES = {
    "recompute_results": {"as_of": "2024-03-02"},
    "expire_audit": {},
    "read_feeds": {},
    "apply_rules": {},
    "raise_watches": {},
    "escalate": {},
    "take_in_file": {
        "file": "00000000-0000-4000-8000-000000000000"
    },  # with one: signals/intake/test_intake_files.py
    # with one: society/test_network_studies.py
    "study_network": {"study": "00000000-0000-4000-8000-000000000000"},
    "what_to_connect": {"study": "00000000-0000-4000-8000-000000000000"},
    "take_in_structures": {
        "file": "00000000-0000-4000-8000-000000000000"
    },  # with one: society/test_imports.py
    "deliver": {},
    "count": {"steps": 3, "pause_ms": 0},
}
QUEUE = {"Job", "DBTaskResult"}
NAMES = list(EXAMPLES)


@pytest.fixture(params=NAMES)
def kind(request: pytest.FixtureRequest, tmp_path: Path, settings: object) -> JobKind:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    write_csv(tmp_path / "GEDEvent_v22_1.csv", [event(id=1), event(id=2, day="2021-03-09")])
    add_files(Store(settings.CONFIG.store), [tmp_path / "GEDEvent_v22_1.csv"], release=None, now=NOW)
    return kinds()[request.param]


def state_of_everything() -> object:
    """Return what the database and the store hold, without the jobs themselves."""
    tables = {
        model._meta.label: sorted(map(str, model._base_manager.values_list("pk", flat=True)))
        for model in apps.get_models()
        if model.__name__ not in QUEUE
    }
    objects = configured.CONFIG.store / "objects"
    return tables, sorted(str(path) for path in objects.rglob("*") if path.is_file())


def test_every_kind_has_an_example() -> None:
    tested_elsewhere = {"fail"}
    assert set(kinds()) - tested_elsewhere == set(EXAMPLES)


def test_every_kind_is_named_as_it_is_listed_and_tried_a_bounded_number_of_times() -> None:
    assert len(kinds()) == len(configured.AVERT_JOB_KINDS)
    for name, kind in kinds().items():
        assert name == kind.name
        assert str(kind.label)
        assert kind.most_attempts >= 1
        assert all(len(step) <= 60 for step in kind.steps)
    assert PATHS[0] in configured.AVERT_JOB_KINDS


def test_a_kind_declares_its_arguments(kind: JobKind) -> None:
    kept = read_arguments(kind.arguments, EXAMPLES[kind.name])
    assert set(kept) == set(kind.arguments)
    assert read_arguments(kind.arguments, kept) == kept


@pytest.mark.django_db(transaction=True)
def test_running_twice_gives_the_same_state_and_progress_is_told(
    kind: JobKind, put_job: Callable[..., Job]
) -> None:
    job = put_job(kind=kind.name, arguments=EXAMPLES[kind.name])
    seen = []
    for _run in range(2):
        # As after a kill in the last moment: everything was done, and nobody was told.
        Job.objects.filter(pk=job.pk).update(state=State.WAITING, ended_at=None, result_id="")
        assert worker.run_job(job_id=job.pk)
        job.refresh_from_db()
        seen.append((job.state, job.result_id, state_of_everything()))
    assert seen[0][0] == State.DONE
    assert seen[0] == seen[1]
    assert job.progress_done == job.progress_total >= 1


def test_a_kind_stops_when_it_is_asked_to(kind: JobKind, db: None) -> None:
    arguments = read_arguments(kind.arguments, EXAMPLES[kind.name])
    job = JobContext(job_id=Job().pk, attempt=1, arguments=arguments, steps=kind.steps, now=lambda: NOW)
    job.stop(JobCancelledError("asked"))
    with pytest.raises(JobCancelledError):
        kind.run(job)
