"""Whom a warning asks to act, for whoever is asked and for whoever asked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from avert.errors import InputError
from avert.warning.clock import ClockState, Stage, due_steps
from avert.web.contacts.models import Contact, Ladder
from avert.web.contacts.selectors import ladder_steps
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import now_in
from avert.web.records.models import Link, RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import own_organisations, readable_by
from avert.web.warnings.course import states_at
from avert.web.warnings.course_rows import Course
from avert.web.warnings.models import Addressee, CourseEvent, Warning
from avert.web.warnings.selectors import waiting_for_review
from avert.web.warnings.vocabulary import State

# From whoever was turned to, to the addressee whose silence led there.
TURNED_TO = "turned-to-after-silence-of"
LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Ask:
    """An addressee, and where the warning stands there as far as the viewer may know."""

    addressee: Addressee
    state: ClockState

    @property
    def order(self) -> tuple[bool, bool, dt.datetime, str]:
        """Sort what is overdue first, then what is waited for, by when it is due."""
        due = self.state.due.instant if self.state.due else LAST
        return not self.state.is_overdue, self.state.waiting_for is None, due, str(self.addressee.pk)


@dataclass(frozen=True)
class NextStep:
    """Whom the ladder turns to next, and when, if nobody answers until then."""

    role: str
    at: dt.datetime
    is_due: bool


def event_for(viewer: Viewer, addressee: Addressee, event_id: uuid.UUID) -> CourseEvent | None:
    """Return a step of the course at an addressee, if there is one that the viewer may read."""
    found: CourseEvent | None = (
        readable_by(viewer, CourseEvent).filter(addressee=addressee.pk, pk=event_id).first()
    )
    return found


def rows_of_course(viewer: Viewer, addressee: Addressee) -> list[CourseEvent]:
    """Return the steps that the viewer may read, corrected ones too, as they were recorded."""
    rows = readable_by(viewer, CourseEvent).filter(addressee=addressee.pk)
    return list(rows.order_by("recorded_at", "created_at", "pk"))


def asked_of_us(viewer: Viewer, now: dt.datetime, exercise: Exercise | None = None) -> list[Ask]:
    """Return what is asked of the viewer's organisations, what is overdue first."""
    return _asks(viewer, now, exercise, organisation__in=own_organisations(viewer))


def asked_by_us(viewer: Viewer, now: dt.datetime, exercise: Exercise | None = None) -> list[Ask]:
    """Return what the viewer's organisations ask of others, what is overdue first."""
    return _asks(viewer, now, exercise, warning__owner__in=own_organisations(viewer))


def asks_of(viewer: Viewer, warning: Warning, now: dt.datetime) -> list[Ask]:
    """Return what a warning asks of each addressee whom the viewer may read."""
    found = readable_by(viewer, Addressee).filter(warning=warning.pk).select_related("warning__exercise")
    return _ordered(viewer, list(found), now)


def late_reviews(viewer: Viewer, now: dt.datetime, exercise: Exercise | None = None) -> RecordQuerySet:
    """Return the warnings of the viewer's organisations whose second review within 30 minutes is overdue."""
    waiting = waiting_for_review(viewer, exercise_id=exercise.pk if exercise else None)
    late: RecordQuerySet = waiting.filter(
        owner__in=own_organisations(viewer), review_due_at__lt=now_in(exercise, now)
    )
    return late


def turned_to(viewer: Viewer, addressee: Addressee) -> list[Addressee]:
    """Return whom the ladder has turned to because this addressee was silent."""
    links = Link.objects.filter(to_id=addressee.pk, kind=TURNED_TO)
    found = readable_by(viewer, Addressee).filter(pk__in=links.values("from_id"))
    return list(found.select_related("warning__exercise").order_by("created_at", "pk"))


def turned_to_because_of(viewer: Viewer, addressee: Addressee) -> Addressee | None:
    """Return the addressee whose silence led to this one, if the viewer may know of them."""
    links = Link.objects.filter(from_id=addressee.pk, kind=TURNED_TO)
    found: Addressee | None = readable_by(viewer, Addressee).filter(pk__in=links.values("to_id")).first()
    return found


def is_answered(state: ClockState, ends_with: Stage) -> bool:
    """Say whether someone who was turned to has answered, so that the ladder goes no further while that holds."""
    is_lapsed = state.reached is Stage.DECIDED and state.waiting_for is Stage.DECIDED
    return state.reached is not None and state.reached >= ends_with and not is_lapsed


def next_steps(viewer: Viewer, addressee: Addressee, course: Course, now: dt.datetime) -> Sequence[NextStep]:
    """Return whom the ladder turns to while this addressee is silent, for whoever may read the ladder."""
    if not addressee.ladder_id or not readable_by(viewer, Ladder).filter(pk=addressee.ladder_id).exists():
        return ()
    try:
        ladder, steps = ladder_steps(addressee.ladder_id)
    except InputError:
        return ()
    others = states_at(viewer, turned_to(viewer, addressee), now)
    if any(is_answered(state, ladder.ends_with) for state in others.values()):
        return ()
    contacts = readable_by(viewer, Contact).filter(pk__in=[step.contact_id for step in steps])
    roles = dict(contacts.values_list("pk", "role"))
    of = {str(step.pk): step.contact_id for step in steps}
    # At the end of time every step is due that an answer does not end before.
    to_come = due_steps(ladder, course, LAST)
    return [NextStep(roles.get(of[due.step.to_role], ""), due.due_at, due.due_at <= now) for due in to_come]


def _asks(viewer: Viewer, now: dt.datetime, exercise: Exercise | None, **wanted: object) -> list[Ask]:
    holds = Q(warning__expires_at=None) | Q(warning__expires_at__gt=now_in(exercise, now))
    found = readable_by(viewer, Addressee).filter(
        holds, warning__state=State.RELEASED, warning__exercise=exercise, **wanted
    )
    return _ordered(viewer, list(found.select_related("warning__exercise")), now)


def _ordered(viewer: Viewer, addressees: list[Addressee], now: dt.datetime) -> list[Ask]:
    states = states_at(viewer, addressees, now)
    return sorted((Ask(one, states[one.pk]) for one in addressees), key=lambda ask: ask.order)
