"""Beginning an assessment, saying what it is about, and beginning its next round."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import Level
from avert.web.assessment.models import Assessment, Reading
from avert.web.assessment.vocabulary import Subject
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.records import services
from avert.web.records.selectors import is_readable, readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of


@transaction.atomic
def begin(
    *,
    owner_id: uuid.UUID,
    title: str,
    question: str,
    level: str,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    exercise: Exercise | None = None,
    **content: Any,
) -> Assessment:
    """Begin an assessment; ``content`` are further fields by name. Raises InputError for unusable content."""
    made = Assessment(
        owner_id=owner_id,
        title=title,
        question=question,
        level=level,
        place=place,
        marking=marking,
        exercise=exercise,
        **content,
    )
    services.create(record=made, viewer=viewer, occasion=occasion, sharing=sharing)
    _check_ties(made, viewer)
    return made


@transaction.atomic
def change(
    *,
    record: Assessment,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Assessment:
    """Change what an assessment says of itself. Raises InputError where it would lie in itself or in a narrower one."""
    before = {tie: getattr(record, f"{tie}_id") for tie in ("within", "twin", "process")}
    changed = services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )
    _check_ties(changed, viewer, before)
    return changed


@transaction.atomic
def next_round(
    *,
    assessment: Assessment,
    row_version: int,
    viewer: Person,
    occasion: Occasion,
    review_on: dt.date | None = None,
) -> Assessment:
    """Begin the next round, after which readings count for that one.

    Raises InputError while nobody has said anything in this one: a round in which nobody spoke would look like one.
    """
    said = readable_by(viewer, Reading).filter(assessment=assessment.pk, round=assessment.round)
    if not said.exists():
        raise InputError(
            "In this round nothing was said yet that you may read. Ask for readings, or wait for them, first."
        )
    return services.change(
        record=assessment,
        row_version=row_version,
        fields={"round": assessment.round + 1, "review_on": review_on},
        viewer=viewer,
        occasion=occasion,
    )


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that a list of assessments was read."""
    services.append_list_read(kind=Assessment, occasion=occasion)


def _check_ties(
    made: Assessment, viewer: Person, before: Mapping[str, uuid.UUID | None] | None = None
) -> None:
    """Refuse ties to what the viewer may not read; one that stood ``before`` may stay though she does not see it."""
    for tie in ("within", "twin", "process"):
        other = getattr(made, tie)
        is_kept = other is not None and (before or {}).get(tie) == other.pk
        if other is not None and not is_kept and not is_readable(other, viewer=viewer):
            raise InputError("What this belongs to is not there, or not for you. Choose another.")
    _check_twin(made)
    _check_nesting(made)


def _check_twin(made: Assessment) -> None:
    twin = made.twin
    if twin is None:
        return
    is_pair = made.subject == Subject.SELF and twin.subject == Subject.CONFLICT
    if not is_pair or twin.exercise_id != made.exercise_id:
        raise InputError(
            "Only an assessment of ourselves belongs to one of the conflict. Choose such a one, or none."
        )


def _check_nesting(made: Assessment) -> None:
    order, above, seen = Level.values, made.within, {made.pk}
    if above is not None and above.exercise_id != made.exercise_id:
        raise InputError("An exercise and what is real never lie in each other. Choose another.")
    if above is not None and order.index(above.level) > order.index(made.level):
        raise InputError(
            "An assessment lies in one of its own or a wider level. Choose another, or another level."
        )
    # Past the guard: whether it would lie in itself does not depend on who looks.
    while above is not None:
        if above.pk in seen:
            raise InputError("This assessment would lie in itself. Choose another one that it lies in.")
        seen.add(above.pk)
        above = rows_of(Assessment).filter(pk=above.within_id).first()
    inner = rows_of(Assessment).filter(within=made.pk).values_list("level", flat=True)
    if any(order.index(made.level) > order.index(level) for level in inner):
        raise InputError(
            "An assessment of a wider level lies in this one. Keep the level, or take that one out first."
        )
