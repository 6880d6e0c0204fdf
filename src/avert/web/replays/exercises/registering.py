"""Entering the structures of a replay's case into the register of an exercise: only those known where its clock is.

The ids of what is entered follow from the exercise and the case, so that each is entered once. What someone has removed
from the register stays removed when the clock moves on.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from avert.replays import load_replay
from avert.society.cases import Case, load_case
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import day_known
from avert.web.records.audiences import sharing_of
from avert.web.records.many import change_many, create_many
from avert.web.records.policy import Viewer, may_create
from avert.web.records.selectors import writable_by
from avert.web.records.writing import rows_of
from avert.web.replays.exercises.case_records import (
    CaseOn,
    activity_of,
    key_of,
    structure_of,
    tie_of,
    voices_of,
)
from avert.web.society.models import Activity, Structure, Tie

Things = Mapping[uuid.UUID, Any]


def structures_waiting(exercise: Exercise) -> int:
    """Count the structures known where the clock stands that are not in the register of the exercise."""
    case = _case_of(exercise)
    keys = _structures(exercise, case, day_known(exercise.clock)) if case else {}
    return len(keys) - rows_of(Structure).filter(pk__in=keys).count()


def may_enter_structures(exercise: Exercise, *, viewer: Viewer) -> bool:
    """Say whether the viewer may write structures for whoever keeps the exercise."""
    return may_create(viewer, Structure, owner_id=exercise.owner_id, place=exercise.place)


@transaction.atomic
def enter_structures(
    *, exercise: Exercise, viewer: Person, occasion: Occasion, since: dt.date | None = None
) -> int:
    """Enter what is known where the clock stands, or what became known after a day; return how many structures.

    What has ended by then ends in the register too, where nobody wrote another day. Raises PermissionDenied.
    """
    case = _case_of(exercise)
    if case is None:
        return 0
    rows_of(Exercise).select_for_update().get(pk=exercise.pk)
    on = CaseOn(exercise, case, day_known(exercise.clock))
    act = {"viewer": viewer, "occasion": occasion, "told_of": exercise.pk}
    there = _there(Structure, _structures(exercise, case, on.day))
    entered = [
        structure_of(one, key, on)
        for key, one in _new(_structures, exercise, case, since).items()
        if key not in there
    ]
    _create(entered, exercise, act)
    whole = there | {one.pk: one for one in entered}
    for kind, things, record_of in ((Tie, _ties, tie_of), (Activity, _activities, activity_of)):
        new = _new(things, exercise, case, since)
        old = _there(kind, new)
        made = (record_of(one, key, on, whole) for key, one in new.items() if key not in old)
        _create([one for one in made if one is not None], exercise, act)
    if since is not None:
        _bring_up(exercise, case, since, act)
    return len(entered)


def _case_of(exercise: Exercise) -> Case | None:
    replay = load_replay(exercise.replay) if exercise.replay else None
    return load_case(replay.structures) if replay and replay.structures else None


def _new(things: Any, exercise: Exercise, case: Case, since: dt.date | None) -> dict[uuid.UUID, Any]:
    before: Collection[uuid.UUID] = things(exercise, case, since) if since else ()
    now = things(exercise, case, day_known(exercise.clock))
    return {key: one for key, one in now.items() if key not in before}


def _structures(exercise: Exercise, case: Case, day: dt.date) -> dict[uuid.UUID, Any]:
    return {key_of(exercise, "structure", one.actor.id): one for one in case.structures_on(day)}


def _ties(exercise: Exercise, case: Case, day: dt.date) -> dict[uuid.UUID, Any]:
    def name(tie: Any) -> str:
        return f"{tie.source}>{tie.target}:{tie.layer}:{tie.begins}"

    return {key_of(exercise, "tie", name(one.tie)): one for one in case.ties_on(day)}


def _activities(exercise: Exercise, case: Case, day: dt.date) -> dict[uuid.UUID, Any]:
    return {key_of(exercise, "activity", one.activity.id): one for one in case.activities_on(day)}


def _there(kind: Any, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Any]:
    return {one.pk: one for one in rows_of(kind).filter(pk__in=list(keys))}


def _create(records: list[Any], exercise: Exercise, act: Mapping[str, Any]) -> None:
    create_many(records=records, sharing=sharing_of(exercise.audience_id), **act)


def _bring_up(exercise: Exercise, case: Case, since: dt.date, act: Mapping[str, Any]) -> None:
    """Write down what ended since a day and which seats and voices became known."""
    day = day_known(exercise.clock)
    voices = {key_of(exercise, "structure", name): said for name, said in voices_of(case, day).items()}
    for kind, things in ((Structure, _structures), (Tie, _ties), (Activity, _activities)):
        ended = _ended(things(exercise, case, since), day)
        known = voices if kind is Structure else {}
        writable = writable_by(act["viewer"], kind).filter(pk__in=[*ended, *known])
        changes = [
            (one, said)
            for one in writable
            if (said := _said(one, ended.get(one.pk), known.get(one.pk)))
        ]  # fmt: skip
        change_many(changes=changes, **act)


def _ended(before: Things, day: dt.date) -> dict[uuid.UUID, dt.date]:
    return {key: one.ends.last for key, one in before.items() if one.ends and one.ends.last <= day}


def _said(record: Any, ended: dt.date | None, voices: Mapping[str, Any] | None) -> dict[str, Any]:
    said: dict[str, Any] = {"ends": ended} if ended and record.ends is None else {}
    if voices and (new := {name: one for name, one in voices.items() if name not in record.voices}):
        said["voices"] = {**record.voices, **new}
    return said
