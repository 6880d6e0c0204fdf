"""Reading exercises: always for a viewer, but for the time it is in one."""

from __future__ import annotations

import datetime as dt
import uuid

from avert.web.exercises.models import Exercise
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by


def exercises_for(viewer: Viewer) -> RecordQuerySet:
    """Return the exercises that the viewer may read."""
    return readable_by(viewer, Exercise)


def exercise_for(viewer: Viewer, exercise_id: uuid.UUID) -> Exercise | None:
    """Return an exercise, if there is one that the viewer may read."""
    found: Exercise | None = exercises_for(viewer).filter(pk=exercise_id).first()
    return found


def now_in(exercise: Exercise | None, now: dt.datetime) -> dt.datetime:
    """Return what time it is: the real time, or where the exercise's clock stands."""
    return now if exercise is None else exercise.clock
