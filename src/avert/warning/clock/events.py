"""The stages of a warning at one addressee, as events that are only ever added.

Sent, received, acknowledged, considered, decided, done, effect. That the link from a warning to a decision goes
unrecorded is the gap the field itself names (Meier 2007, *New strategies for early response*; OECD 2009, *Preventing
violence, war and state collapse*). An update of a warning that asks anew begins a course of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum

from avert.deadlines import Deadline, in_utc
from avert.errors import InputError


class Stage(IntEnum):
    """How far a warning has come at one addressee. Each implies those before it, even when nobody recorded them."""

    SENT = 1
    RECEIVED = 2
    ACKNOWLEDGED = 3
    CONSIDERED = 4
    DECIDED = 5
    DONE = 6
    EFFECT = 7


class Decision(Enum):
    """What was decided. Silence is none of these."""

    ACT = "act"
    NO_NEW_ACTION = "no new action"
    DEFER = "defer"


@dataclass(frozen=True)
class Event:
    """Something that happened to a warning at one addressee.

    ``at`` is when it happened, ``recorded_at`` when it was written down: before that nobody could have known. An event
    with ``corrects`` stands in place of that event; if it ``is_withdrawn`` nothing stands there.
    """

    id: str
    addressee_id: str
    stage: Stage
    at: dt.datetime
    recorded_at: dt.datetime
    decision: Decision | None = None
    reason: str = ""
    deferred_until: Deadline | None = None
    corrects: str | None = None
    is_withdrawn: bool = False

    def __post_init__(self) -> None:
        if in_utc(self.at) > in_utc(self.recorded_at):
            raise InputError("An event cannot be recorded before it happened. Correct one of the two times.")
        if self.is_withdrawn and self.corrects is None:
            raise InputError("A withdrawal must say which event it withdraws. Name it in 'corrects'.")
        if not self.is_withdrawn:
            self._check_decision()

    def _check_decision(self) -> None:
        if (self.stage is Stage.DECIDED) != (self.decision is not None):
            raise InputError("A decision and the stage 'decided' belong together. Give both or neither.")
        if self.decision is not None and not self.reason.strip():
            raise InputError("A decision has no reason, so that nobody could learn from it. Add the reason.")
        if (self.decision is Decision.DEFER) != (self.deferred_until is not None):
            raise InputError(
                "To defer needs a date on which the clock runs again, and only that does. Give the date."
            )
        if self.deferred_until is not None and self.deferred_until.instant <= in_utc(self.at):
            raise InputError("A decision is deferred to a time that is already past. Give a later date.")

    @property
    def order(self) -> tuple[dt.datetime, dt.datetime, str]:
        """Sort by when it happened, then by when it was recorded; never by when it was put in."""
        return in_utc(self.at), in_utc(self.recorded_at), self.id


def standing(events: Iterable[Event], now: dt.datetime) -> tuple[Event, ...]:
    """Return what was known at ``now``, with corrections in place of what they correct, in order of happening."""
    known = {event.id: event for event in events if in_utc(event.recorded_at) <= in_utc(now)}
    newest: dict[str, Event] = {}
    for event in sorted(known.values(), key=lambda e: (in_utc(e.recorded_at), e.id)):
        if event.corrects is not None:
            newest[event.corrects] = event
    left = [
        event
        for event in known.values()
        if event.id not in newest
        and not event.is_withdrawn
        and (event.corrects is None or newest[event.corrects] is event)
    ]
    return tuple(sorted(left, key=lambda e: e.order))


def add_event(events: tuple[Event, ...], event: Event) -> tuple[Event, ...]:
    """Return the course with one more event, or refuse what cannot be so. The same event twice is one.

    Raises:
        InputError: Another addressee, an id used twice, a correction of nothing, or an impossible order.
    """
    same = [other for other in events if other.id == event.id]
    if same:
        if same[0] != event:
            raise InputError(
                "An event of that id is there already. Events are not changed: add a correction."
            )
        return events
    if any(other.addressee_id != event.addressee_id for other in events):
        raise InputError("The event belongs to another addressee. Each addressee has a course of their own.")
    _check_correction(events, event)
    course = (*events, event)
    _check_order(standing(course, max(other.recorded_at for other in course)))
    return course


def _check_correction(events: tuple[Event, ...], event: Event) -> None:
    if event.corrects is None:
        return
    corrected = next((other for other in events if other.id == event.corrects), None)
    if corrected is None:
        raise InputError("There is no event of the id that is to be corrected. Name an event of this course.")
    if any(other.corrects == event.corrects for other in events):
        raise InputError("That event has been corrected already. Correct the newer one.")
    if corrected.stage is not event.stage:
        raise InputError("A correction keeps the stage. Withdraw the event and add another one.")
    if in_utc(event.recorded_at) < in_utc(corrected.recorded_at):
        raise InputError("A correction was recorded before what it corrects. Correct its time.")


def _check_order(course: tuple[Event, ...]) -> None:
    if not course:
        return
    sent = [event for event in course if event.stage is Stage.SENT]
    if not sent or course[0].order[0] < in_utc(sent[0].at):
        raise InputError("Something happened before the warning was sent. Add or correct when it was sent.")
    for event in course:
        if event.stage > Stage.DECIDED:
            before = [e for e in course if e.stage is Stage.DECIDED and in_utc(e.at) <= in_utc(event.at)]
            if before and before[-1].decision is not Decision.ACT:
                raise InputError(
                    "Something was done although the last decision was not to act. Record the new decision, with "
                    "its reason, first."
                )
