from __future__ import annotations

from avert.web.exercises.models import Exercise
from avert.web.replays.exercises.services import known_in
from avert.web.signals.taken import taken_among


def taken_in(exercise: Exercise) -> set[str]:
    """Return the reports of its replay that were taken in as signals of an exercise."""
    known = known_in(exercise)
    keys = {f"{exercise.pk}:{item.id}": item.id for item in known.items} if known else {}
    return {keys[key] for key in taken_among(owner_id=exercise.owner_id, message_keys=keys)}
