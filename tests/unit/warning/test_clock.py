"""What the warning–response clock refuses, and its words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from avert.deadlines import Deadline, WorkingTimes
from avert.errors import InputError
from avert.warning.clock import (
    Asked,
    Decision,
    Event,
    Ladder,
    Stage,
    Step,
    add_event,
    due_steps,
    review_due,
    state_of,
)

START = dt.datetime(2026, 11, 27, 15, 0, tzinfo=dt.UTC)  # a Friday


def event(stage: Stage, hours: float = 0, **more: Any) -> Event:
    at = START + dt.timedelta(hours=hours)
    given = {
        "id": f"{stage.name}-{hours}",
        "addressee_id": "role:mayor",
        "at": at,
        "recorded_at": at,
        "reason": "r",
    }
    return Event(stage=stage, **(given | more))


def course(*events: Event) -> tuple[Event, ...]:
    added: tuple[Event, ...] = ()
    for one in events:
        added = add_event(added, one)
    return added


def test_a_decision_without_a_reason_is_refused() -> None:
    with pytest.raises(InputError, match="no reason"):
        event(Stage.DECIDED, decision=Decision.NO_NEW_ACTION, reason=" ")


def test_to_defer_without_a_date_is_refused() -> None:
    with pytest.raises(InputError, match="clock runs again"):
        event(Stage.DECIDED, decision=Decision.DEFER)


def test_to_defer_to_a_past_date_is_refused() -> None:
    with pytest.raises(InputError, match="already past"):
        event(Stage.DECIDED, decision=Decision.DEFER, deferred_until=Deadline(dt.date(2026, 11, 26), "UTC"))


def test_nothing_happens_before_the_warning_is_sent() -> None:
    with pytest.raises(InputError, match="before the warning was sent"):
        course(event(Stage.ACKNOWLEDGED, 1))
    with pytest.raises(InputError, match="before the warning was sent"):
        course(event(Stage.SENT, 1), event(Stage.RECEIVED, 0.5, recorded_at=START + dt.timedelta(hours=2)))


def test_what_was_done_against_the_last_decision_needs_a_new_decision_first() -> None:
    refused = course(event(Stage.SENT), event(Stage.DECIDED, 1, decision=Decision.NO_NEW_ACTION))
    with pytest.raises(InputError, match="new decision"):
        add_event(refused, event(Stage.DONE, 2))
    acted = add_event(refused, event(Stage.DECIDED, 1.5, decision=Decision.ACT))
    done = add_event(acted, event(Stage.DONE, 2))
    assert state_of(done, START + dt.timedelta(hours=3)).reached is Stage.DONE


def test_a_decision_entered_late_may_not_contradict_what_was_done() -> None:
    done = course(event(Stage.SENT), event(Stage.DECIDED, 1, decision=Decision.ACT), event(Stage.DONE, 4))
    with pytest.raises(InputError, match="new decision"):
        add_event(done, event(Stage.DECIDED, 2, decision=Decision.NO_NEW_ACTION))


def test_an_event_is_never_changed() -> None:
    sent = course(event(Stage.SENT))
    assert add_event(sent, sent[0]) == sent
    with pytest.raises(InputError, match="add a correction"):
        add_event(sent, event(Stage.SENT, 0, addressee_id="role:mayor", reason="another"))


def test_a_withdrawn_event_counts_no_longer_but_did_count_before() -> None:
    acknowledged = event(Stage.ACKNOWLEDGED, 1)
    withdrawal = event(
        Stage.ACKNOWLEDGED, 1, id="w", corrects=acknowledged.id, is_withdrawn=True,
        recorded_at=START + dt.timedelta(hours=4),
    )  # fmt: skip
    events = course(event(Stage.SENT), acknowledged, withdrawal)
    assert state_of(events, START + dt.timedelta(hours=3)).reached is Stage.ACKNOWLEDGED
    assert state_of(events, START + dt.timedelta(hours=5)).is_silent


def test_a_correction_names_an_event_that_stands() -> None:
    sent, got = event(Stage.SENT), event(Stage.RECEIVED, 1)
    later = {"recorded_at": START + dt.timedelta(hours=9)}
    with pytest.raises(InputError, match="no event of the id"):
        course(sent, event(Stage.RECEIVED, 2, corrects="nobody", **later))
    with pytest.raises(InputError, match="Correct the newer"):
        course(
            sent, got,
            event(Stage.RECEIVED, 2, corrects=got.id, **later),
            event(Stage.RECEIVED, 3, corrects=got.id, **later),
        )  # fmt: skip


def test_events_of_two_addressees_are_not_one_course() -> None:
    with pytest.raises(InputError, match="another addressee"):
        course(event(Stage.SENT), event(Stage.RECEIVED, 1, addressee_id="role:bishop"))


DEFERRED = course(
    event(Stage.SENT),
    event(Stage.DECIDED, 1, decision=Decision.DEFER, deferred_until=Deadline(dt.date(2026, 11, 29), "UTC")),
)


def test_after_a_deferral_the_decision_is_due_on_the_date_its_taker_chose() -> None:
    assert not state_of(DEFERRED, START + dt.timedelta(days=2)).is_overdue
    assert state_of(DEFERRED, START + dt.timedelta(days=3)).is_overdue
    asked = Asked(decide_by=Deadline(dt.date(2026, 12, 24), "UTC"))
    assert state_of(DEFERRED, START + dt.timedelta(days=3), asked).is_overdue


def test_a_deferral_ends_a_ladder_to_an_acknowledgement_but_not_one_to_a_decision() -> None:
    later, steps = START + dt.timedelta(days=9), (Step(dt.timedelta(hours=2), "role:deputy"),)
    assert due_steps(Ladder(steps), DEFERRED, later) == ()
    assert len(due_steps(Ladder(steps, Stage.DECIDED), DEFERRED, later)) == 1


def test_a_ladder_in_working_time_rests_over_the_weekend() -> None:
    ladder = Ladder((Step(dt.timedelta(hours=4), "role:deputy"),), working=WorkingTimes("UTC"))
    events = course(event(Stage.SENT))
    assert due_steps(ladder, events, START + dt.timedelta(days=2)) == ()
    (due,) = due_steps(ladder, events, START + dt.timedelta(days=3))
    assert due.due_at == dt.datetime(2026, 11, 30, 10, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("hours", [(), (0,), (2, 2), (4, 2)])
def test_a_ladder_has_growing_delays(hours: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="delays"):
        Ladder(tuple(Step(dt.timedelta(hours=h), "role:deputy") for h in hours))


def test_a_deadline_keeps_its_wall_time_when_the_clocks_change() -> None:
    before, after = (Deadline(dt.date(2026, 10, day), "Europe/Brussels", dt.time(9)) for day in (24, 26))
    assert [d.instant.hour for d in (before, after)] == [7, 8]


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(InputError, match="no time zone"):
        state_of(course(event(Stage.SENT)), dt.datetime(2026, 11, 28))  # noqa: DTZ001
    with pytest.raises(InputError, match="IANA"):
        Deadline(dt.date(2026, 11, 28), "EST+5")


@pytest.mark.parametrize(
    ("reviewed", "now", "done", "late"),
    [
        (None, 30, False, False),
        (None, 31, False, True),
        (20, 40, True, False),
        (35, 40, True, True),
        (35, 32, False, True),
    ],
)
def test_the_second_review_follows_within_30_minutes(
    reviewed: int | None, now: int, done: bool, late: bool
) -> None:
    at = START + dt.timedelta(minutes=reviewed) if reviewed else None
    review = review_due(START, at, START + dt.timedelta(minutes=now))
    assert (review.is_done, review.is_late) == (done, late)
