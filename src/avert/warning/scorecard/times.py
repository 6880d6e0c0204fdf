"""Time to acknowledge, to decide and to act, by level of society and never by organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from avert.deadlines import in_utc
from avert.errors import InputError
from avert.warning.clock import Decision, Event, Stage, standing
from avert.warning.scorecard.survival import Survival, kaplan_meier

# Below these a figure says more about chance, or about one organisation, than about a level.
FEWEST_COURSES = 10
FEWEST_ADDRESSEES = 3
_HOUR = dt.timedelta(hours=1)


class Level(Enum):
    """Where in society an addressee stands (Lederach 1997, *Building Peace*)."""

    TOP = "top"
    MIDDLE = "middle"
    GRASSROOTS = "grassroots"


@dataclass(frozen=True)
class Course:
    """What became of one warning at one addressee."""

    addressee_id: str
    level: Level
    events: tuple[Event, ...]


@dataclass(frozen=True)
class ResponseTimes:
    """How long a level takes to reach a stage, in hours. With too few courses there is only their number."""

    level: Level
    n: int
    survival: Survival | None
    why_none: str


def response_times(courses: Iterable[Course], stage: Stage, now: dt.datetime) -> tuple[ResponseTimes, ...]:
    """Return how long each level takes from *sent* to a stage, with those still silent counted as waiting.

    A stage that only a later one implies counts at that later time: it came by then at the latest. Time in which a
    decision was deferred counts too, since those at risk waited through it. For *done*
    nothing is counted where no new action was decided, since there is nothing to wait for.

    Raises:
        InputError: The stage is not acknowledged, decided or done.
    """
    if stage not in {Stage.ACKNOWLEDGED, Stage.DECIDED, Stage.DONE}:
        raise InputError("Response times are for acknowledged, decided or done. Choose one of them.")
    listed = list(courses)
    return tuple(_of_level(level, [c for c in listed if c.level is level], stage, now) for level in Level)


def _of_level(level: Level, courses: list[Course], stage: Stage, now: dt.datetime) -> ResponseTimes:
    found = [(course.addressee_id, timing) for course in courses if (timing := _timing(course, stage, now))]
    n, addressees = len(found), len({addressee for addressee, _ in found})
    if n < FEWEST_COURSES or addressees < FEWEST_ADDRESSEES:
        why = f"Too few to say: {FEWEST_COURSES} courses at {FEWEST_ADDRESSEES} addressees are needed."
        return ResponseTimes(level, n, None, why)
    hours, came = zip(*(timing for _, timing in found), strict=True)
    return ResponseTimes(level, n, kaplan_meier(hours, came), "")


def _timing(course: Course, stage: Stage, now: dt.datetime) -> tuple[float, bool] | None:
    """Return hours until the stage, or until now, and whether it came; none where nothing is to be counted."""
    events = standing(course.events, now)
    sent = next((event for event in events if event.stage is Stage.SENT), None)
    if sent is None:
        return None
    decided = [e for e in events if e.stage is Stage.DECIDED and (stage is not Stage.DECIDED or _is_final(e))]
    later = [e for e in events if e.stage >= stage and e.stage is not Stage.DECIDED]
    reached = later + (decided if stage <= Stage.DECIDED else [])
    if reached:
        return (min(in_utc(e.at) for e in reached) - in_utc(sent.at)) / _HOUR, True
    if stage is Stage.DONE and decided and decided[-1].decision is Decision.NO_NEW_ACTION:
        return None
    return (in_utc(now) - in_utc(sent.at)) / _HOUR, False


def _is_final(event: Event) -> bool:
    """Say whether a decision answers what was asked; to defer is an acknowledgement, not yet an answer."""
    return event.decision is not Decision.DEFER
