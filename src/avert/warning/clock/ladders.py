"""What happens when nobody answers: steps agreed beforehand, so that at night nobody has to invent them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from avert.deadlines import WorkingTimes, in_utc
from avert.errors import InputError
from avert.warning.clock.events import Decision, Event, Stage, standing
from avert.warning.clock.state import latest_decision, state_of


@dataclass(frozen=True)
class Step:
    """After so much silence, turn to a role (never to a named person)."""

    after: dt.timedelta
    to_role: str


@dataclass(frozen=True)
class Ladder:
    """Steps agreed beforehand, and what ends them: an acknowledgement or a decision.

    With ``working`` the delays count working time only; a threat to life should leave it out.
    """

    steps: tuple[Step, ...]
    ends_with: Stage = Stage.ACKNOWLEDGED
    working: WorkingTimes | None = None

    def __post_init__(self) -> None:
        delays = [step.after for step in self.steps]
        if not delays or delays[0] <= dt.timedelta() or any(a >= b for a, b in pairwise(delays)):
            raise InputError("A ladder needs steps whose delays are above zero and grow. Put them in order.")
        if self.ends_with not in {Stage.ACKNOWLEDGED, Stage.DECIDED}:
            raise InputError("A ladder ends with an acknowledgement or with a decision. Choose one of them.")

    def at(self, step: Step, since: dt.datetime) -> dt.datetime:
        """Return when a step is due, if there has been silence since then."""
        return self.working.after(since, step.after) if self.working else in_utc(since) + step.after


@dataclass(frozen=True)
class DueStep:
    """A step that is due, and since when."""

    step: Step
    due_at: dt.datetime


def due_steps(ladder: Ladder, events: Iterable[Event], now: dt.datetime) -> tuple[DueStep, ...]:
    """Return the steps that are due at ``now``, in order; none once the answer is there or while it is deferred.

    Which of them were taken is for the caller to know, so that none is taken twice.

    >>> at = dt.datetime(2010, 7, 30, 8, tzinfo=dt.UTC)
    >>> ladder = Ladder((Step(dt.timedelta(hours=2), "role:deputy"), Step(dt.timedelta(hours=6), "role:chair")))
    >>> sent = Event("1", "role:coordinator", Stage.SENT, at, at)
    >>> [due.step.to_role for due in due_steps(ladder, [sent], at + dt.timedelta(hours=3))]
    ['role:deputy']
    """
    since = _silent_since(ladder, tuple(events), now)
    if since is None:
        return ()
    due = (DueStep(step, ladder.at(step, since)) for step in ladder.steps)
    return tuple(step for step in due if step.due_at <= in_utc(now))


def _silent_since(ladder: Ladder, events: tuple[Event, ...], now: dt.datetime) -> dt.datetime | None:
    state = state_of(events, now)
    if state.reached is None or state.waiting_for is None:
        return None
    if state.reached < ladder.ends_with:
        return state.times.get(Stage.SENT, state.waiting_since)
    last = latest_decision(standing(events, now))
    is_deferred = state.waiting_for is Stage.DECIDED and last is not None and last.decision is Decision.DEFER
    return state.waiting_since if is_deferred and ladder.ends_with is Stage.DECIDED else None
