from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.integration.web.jobs.conftest import NOW
from tests.people import client_of

from avert.sources.adding import add_files
from avert.sources.store import Store
from avert.web.accounts.models import Organisation, Person
from avert.web.jobs import leases, services
from avert.web.jobs.models import Job, State
from samples import event, write_csv

PutJob = Callable[..., Job]
KIND = "Compute all results anew"


@pytest.fixture
def loaded_store(tmp_path, settings: object) -> Store:
    """The site's store, with one file of invented events."""
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    store = Store(settings.CONFIG.store)
    write_csv(tmp_path / "GEDEvent_v22_1.csv", [event(id=1), event(id=2, day="2021-03-09")])
    add_files(store, [tmp_path / "GEDEvent_v22_1.csv"], release=None, now=NOW)
    return store


def page(person: Person) -> str:
    return client_of(person).get("/jobs/").content.decode()


def test_the_page_says_when_nothing_runs(analyst: Person) -> None:
    assert "Nothing runs" in page(analyst)


def test_a_job_shows_its_state_and_how_far_it_is(put_job: PutJob, analyst: Person) -> None:
    job = put_job(created_by=analyst)
    leases.claim(job_id=job.pk, now=NOW, lease=dt.timedelta(minutes=1))
    Job.objects.filter(pk=job.pk).update(progress_done=2, progress_total=3, progress_label="counting")
    html = page(analyst)
    assert all(words in html for words in ("Count", "running", "2 of 3", "counting", "2 March 2024, 08:30"))


def test_people_see_their_own_jobs_and_their_organisations(
    put_job: PutJob, committee: Organisation, lead: Person, analyst: Person, outside_stakeholder: Person
) -> None:
    put_job(created_by=lead)
    assert ("Count" in page(lead), "Count" in page(analyst)) == (True, False)
    put_job(created_by=lead, owner=committee)
    assert ("Count" in page(analyst), "Count" in page(outside_stakeholder)) == (True, False)


def test_staff_see_what_runs_for_the_deployment_and_nothing_of_an_organisation(
    put_job: PutJob, committee: Organisation, lead: Person, administrator: Person
) -> None:
    put_job(created_by=lead, owner=committee)
    said = {"kind": "recompute_results", "arguments": {}}
    put_job(**said, owner=committee)
    assert "Nothing runs" in page(administrator)
    put_job(**said)
    assert "Nothing runs" not in page(administrator)


def test_only_who_sees_a_job_cancels_it(
    put_job: PutJob, committee: Organisation, lead: Person, analyst: Person, outside_stakeholder: Person
) -> None:
    job = put_job(created_by=lead, owner=committee)
    address = f"/jobs/{job.pk}/cancel/"
    assert client_of(outside_stakeholder).post(address).status_code == 404
    assert client_of(analyst).get(address).status_code == 405
    assert client_of(analyst).post(address).headers["Location"] == "/jobs/"
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_cancelling_takes_a_form_of_ours(put_job: PutJob, lead: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    assert client.post(f"/jobs/{put_job(created_by=lead).pk}/cancel/").status_code == 403
    assert "csrfmiddlewaretoken" in page(lead).split("<table", maxsplit=1)[1]


def test_staff_have_all_results_computed_once_for_the_same_data(
    loaded_store: Store, administrator: Person
) -> None:
    client = client_of(administrator)
    for _click in range(2):
        assert KIND in client.post("/jobs/recompute/", follow=True).content.decode()
    job = Job.objects.get()
    assert DBTaskResult.objects.count() == 1
    services.request_cancel(job=job, now=NOW)
    client.post("/jobs/recompute/")
    assert Job.objects.count() == 2


def test_nobody_else_starts_it(analyst: Person) -> None:
    assert KIND not in page(analyst)
    assert client_of(analyst).post("/jobs/recompute/").status_code == 403
    assert not Job.objects.exists()


def test_without_data_the_page_says_what_to_do(tmp_path, settings: object, administrator: Person) -> None:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    answer = client_of(administrator).post("/jobs/recompute/", follow=True)
    assert "No data are loaded" in answer.content.decode()


def test_the_page_asks_the_database_as_often_for_many_jobs_as_for_few(
    put_job: PutJob, analyst: Person, committee: Organisation, django_assert_max_num_queries: object
) -> None:
    for _job in range(70):
        put_job(created_by=analyst, owner=committee)
    client = client_of(analyst)
    with django_assert_max_num_queries(5):
        html = client.get("/jobs/").content.decode()
    assert html.count("/cancel/") == 50
    assert "page=2" in html
