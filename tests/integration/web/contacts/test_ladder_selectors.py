"""Whoever escalates for the site reads a ladder as the clock does, with its contacts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import OCCASION
from tests.record_samples import write_contact, write_ladder

from avert.errors import InputError
from avert.warning.clock import Event, Stage, due_steps
from avert.web.accounts.models import Organisation, Person
from avert.web.contacts.models import Ladder, LadderStep
from avert.web.contacts.selectors import ladder_steps
from avert.web.records import services

FRIDAY = dt.datetime(2026, 11, 27, 13, tzinfo=dt.UTC)  # 16:00 in Nairobi


def add_step(ladder: Ladder, by: Person, hours: float, role: str) -> LadderStep:
    contact = write_contact(ladder.owner, by, role=role)
    step = LadderStep(
        owner=ladder.owner,
        ladder=ladder,
        after=dt.timedelta(hours=hours),
        contact=contact,
        marking=ladder.marking,
    )
    return services.create(record=step, viewer=by, occasion=OCCASION)


def test_a_ladder_is_read_in_order_with_its_contacts_and_bounded_queries(
    committee: Organisation, analyst: Person
) -> None:
    ladder = write_ladder(committee, analyst)
    chair, deputy = add_step(ladder, analyst, 6, "Chair"), add_step(ladder, analyst, 2, "Deputy")
    with CaptureQueriesContext(connection) as queries:
        clock, steps = ladder_steps(ladder.pk)
        assert [step.contact.role for step in steps] == ["Deputy", "Chair"]
    assert len(queries) == 2
    assert [step.to_role for step in clock.steps] == [str(deputy.pk), str(chair.pk)]
    sent = Event("1", "role:officer", Stage.SENT, FRIDAY, FRIDAY)
    due = due_steps(clock, [sent], FRIDAY + dt.timedelta(hours=3))
    assert [found.step.to_role for found in due] == [str(deputy.pk)]


def test_with_a_zone_only_working_hours_count(committee: Organisation, analyst: Person) -> None:
    ladder = write_ladder(committee, analyst, zone="Africa/Nairobi", ends_with_decision=True)
    add_step(ladder, analyst, 2, "Deputy")
    clock, _steps = ladder_steps(ladder.pk)
    assert clock.ends_with is Stage.DECIDED
    monday_nine = dt.datetime(2026, 11, 30, 6, tzinfo=dt.UTC)
    assert clock.at(clock.steps[0], FRIDAY) == monday_nine


def test_a_ladder_without_steps_is_refused(committee: Organisation, analyst: Person) -> None:
    ladder = write_ladder(committee, analyst)
    with pytest.raises(InputError, match="needs steps"):
        ladder_steps(ladder.pk)
