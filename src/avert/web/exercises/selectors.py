"""Reading exercises: always for a viewer, but for the time it is in one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _

from avert.web.exercises.models import Exercise
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by

# What became known on a day may be used from then on: it may have come at any hour of it.
END_OF_DAY = dt.time(23, tzinfo=dt.UTC)


def exercises_for(viewer: Viewer) -> RecordQuerySet:
    """Return the exercises that the viewer may read."""
    return readable_by(viewer, Exercise)


def exercise_for(viewer: Viewer, exercise_id: uuid.UUID) -> Exercise | None:
    """Return an exercise, if there is one that the viewer may read."""
    found: Exercise | None = exercises_for(viewer).filter(pk=exercise_id).first()
    return found


def exercise_shown(viewer: Viewer, exercise_id: uuid.UUID | None) -> Any:
    """Return what a page says of the exercise that something belongs to: of a hidden one only that it is one."""
    if exercise_id is None:
        return None
    return exercise_for(viewer, exercise_id) or {"title": _("an exercise")}


def now_in(exercise: Exercise | None, now: dt.datetime) -> dt.datetime:
    """Return what time it is: the real time, or where the exercise's clock stands."""
    return now if exercise is None else exercise.clock


def end_of(day: dt.date) -> dt.datetime:
    """Return the instant from which on what became known on a day may be used."""
    return dt.datetime.combine(day, END_OF_DAY)


def day_known(clock: dt.datetime) -> dt.date:
    """Return the last day whose news may be used when the clock stands there.

    >>> day_known(dt.datetime(2007, 12, 27, 22, tzinfo=dt.UTC)).isoformat()
    '2007-12-26'
    """
    at = clock.astimezone(dt.UTC)
    return at.date() if at.timetz() >= END_OF_DAY else at.date() - dt.timedelta(days=1)
