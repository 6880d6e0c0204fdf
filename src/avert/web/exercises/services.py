from __future__ import annotations

import datetime as dt

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.records import services
from avert.web.records.sharing import NOBODY_ELSE, Sharing


def begin(
    *,
    owner_id: object,
    title: str,
    clock: dt.datetime,
    viewer: Person,
    occasion: Occasion,
    replay: str = "",
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> Exercise:
    """Begin an exercise at an instant, on which its clock stands still."""
    exercise = Exercise(
        owner_id=owner_id, title=title, clock=clock, replay=replay, place=place, marking=marking
    )
    return services.create(record=exercise, viewer=viewer, occasion=occasion, sharing=sharing)


def move_on(
    *, exercise: Exercise, row_version: int, to: dt.datetime, viewer: Person, occasion: Occasion
) -> Exercise:
    """Move an exercise's clock on. It is never put back: those who take part have seen what came after."""
    if to < exercise.clock:
        raise InputError(
            "An exercise cannot go back: those who take part know what came after. Begin a new one."
        )
    fields = {"clock": to}
    return services.change(
        record=exercise, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion
    )
