"""Acknowledging by a code, and answering whoever reported."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from tests.alert_servers import Servers
from tests.integration.web.alerts.conftest import NOW
from tests.people import OCCASION, make_person
from tests.record_samples import SAMPLES, write_exercise, write_signal

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.alerts import delivering, services
from avert.web.alerts.codes import acknowledge_by_code
from avert.web.alerts.models import Delivery
from avert.web.alerts.vocabulary import State
from avert.web.limits.purposes import LIMITS, Purpose
from avert.web.records.writing import rows_of
from avert.web.signals.models import Answer, Signal
from avert.web.signals.vocabulary import AnswerKind, Way
from avert.web.warnings.models import CourseEvent, Warning
from avert.web.warnings.vocabulary import State as WarningState

Make = Callable[..., Any]


@pytest.fixture
def gateway(committee: Organisation) -> Person:
    return make_person("gateway", committee, RoleKind.ANALYST, is_service=True)


def says(code: str, viewer: Person) -> bool:
    return acknowledge_by_code(code=code, occasion=OCCASION, viewer=viewer)


def acknowledged() -> set[Any]:
    found = rows_of(CourseEvent).filter(stage="ACKNOWLEDGED")
    return set(found.values_list("addressee", flat=True))


def test_a_code_acknowledges_once_for_the_one_it_was_sent_to(
    released: Make, address: Make, gateway: Person
) -> None:
    warning = released()
    addressee = address(warning, code="AB31")
    address(warning, code="9999")
    assert says(" ab31 ", gateway)
    assert says("AB31", gateway)
    assert acknowledged() == {addressee.pk}


@pytest.mark.parametrize("code", ["", "4832", "48", "4831 ", "４８３１"])
def test_other_words_acknowledge_nothing(released: Make, address: Make, gateway: Person, code: str) -> None:
    address(released(), code="48310")
    assert not says(code, gateway)
    assert acknowledged() == set()


def test_a_code_that_could_be_two_is_left_to_people(released: Make, address: Make, gateway: Person) -> None:
    for _time in range(2):
        address(released(), code="4831")
    assert not says("4831", gateway)


def test_a_code_of_others_or_of_what_is_over_is_none(
    released: Make, address: Make, gateway: Person, outside_stakeholder: Person
) -> None:
    warning = released()
    address(warning)
    assert not says("4831", outside_stakeholder)
    rows_of(Warning).filter(pk=warning.pk).update(state=WarningState.REPLACED)
    assert not says("4831", gateway)


def test_guessing_ends_after_a_few_tries(released: Make, address: Make, gateway: Person) -> None:
    address(released())
    for guess in range(LIMITS[Purpose.ALERT_CODE].most):
        assert not says(f"{guess:04}", gateway)
    assert not says("4831", gateway), "even the right one has to wait"


@pytest.fixture
def answer(committee: Organisation, analyst: Person, there: Servers) -> Make:
    """An answer to a text message, in the outbox."""

    def give(kind: AnswerKind, marking: Marking, text: str = "Elders meet", **fields: Any) -> Answer:
        given = {"way": Way.SMS, "reply_to": "+254711000001", "marking": marking, **fields}
        signal: Signal = write_signal(committee, analyst, **given)
        said = SAMPLES[Answer][0](committee, analyst, whole=signal)
        rows_of(Answer).filter(pk=said.pk).update(kind=kind, text=text)
        said = rows_of(Answer).get(pk=said.pk)
        services.queue_answer(answer=said, signal=signal, occasion=OCCASION)
        return said

    return give


def run() -> None:
    delivering.deliver_due(clock=lambda: NOW, rng=random.Random(1), advance=lambda _done, _of: None)  # noqa: S311


@pytest.mark.parametrize(
    ("marking", "text"),
    [
        (Marking.GREEN, "Elders meet"),
        (Marking.AMBER, "Thank you. What you told us was passed on to those who can act."),
    ],
)
def test_whoever_reported_is_answered_with_what_may_be_said_there(
    answer: Make, there: Servers, marking: Marking, text: str
) -> None:
    answer(AnswerKind.DONE, marking)
    run()
    ((_path, _headers, body),) = there.seen
    assert (json.loads(body)["to"], json.loads(body)["text"]) == ("+254711000001", text)
    row = Delivery.objects.get()
    assert (row.state, row.reply_to) == (State.HANDED_OVER, "")


@pytest.mark.parametrize("kind", [AnswerKind.UNSAFE, AnswerKind.UNREACHABLE])
def test_where_it_is_unsafe_nothing_is_sent(answer: Make, kind: AnswerKind) -> None:
    answer(kind, Marking.GREEN)
    assert not Delivery.objects.exists()


def test_a_report_without_a_way_back_is_not_answered_by_machine(answer: Make) -> None:
    answer(AnswerKind.DONE, Marking.GREEN, way=Way.FORM)
    answer(AnswerKind.DONE, Marking.GREEN, reply_to="")
    assert not Delivery.objects.exists()


def test_an_answer_in_an_exercise_keeps_no_number(
    answer: Make, committee: Organisation, analyst: Person
) -> None:
    answer(AnswerKind.DONE, Marking.GREEN, exercise=write_exercise(committee, analyst))
    row = Delivery.objects.get()
    assert (row.state, row.error_class, row.reply_to) == (State.BY_HAND, "Exercise", "")
