"""While nobody answers, the next contact of the ladder is turned to: once, and only whom one may turn to."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.asked import SENT_AT, address, begin_exercise, ladder_with, later, released
from tests.people import OCCASION, make_person
from tests.record_samples import write_contact

from avert.handling import Marking
from avert.warning.clock import Decision, Stage
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.contacts.models import Ladder
from avert.web.jobs.models import Job
from avert.web.jobs.models import State as JobState
from avert.web.jobs.worker import run_job
from avert.web.records import services
from avert.web.records.writing import rows_of
from avert.web.response import escalation, escalation_job
from avert.web.response.models import Escalation
from avert.web.warnings import course, course_selectors, selectors
from avert.web.warnings.models import Addressee, Check, Warning
from avert.web.warnings.vocabulary import CheckKind, State, Verdict

TOLD: list[Any] = []


def tell(*, addressee: Any, occasion: Any) -> None:
    TOLD.append(addressee.role)


@pytest.fixture(autouse=True)
def told(settings: Any) -> list[Any]:
    settings.AVERT_AFTER_ESCALATION = [f"{__name__}.tell"]
    TOLD.clear()
    return TOLD


@pytest.fixture
def ladder(committee: Organisation, analyst: Person) -> Ladder:
    return ladder_with(committee, analyst, (2, "Deputy"), (6, "Chair"))


@pytest.fixture
def silent(committee: Organisation, ministry: Organisation, analyst: Person, ladder: Ladder) -> Addressee:
    """The ministry's desk, to which a warning was sent, with a ladder for its silence."""
    warning = released(committee, analyst, ministry)
    found = address(
        warning, analyst, ministry, ladder=ladder,
        acknowledge_by=later(hours=1).at, decide_by=later(hours=9).at,
    )  # fmt: skip
    course.mark_sent(warning=warning, occasion=later())
    return found


def escalate(hours: float) -> list[str]:
    """What the site does at that time; the roles turned to."""
    now = later(hours=hours).at
    taken = [
        escalation.take_steps(addressee_id=key, now=now) for key in escalation.silent_addressees(now=now)
    ]
    return [one.turned_to.role for steps in taken for one in steps]


def answer(addressee: Addressee, viewer: Person, stage: Stage, hours: float, **more: Any) -> None:
    occasion = later(hours=hours)
    owner = course.answers_for(addressee, stage)
    course.record(
        addressee=addressee, stage=stage, at=occasion.at, viewer=viewer, occasion=occasion, owner_id=owner, **more
    )  # fmt: skip


def test_each_step_is_taken_in_its_time_and_once(silent: Addressee, told: list[Any], analyst: Person) -> None:
    assert escalate(1) == []
    assert escalate(3) == ["Deputy"]
    assert escalate(4) == []
    assert escalate(7) == ["Chair"]
    assert escalate(50) == []
    assert told == ["Deputy", "Chair"]
    one = rows_of(Addressee).get(role="Deputy")
    assert (one.asked, one.acknowledge_by, one.decide_by) == (silent.asked, None, later(hours=9).at)
    assert course_selectors.turned_to_because_of(analyst, one).pk == silent.pk
    assert [each.role for each in course_selectors.turned_to(analyst, silent)] == ["Deputy", "Chair"]
    assert Escalation.objects.get(turned_to=one).due_at == later(hours=2).at


def test_whoever_is_turned_to_answers_in_the_first_one_s_place(silent: Addressee, analyst: Person) -> None:
    assert escalate(3) == ["Deputy"]
    deputy = rows_of(Addressee).get(role="Deputy")
    course.record_by_the_site(
        addressee=deputy, stage=Stage.SENT, at=later(hours=3).at, occasion=later(hours=3)
    )
    events = course.course_of(analyst, silent)
    assert [step.role for step in course_selectors.next_steps(analyst, silent, events, later(hours=4).at)] == [
        "Deputy", "Chair",
    ]  # fmt: skip
    answer(deputy, analyst, Stage.ACKNOWLEDGED, 4)
    assert escalate(50) == []
    assert escalation.take_steps(addressee_id=silent.pk, now=later(hours=50).at) == []
    assert course_selectors.next_steps(analyst, silent, events, later(hours=5).at) == ()


def test_an_acknowledgement_ends_the_steps(silent: Addressee, outside_stakeholder: Person) -> None:
    answer(silent, outside_stakeholder, Stage.ACKNOWLEDGED, 1)
    assert escalate(50) == []


