"""Reading signals: always for a viewer."""

from __future__ import annotations

import uuid

from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.signals.models import Signal


def signals_for(viewer: Viewer, *, exercise_id: uuid.UUID | None = None) -> RecordQuerySet:
    """Return the signals that the viewer may read: of one exercise, or without one what is real."""
    found: RecordQuerySet = readable_by(viewer, Signal).filter(exercise=exercise_id)
    return found
