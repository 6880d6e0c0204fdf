"""Where a warning stands at one addressee, and whether an answer is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from avert.deadlines import Deadline, in_utc
from avert.errors import InputError
from avert.warning.clock.events import Decision, Event, Stage, standing

REVIEW_WITHIN = dt.timedelta(minutes=30)

# What is waited for once a stage is reached. To receive is no answer, and to consider is no decision.
_NEXT = {
    Stage.SENT: Stage.ACKNOWLEDGED,
    Stage.RECEIVED: Stage.ACKNOWLEDGED,
    Stage.ACKNOWLEDGED: Stage.DECIDED,
    Stage.CONSIDERED: Stage.DECIDED,
    Stage.DECIDED: Stage.DONE,
    Stage.DONE: Stage.EFFECT,
}


@dataclass(frozen=True)
class Asked:
    """By when the warning asks its addressee for what; a stage without a deadline is never overdue."""

    acknowledge_by: Deadline | None = None
    decide_by: Deadline | None = None
    act_by: Deadline | None = None

    def of(self, stage: Stage | None) -> Deadline | None:
        """Return the deadline of a stage."""
        named = {
            Stage.ACKNOWLEDGED: self.acknowledge_by,
            Stage.DECIDED: self.decide_by,
            Stage.DONE: self.act_by,
        }
        return named.get(stage) if stage is not None else None


@dataclass(frozen=True)
class ClockState:
    """Where a warning stands at one addressee.

    ``times`` holds only stages with a recorded time; ``without_time`` those that a later stage implies. Nothing is
    waited for (``waiting_for`` is none) before it is sent, while a decision is deferred, and at the end.
    """

    reached: Stage | None
    decision: Decision | None = None
    times: dict[Stage, dt.datetime] = field(default_factory=dict)
    without_time: tuple[Stage, ...] = ()
    waiting_for: Stage | None = None
    waiting_since: dt.datetime | None = None
    due: Deadline | None = None
    is_overdue: bool = False

    @property
    def is_silent(self) -> bool:
        """Say that no response is recorded. This is never a refusal: nobody knows why there is none."""
        return self.reached in {Stage.SENT, Stage.RECEIVED}


def state_of(events: Iterable[Event], now: dt.datetime, asked: Asked | None = None) -> ClockState:
    """Return where a warning stands at one addressee, as was known at ``now``.

    Args:
        events: The course of one addressee, in any order; what was recorded after ``now`` is not looked at.
        now: An instant with a time zone.
        asked: The deadlines that the warning sets; none are assumed.

    Raises:
        InputError: Events of more than one addressee, or a time without a zone.

    >>> at = dt.datetime(2013, 12, 15, 19, 30, tzinfo=dt.UTC)
    >>> state = state_of([Event("1", "role:envoy", Stage.SENT, at, at)], at + dt.timedelta(hours=6))
    >>> state.reached.name, state.is_silent, state.waiting_for.name
    ('SENT', True, 'ACKNOWLEDGED')
    """
    course = standing(events, now)
    if len({event.addressee_id for event in course}) > 1:
        raise InputError("These events belong to several addressees. Ask for one addressee at a time.")
    if not course:
        return ClockState(None)
    last = latest_decision(course)
    reached = _reached(course, last)
    times = _times(course, reached, last)
    waiting_for, since = _waiting(reached, times, last, now)
    due = _due(waiting_for, last, asked or Asked())
    return ClockState(
        reached=reached,
        decision=last.decision if last else None,
        times=times,
        without_time=tuple(stage for stage in Stage if stage < reached and stage not in times),
        waiting_for=waiting_for,
        waiting_since=since,
        due=due,
        is_overdue=due is not None and due.is_past(now),
    )


def latest_decision(course: tuple[Event, ...]) -> Event | None:
    """Return the decision that stands: the latest to be taken, of events in order."""
    return next((event for event in reversed(course) if event.stage is Stage.DECIDED), None)


def _reached(course: tuple[Event, ...], last: Event | None) -> Stage:
    if last is None:
        return max(event.stage for event in course)
    return max(
        event.stage for event in course if event.stage <= Stage.DECIDED or in_utc(event.at) >= in_utc(last.at)
    )


def _times(course: tuple[Event, ...], reached: Stage, last: Event | None) -> dict[Stage, dt.datetime]:
    """Return the first time of each stage; of the decision, the time of the one that stands."""
    times: dict[Stage, dt.datetime] = {}
    for event in course:
        if event.stage <= reached and (last is None or event.stage <= Stage.DECIDED or event.at >= last.at):
            times.setdefault(event.stage, in_utc(event.at))
    if last is not None:
        times[Stage.DECIDED] = in_utc(last.at)
    return times


def _waiting(
    reached: Stage, times: dict[Stage, dt.datetime], last: Event | None, now: dt.datetime
) -> tuple[Stage | None, dt.datetime | None]:
    if reached is Stage.DECIDED and last is not None and last.decision is not Decision.ACT:
        until = last.deferred_until
        if until is None or not until.is_past(now):
            return None, None
        return Stage.DECIDED, until.instant
    waiting_for = _NEXT.get(reached)
    if waiting_for is None:
        return None, None
    first = Stage.SENT if waiting_for is Stage.ACKNOWLEDGED else reached
    return waiting_for, times.get(first, times[reached])


def _due(waiting_for: Stage | None, last: Event | None, asked: Asked) -> Deadline | None:
    # Whoever defers sets their own date; after it the decision is due, whatever was asked first.
    if waiting_for is Stage.DECIDED and last is not None:
        return last.deferred_until
    return asked.of(waiting_for)


@dataclass(frozen=True)
class Review:
    """The second review of a message that one person sent because life was threatened."""

    due_at: dt.datetime
    is_done: bool
    is_late: bool


def review_due(sent_at: dt.datetime, reviewed_at: dt.datetime | None, now: dt.datetime) -> Review:
    """Return when the second review of a threat-to-life message is due, and whether it is done or late.

    >>> sent = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
    >>> review_due(sent, None, sent + dt.timedelta(minutes=31))
    Review(due_at=datetime.datetime(2026, 11, 23, 2, 30, tzinfo=datetime.timezone.utc), is_done=False, is_late=True)
    """
    due_at, current = in_utc(sent_at) + REVIEW_WITHIN, in_utc(now)
    known = in_utc(reviewed_at) if reviewed_at is not None and in_utc(reviewed_at) <= current else None
    return Review(due_at, known is not None, (known or current) > due_at)
