"""What an exercise did, beside what was known and what is recorded of the case: for talking about it afterwards."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from avert.web.exercises.models import Exercise
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.replays.exercises.services import known_in
from avert.web.signals.models import Answer, Signal, Verification
from avert.web.warnings.models import CourseEvent, Warning


@dataclass(frozen=True)
class Happening:
    """One day of an exercise."""

    day: dt.date
    known: tuple[str, ...]
    done: tuple[str, ...]
    recorded: tuple[str, ...]


def happenings(exercise: Exercise, *, viewer: Viewer) -> list[Happening]:
    """Return the days on which something became known or was done, as far as the viewer may read it."""
    known: dict[dt.date, list[str]] = defaultdict(list)
    recorded: dict[dt.date, list[str]] = defaultdict(list)
    replay = known_in(exercise)
    for item in replay.items if replay else ():
        (recorded if item.family == "response" else known)[item.known].append(item.text)
    done = _done(exercise, viewer)
    days = sorted({*known, *recorded, *done})
    return [Happening(day, tuple(known[day]), tuple(done[day]), tuple(recorded[day])) for day in days]


def _done(exercise: Exercise, viewer: Viewer) -> dict[dt.date, list[str]]:
    done: dict[dt.date, list[str]] = defaultdict(list)
    for at, said in (*_signals(exercise, viewer), *_warnings(exercise, viewer), *_course(exercise, viewer)):
        done[at.date()].append(said)
    return done


def _signals(exercise: Exercise, viewer: Viewer) -> list[tuple[dt.datetime, str]]:
    taken = readable_by(viewer, Signal).filter(exercise=exercise).order_by("received_at", "pk")
    at = dict(taken.values_list("pk", "received_at"))
    checked = readable_by(viewer, Verification).filter(signal__exercise=exercise).order_by("created_at")
    answered = readable_by(viewer, Answer).filter(signal__exercise=exercise).order_by("at", "pk")
    return [
        *((when, _("Took in a signal")) for when in at.values()),
        *((at[each.signal_id], _("Verified: {finding}").format(finding=each.get_finding_display()))
          for each in checked if each.signal_id in at),
        *((each.at, _("Answered: {kind}").format(kind=each.get_kind_display())) for each in answered),
    ]  # fmt: skip


def _warnings(exercise: Exercise, viewer: Viewer) -> list[tuple[dt.datetime, str]]:
    released = readable_by(viewer, Warning).filter(exercise=exercise, released_at__isnull=False)
    return [
        (each.released_at, f"{each.get_message_display()}: {each.title}")
        for each in released.order_by("released_at", "pk")
    ]


def _course(exercise: Exercise, viewer: Viewer) -> list[tuple[dt.datetime, str]]:
    events = readable_by(viewer, CourseEvent).filter(addressee__warning__exercise=exercise)
    return [
        (each.at, f"{each.get_stage_display()} {each.get_decision_display()}".strip())
        for each in events.order_by("at", "pk")
    ]
