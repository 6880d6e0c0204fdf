"""The clock does not depend on the order of entry, never looks ahead, and its ladder only climbs."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from avert.deadlines import Deadline, WorkingTimes
from avert.warning.clock import Decision, Event, Ladder, Stage, Step, due_steps, standing, state_of

START = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
WORKING = (None, WorkingTimes("Africa/Juba", opens=dt.time(0), closes=dt.time(23)))
hours = st.integers(0, 300).map(lambda h: START + dt.timedelta(hours=h))


@st.composite
def courses(draw: st.DrawFn) -> list[Event]:
    events = [Event("0", "role:mayor", Stage.SENT, START, START)]
    for number in range(1, draw(st.integers(1, 9))):
        at = draw(hours)
        recorded = at + dt.timedelta(hours=draw(st.integers(0, 50)))
        stage = draw(st.sampled_from(Stage))
        decision = draw(st.sampled_from(Decision)) if stage is Stage.DECIDED else None
        until = (
            Deadline((at + dt.timedelta(days=3)).date(), "Africa/Juba")
            if decision is Decision.DEFER
            else None
        )
        earlier = [e.id for e in events if e.stage is stage and e.recorded_at <= recorded and e.id != "0"]
        corrects = draw(st.sampled_from([None, *earlier]))
        events.append(Event(str(number), "role:mayor", stage, at, recorded, decision, "r", until, corrects))
    return events


@given(courses(), hours, st.randoms())
def test_the_order_of_entry_does_not_matter(
    events: list[Event], now: dt.datetime, rng: random.Random
) -> None:
    shuffled = rng.sample(events, len(events))
    assert state_of(shuffled, now) == state_of(events, now)
    assert standing([*shuffled, *events], now) == standing(events, now)


@given(courses(), hours)
def test_what_is_recorded_later_is_not_looked_at(events: list[Event], now: dt.datetime) -> None:
    known = [event for event in events if event.recorded_at <= now]
    assert state_of(events, now) == state_of(known, now)
    assert all(time <= now for time in state_of(events, now).times.values())


@given(
    courses(),
    hours,
    hours,
    st.lists(st.integers(1, 100), min_size=1, max_size=5, unique=True),
    st.sampled_from([(end, work) for end in (Stage.ACKNOWLEDGED, Stage.DECIDED) for work in WORKING]),
)
def test_without_news_the_ladder_only_climbs(
    events: list[Event], one: dt.datetime, other: dt.datetime, delays: list[int], kind: Any
) -> None:
    first, second = sorted((one, other))
    known = [event for event in events if event.recorded_at <= first]
    ladder = Ladder(tuple(Step(dt.timedelta(hours=h), f"role:{h}") for h in sorted(delays)), *kind)
    before, after = due_steps(ladder, known, first), due_steps(ladder, known, second)
    assert after[: len(before)] == before
    assert [due.due_at for due in after] == sorted(due.due_at for due in after)
    assert all(due.due_at <= second for due in after)
