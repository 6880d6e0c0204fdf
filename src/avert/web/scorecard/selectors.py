"""What the scorecard and the gap between warning and response are counted from: only what the viewer may read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from avert.warning.clock import ClockState, Stage
from avert.warning.scorecard import Course, ResponseTimes, response_times
from avert.web.commitments.selectors import lines_for
from avert.web.records.models import Link, RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import readable_by
from avert.web.scorecard.counting import Chain, Outcomes, chains_of, course_at, outcomes_of
from avert.web.signals.selectors import signals_for, unanswered_for
from avert.web.warnings.course import courses_of, states_at
from avert.web.warnings.course_selectors import TURNED_TO
from avert.web.warnings.models import Addressee, CourseEvent, Outcome, Warning
from avert.web.warnings.selectors import warnings_for
from avert.web.warnings.vocabulary import GONE_OUT, Message, State

ASKS = (Message.ALERT, Message.UPDATE)  # a withdrawal and an all clear ask for nothing that could be a gap
ARRIVED = tuple(stage.name for stage in Stage if stage >= Stage.RECEIVED)
ANSWERED = tuple(stage.name for stage in Stage if stage >= Stage.DECIDED)


@dataclass(frozen=True)
class About:
    """Which warnings and reports are meant: of a place and what lies in it, and of one exercise or what is real."""

    place: str = ""
    exercise_id: uuid.UUID | None = None


EVERYTHING = About()


@dataclass(frozen=True)
class Gap:
    """An addressee with no decision recorded, where the warning stands there, and to how many the ladder turned."""

    addressee: Any
    state: ClockState
    escalations: int


def warnings_out(viewer: Viewer, about: About = EVERYTHING) -> RecordQuerySet:
    """Return the warnings and updates that went out and that the viewer may read."""
    found: RecordQuerySet = warnings_for(viewer, exercise_id=about.exercise_id).filter(
        state__in=GONE_OUT, message__in=ASKS, released_at__isnull=False
    )
    return found.filter(_at(about))


def courses_for(viewer: Viewer, about: About = EVERYTHING) -> tuple[list[Course], int]:
    """Return the course of each warning at each addressee, and how many have no level recorded."""
    addressees = list(_addressees(viewer, warnings_out(viewer, about)))
    events = courses_of(viewer, addressees)
    found = [course_at(one, events[one.pk]) for one in addressees]
    courses = [course for course in found if course is not None]
    return courses, len(found) - len(courses)


def times_for(courses: Sequence[Course], now: dt.datetime) -> dict[Stage, tuple[ResponseTimes, ...]]:
    """Return how long each level takes to acknowledge, to decide and to act."""
    stages = (Stage.ACKNOWLEDGED, Stage.DECIDED, Stage.DONE)
    return {stage: response_times(courses, stage, now) for stage in stages}


def outcomes_for(viewer: Viewer, about: About = EVERYTHING) -> Outcomes:
    """Return what came of warnings, as far as it was marked."""
    out = warnings_out(viewer, about)
    marked = readable_by(viewer, Outcome).filter(warning__in=out.values("pk"))
    return outcomes_of(chains_of(out), marked.order_by("created_at", "pk"))


def chains_that_are_over(viewer: Viewer, today: dt.date, about: About = EVERYTHING) -> list[Chain]:
    """Return the warnings whose window is over and of which nobody has marked what came; the newest first."""
    out = warnings_out(viewer, about)
    marked = set(
        readable_by(viewer, Outcome).filter(warning__in=out.values("pk")).values_list("warning", flat=True)
    )
    return [
        chain
        for chain in chains_of(out)
        if _is_over(chain.last, today) and not any(row.pk in marked for row in chain.rows)
    ]


def warning_that_is_over(viewer: Viewer, warning_id: uuid.UUID, now: dt.datetime) -> Warning | None:
    """Return a warning whose window is over, if the viewer may read it."""
    out = readable_by(viewer, Warning).filter(state__in=GONE_OUT, message__in=ASKS, pk=warning_id)
    found: Warning | None = out.select_related("exercise").first()
    return found if found and _is_over(found, now.date()) else None


def without_decision(viewer: Viewer, now: dt.datetime, about: About = EVERYTHING) -> RecordQuerySet:
    """Return the addressees of warnings in force of whom no decision is recorded, the longest waiting first.

    Only what the viewer may read counts: a decision is seen first by whoever takes it.
    """
    steps = _standing_steps(viewer, now)
    in_force = warnings_out(viewer, about).filter(state=State.RELEASED)
    found: RecordQuerySet = _addressees(viewer, in_force).exclude(
        pk__in=steps.filter(stage__in=ANSWERED).values("addressee")
    )
    return found.order_by("warning__released_at", "pk")


def never_arrived(viewer: Viewer, waiting: Collection[uuid.UUID], now: dt.datetime) -> set[uuid.UUID]:
    """Return those addressees, by id, of whom nothing shows that the warning reached them."""
    arrived = _standing_steps(viewer, now).filter(stage__in=ARRIVED).values_list("addressee", flat=True)
    return set(waiting) - set(arrived)


def gaps_of(viewer: Viewer, waiting: Sequence[uuid.UUID], now: dt.datetime) -> list[Gap]:
    """Return where the warning stands at each of these addressees, given by id, in the same order."""
    rows = readable_by(viewer, Addressee).filter(pk__in=waiting).select_related("warning__exercise")
    found = {one.pk: one for one in rows}
    addressees = [found[key] for key in waiting if key in found]
    states, turned = states_at(viewer, addressees, now), _turned_to(viewer, waiting)
    return [Gap(one, states[one.pk], turned.count(one.pk)) for one in addressees]


def reports_without_answer(viewer: Viewer, about: About = EVERYTHING) -> RecordQuerySet:
    """Return what people reported and were told nothing about, the longest waiting first.

    That it was unsafe to answer, or that there was no way to, is an answer too.
    """
    return unanswered_for(viewer, exercise_id=about.exercise_id).filter(_at(about))


def signals_about(viewer: Viewer, about: About = EVERYTHING) -> RecordQuerySet:
    """Return the signals that are meant and that the viewer may read."""
    found: RecordQuerySet = signals_for(viewer, exercise_id=about.exercise_id).filter(_at(about))
    return found


def _at(about: About) -> Q:
    return Q(place__in=places_within(about.place)) if about.place else Q()


def _addressees(viewer: Viewer, warnings: RecordQuerySet) -> RecordQuerySet:
    found: RecordQuerySet = readable_by(viewer, Addressee).filter(warning__in=warnings.values("pk"))
    return found.select_related("warning__exercise")


def _standing_steps(viewer: Viewer, now: dt.datetime) -> RecordQuerySet:
    """Return the steps that are known and neither corrected nor withdrawn."""
    steps = readable_by(viewer, CourseEvent).filter(recorded_at__lte=now)
    corrected = steps.filter(corrects__isnull=False).values("corrects")
    standing: RecordQuerySet = steps.filter(is_withdrawn=False).exclude(pk__in=corrected)
    return standing


def _turned_to(viewer: Viewer, silent: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Return each of these as often as the ladder turned to someone else whom the viewer may know."""
    pairs = list(Link.objects.filter(kind=TURNED_TO, to_id__in=silent).values_list("to_id", "from_id"))
    readable = readable_by(viewer, Addressee).filter(pk__in=[turned_to for _silent, turned_to in pairs])
    known = set(readable.values_list("pk", flat=True))
    return [key for key, turned_to in pairs if turned_to in known]


def _is_over(warning: Any, today: dt.date) -> bool:
    return warning.window_until is not None and warning.window_until < today


@dataclass(frozen=True)
class Counts:
    """How much of warning and response somewhere the viewer may read."""

    in_force: int
    without_decision: int
    without_answer: int
    overdue: int

    @property
    def is_nothing(self) -> bool:
        """Say whether there is nothing at all."""
        return not (self.in_force or self.without_decision or self.without_answer or self.overdue)


def counts_for(viewer: Viewer, now: dt.datetime, about: About = EVERYTHING) -> Counts:
    """Return how many warnings are in force, wait for a decision, and how much else is waited for."""
    lines = lines_for(viewer, now=now, place=about.place, exercise_id=about.exercise_id)
    holds = Q(expires_at=None) | Q(expires_at__gt=now)
    return Counts(
        in_force=warnings_out(viewer, about).filter(holds, state=State.RELEASED).count(),
        without_decision=without_decision(viewer, now, about).count(),
        without_answer=reports_without_answer(viewer, about).count(),
        overdue=sum(line.is_overdue for line in lines),
    )
