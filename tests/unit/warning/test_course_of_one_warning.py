"""The course told in ``tests/golden/warning/course_of_one_warning.yaml``, as the clock reads it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from avert.deadlines import Deadline
from avert.warning.clock import Asked, Decision, Event, Ladder, Stage, Step, add_event, due_steps, state_of

GOLDEN = yaml.safe_load(
    (Path(__file__).parents[2] / "golden/warning/course_of_one_warning.yaml").read_text(encoding="utf-8")
)["addressees"]
MOMENTS = [(who, moment) for who, told in GOLDEN.items() for moment in told["then"]]


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def deadline(text: str) -> Deadline:
    day, time, zone = text.split()
    return Deadline(dt.date.fromisoformat(day), zone, dt.time.fromisoformat(time))


def course(who: str) -> tuple[Event, ...]:
    events: tuple[Event, ...] = ()
    told = sorted(GOLDEN[who]["events"], key=lambda e: e.get("recorded_at", e["at"]))
    for entry in told:
        event = Event(
            id=entry["id"],
            addressee_id=who,
            stage=Stage[entry["stage"].upper()],
            at=instant(entry["at"]),
            recorded_at=instant(entry.get("recorded_at", entry["at"])),
            decision=Decision(entry["decision"]) if "decision" in entry else None,
            reason=entry.get("reason", ""),
            deferred_until=deadline(entry["deferred_until"]) if "deferred_until" in entry else None,
            corrects=entry.get("corrects"),
        )
        events = add_event(events, event)
    return events


def seen(who: str, now: dt.datetime) -> dict[str, Any]:
    told = GOLDEN[who]
    state = state_of(course(who), now, Asked(**{name: deadline(by) for name, by in told["asked"].items()}))
    steps = tuple(Step(dt.timedelta(hours=hours), role) for hours, role in told["ladder"]["hours"].items())
    ladder = Ladder(steps, Stage[told["ladder"]["ends_with"].upper()])
    return {
        "reached": state.reached.name.lower() if state.reached else None,
        "decision": state.decision.value if state.decision else None,
        "waiting_for": state.waiting_for.name.lower() if state.waiting_for else None,
        "since": f"{state.waiting_since:%Y-%m-%d %H:%M}" if state.waiting_since else None,
        "without_time": [stage.name.lower() for stage in state.without_time],
        "silent": state.is_silent,
        "overdue": state.is_overdue,
        "steps": [due.step.to_role for due in due_steps(ladder, course(who), now)],
    }


@pytest.mark.parametrize(("who", "moment"), MOMENTS, ids=[f"{who} {m['now']}" for who, m in MOMENTS])
def test_the_clock_says_what_was_known_then(who: str, moment: dict[str, Any]) -> None:
    says = seen(who, instant(moment["now"]))
    expected = {name: value for name, value in moment.items() if name != "now"}
    assert {name: says[name] for name in expected} == expected