def test_no_step_is_taken_while_a_decision_is_deferred(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    ladder = ladder_with(committee, analyst, (2, "Deputy"), ends_with_decision=True)
    warning = released(committee, analyst, ministry)
    addressee = address(warning, analyst, ministry, ladder=ladder)
    course.mark_sent(warning=warning, occasion=later())
    until = later(hours=10).at
    answer(
        addressee, outside_stakeholder, Stage.DECIDED, 1, decision=Decision.DEFER, reason="Later", deferred_until=until
    )  # fmt: skip
    assert escalate(9) == []
    assert escalate(11) == []
    assert escalate(13) == ["Deputy"], "two hours after the date that they set themselves"


def test_whoever_is_turned_to_sees_the_warning_and_answers_it(
    silent: Addressee, committee: Organisation, analyst: Person
) -> None:
    office = accounts.create_organisation(name={"en": "Regional office"}, occasion=OCCASION)
    officer = make_person("officer", office, RoleKind.ANALYST)
    contact = write_contact(committee, analyst, role="Regional desk", organisation=office)
    later_ladder = ladder_with(committee, analyst, (1, contact))
    other = address(silent.warning, analyst, ladder=later_ladder, role="Village committee")
    course.record_by_the_site(addressee=other, stage=Stage.SENT, at=SENT_AT, occasion=later())
    assert course_selectors.asked_of_us(officer, later(hours=1).at) == []
    escalate(1.5)
    (ask,) = course_selectors.asked_of_us(officer, later(hours=2).at)
    assert ask.state.is_silent
    answer(ask.addressee, officer, Stage.ACKNOWLEDGED, 2)
    assert selectors.addressee_for(officer, silent.warning_id, silent.pk) is None, "whom else was asked"


def test_people_at_risk_are_turned_to_only_after_the_safe_message_check(
    committee: Organisation, analyst: Person, lead: Person
) -> None:
    people = write_contact(committee, analyst, role="Families by the river", is_at_risk=True)
    ladder = ladder_with(committee, analyst, (1, people))
    warning = released(committee, analyst)
    addressee = address(warning, analyst, ladder=ladder)
    course.record_by_the_site(addressee=addressee, stage=Stage.SENT, at=SENT_AT, occasion=later())
    assert escalate(2) == []
    assert escalation_job.when_due(now=later(hours=2).at) is None
    found = Check(
        owner=committee, warning=warning, marking=warning.marking, kind=CheckKind.SAFE_MESSAGE, verdict=Verdict.YES
    )  # fmt: skip
    services.create(record=found, viewer=lead, occasion=OCCASION)
    assert escalate(3) == ["Families by the river"]


def test_what_is_over_turns_to_nobody(silent: Addressee, analyst: Person) -> None:
    rows_of(Warning).update(expires_at=later(hours=2).at)
    assert escalate(3) == []
    rows_of(Warning).update(expires_at=None, state=State.REPLACED)
    assert escalate(3) == []
    assert escalation.take_steps(addressee_id=silent.pk, now=later(hours=3).at) == []


def test_a_red_warning_is_opened_to_no_organisation(
    committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    contact = write_contact(committee, analyst, role="Desk", organisation=ministry)
    warning = released(committee, analyst, marking=Marking.RED)
    addressee = address(warning, analyst, ladder=ladder_with(committee, analyst, (1, contact)))
    course.record_by_the_site(addressee=addressee, stage=Stage.SENT, at=SENT_AT, occasion=later())
    assert escalate(2) == ["Desk"]
    assert rows_of(Addressee).get(role="Desk").organisation is None
    assert rows_of(Warning).get().row_version == warning.row_version


def test_in_an_exercise_its_clock_counts_and_nobody_outside_is_turned_to(
    committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    exercise = begin_exercise(committee, analyst, later(hours=1).at)
    outside = write_contact(committee, analyst, role="Outside", organisation=ministry)
    ladder = ladder_with(committee, analyst, (2, outside), (3, "Chair"))
    warning = released(committee, analyst, exercise=exercise)
    addressee = address(warning, analyst, ladder=ladder)
    course.record_by_the_site(addressee=addressee, stage=Stage.SENT, at=SENT_AT, occasion=later())
    assert escalate(500) == [], "the exercise's clock stands"
    rows_of(type(exercise)).update(clock=later(hours=4).at)
    assert escalate(500) == ["Chair"]


def test_the_job_is_asked_for_only_while_a_step_is_due(silent: Addressee) -> None:
    assert escalation_job.when_due(now=later(hours=1).at) is None
    now = later(hours=3).at
    job = escalation_job.when_due(now=now)
    assert escalation_job.when_due(now=now + dt.timedelta(seconds=20)).pk == job.pk
    assert run_job(job_id=job.pk, clock=lambda: now)
    assert Job.objects.get().state == JobState.DONE
    assert Escalation.objects.count() == 1
    assert escalation_job.when_due(now=now + dt.timedelta(minutes=2)) is None


@pytest.mark.django_db(transaction=True)
def test_four_who_take_a_step_at_once_take_it_once(silent: Addressee, told: list[Any]) -> None:
    def take(_number: int) -> int:
        try:
            return len(escalation.take_steps(addressee_id=silent.pk, now=later(hours=3).at))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == [0, 0, 0, 1]
    assert rows_of(Addressee).filter(role="Deputy").count() == 1
    assert told == ["Deputy"]


@pytest.mark.django_db(transaction=True)
def test_a_step_whose_delivery_could_not_be_queued_is_not_taken(silent: Addressee, settings: Any) -> None:
    settings.AVERT_AFTER_ESCALATION = [f"{__name__}.break_off"]
    with pytest.raises(RuntimeError):
        escalate(3)
    assert not Escalation.objects.exists()
    assert not rows_of(Addressee).filter(role="Deputy").exists()


def break_off(**_given: Any) -> None:
    raise RuntimeError


def test_looking_for_silence_asks_as_much_for_sixty_as_for_six(
    silent: Addressee, analyst: Person, ministry: Organisation, ladder: Ladder
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert escalation.silent_addressees(now=later(hours=3).at)
        return len(queries)

    few = asked()
    make_more(silent.warning, analyst, ministry, ladder)
    assert asked() == few


def make_more(warning: Warning, by: Person, organisation: Organisation, ladder: Ladder) -> None:
    for _number in range(20):
        address(warning, by, organisation, ladder=ladder)
    course.mark_sent(warning=warning, occasion=later())
