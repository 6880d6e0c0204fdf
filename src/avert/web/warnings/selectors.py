"""Reading warnings: always for a viewer."""

from __future__ import annotations

import uuid

from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.warnings.models import Warning


def warnings_for(viewer: Viewer, *, exercise_id: uuid.UUID | None = None) -> RecordQuerySet:
    """Return the warnings that the viewer may read: of one exercise, or without one what is real."""
    found: RecordQuerySet = readable_by(viewer, Warning).filter(exercise=exercise_id)
    return found
