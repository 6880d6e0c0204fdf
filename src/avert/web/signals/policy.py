"""Who may verify a signal: a second person, never a program."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from avert.web.accounts.models import Person
from avert.web.records.policy import Viewer
from avert.web.signals.models import Signal


def is_second_person(viewer: Viewer, signal: Signal, *, graded_by: Collection[uuid.UUID | None]) -> bool:
    """Say whether the viewer is a person who neither took the signal in nor graded it last."""
    if not isinstance(viewer, Person) or viewer.is_service:
        return False
    return viewer.pk not in {signal.created_by_id, *graded_by}
