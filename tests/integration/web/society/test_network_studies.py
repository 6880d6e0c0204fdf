"""A network beside chance: begun on the page, done by a worker, taken up again where it was killed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone
from tests.integration.web.society.registers import structure, tie
from tests.people import OCCASION, client_of

from avert.society.null_study import Study, advance
from avert.web.accounts.models import Organisation, Person
from avert.web.jobs import services as jobs
from avert.web.jobs import worker
from avert.web.jobs.models import Job, State
from avert.web.records.writing import rows_of
from avert.web.society.models import NetworkStudy
from avert.web.society.network import study_job
from avert.web.society.network.services import begin_study
from avert.web.society.network_of import network_of

pytestmark = pytest.mark.django_db(transaction=True)  # the heartbeat has a connection of its own

ON = dt.date(2024, 3, 1)
HIDDEN = "Sister Mary of the mission"


class Killed(BaseException):
    """The worker is gone in the middle of a step."""


@pytest.fixture
def network(committee: Organisation, analyst: Person) -> list[Any]:
    """Twelve actors whose warnings come up to one who decides."""
    levels = ["top"] + ["middle"] * 3 + ["grassroots"] * 8
    made = [
        structure(
            committee, analyst, HIDDEN if n == 11 else f"Actor {n}", level=level, sector="religious",
            is_decision_maker=n == 0, is_protected=n == 11, groups=[f"Group {n % 2}"],
        )
        for n, level in enumerate(levels)
    ]  # fmt: skip
    for n in range(1, 12):
        tie(committee, analyst, made[n], made[0 if n < 4 else 1 + n % 3], is_directed=n % 2 == 0)
        tie(
            committee,
            analyst,
            made[n],
            made[(n * 5 + 2) % 12 if (n * 5 + 2) % 12 != n else 0],
            layer="coordination",
        )
    return made


def begin(analyst: Person, kind: str = "chance", **asked: Any) -> tuple[NetworkStudy, Job]:
    study = begin_study(
        kind=kind, asked=asked, title="Beside chance", network=network_of(analyst, on=ON), on=ON, viewer=analyst,
        occasion=OCCASION,
    )  # fmt: skip
    return study, Job.objects.get(arguments__study=str(study.pk))


def answer_of(study: NetworkStudy) -> dict[str, Any]:
    return rows_of(NetworkStudy).get(pk=study.pk).answer


def test_fault_a_study_goes_on_where_its_worker_was_killed_and_comes_to_the_same(
    analyst: Person, network: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, job = begin(analyst, draws=30, completions=10)
    real, drawn = study_job.advance, []

    def killed_later(held: Study, network: Any) -> Study:
        drawn.append(held.progress[0])
        if len(drawn) == 8:
            raise Killed
        return real(held, network)

    monkeypatch.setattr(study_job, "advance", killed_later)
    with pytest.raises(Killed):
        worker.run_job(job_id=job.pk)
    assert 0 < len(answer_of(study)["drawn"]["by_chance"]) < 30
    Job.objects.filter(pk=job.pk).update(
        state=State.RUNNING, lease_until=timezone.now() - dt.timedelta(hours=1)
    )
    jobs.reclaim(now=timezone.now())
    first = len(drawn)
    assert worker.run_job(job_id=job.pk)
    assert drawn[first] > 0, "it began anew"
    whole = Study(study_job._spec(study))
    while not whole.is_done:
        whole = advance(whole, network_of(analyst, on=ON))
    kept = answer_of(study)
    assert kept["is_done"]
    assert kept["compared"] == json.loads(json.dumps(study_job._compared(whole)))["compared"]
    assert "drawn" not in kept


def test_what_is_kept_holds_numbers_and_no_names(analyst: Person, network: Any) -> None:
    study, job = begin(analyst, draws=6, completions=3)
    assert worker.run_job(job_id=job.pk)
    kept = json.dumps(answer_of(study))
    assert "Actor" not in kept
    assert HIDDEN not in kept
    assert not any(str(one.pk) in kept for one in network)


def test_the_page_shows_a_study_of_this_network_and_says_when_it_was_of_another(
    committee: Organisation, analyst: Person, network: Any
) -> None:
    client, address = client_of(analyst), f"/structures/measures/?on={ON}"
    assert "By chance" not in client.get(address).content.decode()
    _study, job = begin(analyst, draws=6, completions=3)
    assert "Being compared with chance" in client.get(address).content.decode()
    assert worker.run_job(job_id=job.pk)
    shown = client.get(address).content.decode()
    assert "By chance" in shown
    assert "6 networks of the same actors" in shown
    tie(committee, analyst, network[5], network[0], layer="mediation")
    shown = client.get(address).content.decode()
    assert "was of another network" in shown
    assert "By chance" not in shown


def test_a_study_of_a_network_that_changed_meanwhile_fails_and_is_asked_again(
    committee: Organisation, analyst: Person, network: Any
) -> None:
    study, job = begin(analyst, draws=6)
    tie(committee, analyst, network[5], network[0], layer="mediation")
    worker.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.error_class) == (State.FAILED, "InputError")
    assert answer_of(study) == {}
    assert "Compare with chance" in client_of(analyst).get(f"/structures/measures/?on={ON}").content.decode()


def test_the_button_begins_one_job_that_its_people_can_stop(analyst: Person, network: Any) -> None:
    client = client_of(analyst)
    assert client.post(f"/structures/measures/study/?on={ON}").status_code == 302
    job = Job.objects.get(kind="study_network")
    assert "Compare a peace network with chance" in client.get("/jobs/").content.decode()
    client.post(f"/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_whoever_may_not_write_begins_no_study(
    colleague: Person, outside_stakeholder: Person, network: Any
) -> None:
    for person in (colleague, outside_stakeholder):
        client_of(person).post(f"/structures/measures/study/?on={ON}")
    assert not Job.objects.exists()


def test_what_to_connect_is_said_in_words_with_what_is_never_proposed(
    committee: Organisation, analyst: Person, lead: Person, network: Any
) -> None:
    cut_off = structure(committee, analyst, "Far village", level="grassroots", areas=["adm1:far"])
    structure(committee, analyst, "Desk of the far county", level="middle", areas=["adm1:far"])
    top = network[0]
    top.areas = ["adm1:far"]
    rows_of(type(top)).filter(pk=top.pk).update(areas=["adm1:far"])
    asked = {"most": "2", "one": "", "other": "", "reason": ""}
    shown = client_of(analyst).post("/structures/connect/", asked).content.decode()
    assert "warnings from 1 areas would be heard" in shown
    assert "Connect Far village" not in shown
    assert f'name="structure" value="{cut_off.pk}"' not in shown
    assert "A protected actor is not tied" in shown
    named = client_of(lead).post("/structures/connect/", asked).content.decode()
    assert "Connect Far village with Actor 0" in named
    for end in (cut_off, top):
        assert f'name="structure" value="{end.pk}"' in named
    barred = {"most": "1", "one": str(cut_off.pk), "other": "", "reason": ""}
    assert "Say why" in client_of(lead).post("/structures/connect/", barred).content.decode()
    barred["reason"] = "They asked not to be seen with anybody"
    refused = client_of(lead).post("/structures/connect/", barred).content.decode()
    assert "Connect Far village" not in refused


def test_a_large_network_is_worked_out_by_a_job_that_names_nobody(
    committee: Organisation, analyst: Person, network: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, job = begin(analyst, "connect", most=2, vetoes=[])
    for _run in range(2):
        Job.objects.filter(pk=job.pk).update(state=State.WAITING)
        assert worker.run_job(job_id=job.pk)
    kept = answer_of(study)
    assert kept["is_done"]
    assert "Actor 0" not in json.dumps(kept)
    assert kept["said"]["change"][0] in client_of(analyst).get(
        f"/structures/connect/?on={ON}"
    ).content.decode().replace("&gt;", ">")
