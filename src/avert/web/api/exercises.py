"""Exercises by program: a replay worked through day by day, with only what was known."""

from __future__ import annotations

import uuid
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Status

from avert.errors import StaleRecordError
from avert.handling import Marking
from avert.replays import Item
from avert.web.access import occasion_of
from avert.web.accounts.models import Person
from avert.web.accounts.selectors import person_of
from avert.web.api import exercise_schemas as schemas
from avert.web.api import record_answers as said
from avert.web.api import record_schemas as records_say
from avert.web.api.problems import problem_of
from avert.web.api.record_answers import MOST_ON_A_PAGE, REFUSALS, WRITING, Answer, open_to
from avert.web.api.schema_parts import Problem
from avert.web.exercises import services as exercises
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import exercise_for, exercises_for
from avert.web.records import services as records
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.replays.exercises import services

router = Router(tags=["records"])
ExerciseId = Annotated[uuid.UUID, Path(description="As lists name it.")]


@router.get(
    "", response={200: schemas.Exercises, **REFUSALS}, summary="Exercises", openapi_extra=open_to("GET")
)
def list_exercises(
    request: HttpRequest,
    limit: Annotated[int, Query(description="How many.", ge=1, le=MOST_ON_A_PAGE)] = MOST_ON_A_PAGE,
    cursor: Annotated[str, Query(description="As the answer before named it.", max_length=400)] = "",
) -> Answer:
    """List the exercises you may read, the newest first."""
    viewer = person_of(request)
    page, following = said.page_of(exercises_for(viewer), viewer=viewer, cursor=cursor, limit=limit)
    records.append_list_read(kind=Exercise, occasion=occasion_of(request, now=timezone.now()))
    return {
        **said.terms(exercise.marking for exercise in page),
        "exercises": [_summary(exercise) for exercise in page],
        "next_cursor": following,
    }


@router.post(
    "",
    response={201: records_say.Written, **WRITING},
    summary="Begin an exercise",
    openapi_extra=open_to("POST"),
)
def begin(request: HttpRequest, given: schemas.NewExercise) -> Status[Answer]:
    """Begin to work through a case, on one of its days."""
    viewer = person_of(request)
    exercise = services.begin_replay(
        owner_id=said.owner_asked(given.owner, viewer, Exercise),
        title=given.title,
        replay=given.replay,
        day=given.day,
        marking=Marking.parse(given.marking),
        sharing=said.sharing_asked(given, viewer, NOBODY_ELSE),
        viewer=viewer,
        occasion=occasion_of(request, now=timezone.now()),
    )
    return Status(201, said.receipt(exercise))


@router.get(
    "/{uuid:exercise_id}",
    response={200: schemas.ExerciseAnswer, **REFUSALS},
    summary="One exercise",
    openapi_extra=open_to("GET"),
)
def read_exercise(request: HttpRequest, exercise_id: ExerciseId) -> Answer:
    """One exercise, with everything that is known where its clock stands and nothing later."""
    exercise, _viewer = _found(request, exercise_id)
    said.remember_reading(request, exercise)
    return _whole(exercise)


@router.post(
    "/{uuid:exercise_id}/clock",
    response={200: schemas.ExerciseAnswer, **WRITING, 409: Problem},
    summary="Move its clock on",
    openapi_extra=said.JUDGED,
)
def move_on(request: HttpRequest, exercise_id: ExerciseId, given: schemas.NewClock) -> Answer | HttpResponse:
    """Move the clock of an exercise on; it never goes back."""
    exercise, viewer = _found(request, exercise_id)
    occasion = occasion_of(request, now=timezone.now())
    version, to = given.row_version, given.to
    try:
        moved = exercises.move_on(
            exercise=exercise, row_version=version, to=to, viewer=viewer, occasion=occasion
        )
    except StaleRecordError as error:
        return problem_of(error)
    return _whole(moved)


@router.post(
    "/{uuid:exercise_id}/signals",
    response={201: schemas.TakenIn, **WRITING},
    summary="Take reports in",
    openapi_extra=said.JUDGED,
)
def take_in(request: HttpRequest, exercise_id: ExerciseId, given: schemas.TakeIn) -> Status[Answer]:
    """Take reports of the case in as signals of the exercise."""
    exercise, viewer = _found(request, exercise_id)
    occasion = occasion_of(request, now=timezone.now())
    taken = services.take_in(exercise=exercise, item_ids=given.items, viewer=viewer, occasion=occasion)
    return Status(201, said.terms([exercise.marking]) | {"signals": taken})


def _found(request: HttpRequest, exercise_id: uuid.UUID) -> tuple[Exercise, Person]:
    viewer = person_of(request)
    exercise = exercise_for(viewer, exercise_id)
    if exercise is None:
        raise Http404
    return exercise, viewer


def _summary(exercise: Exercise) -> Answer:
    names = ("title", "replay", "clock")
    return said.envelope(exercise) | {name: getattr(exercise, name) for name in names}


def _whole(exercise: Exercise) -> Answer:
    known = services.known_in(exercise)
    items = [_item(item) for item in known.items] if known else []
    return said.terms([exercise.marking]) | _summary(exercise) | {"known": items}


def _item(item: Item) -> Answer:
    plain = ("id", "family", "kind", "known", "text", "where")
    return {name: getattr(item, name) for name in plain} | {
        "place": said.code_or_none(item.place),
        "channel": getattr(item, "channel", None),
        "by": getattr(item, "reporter", None) or getattr(item, "issued_by", None),
        "asked_of": getattr(item, "asked_of", None),
        "options": list(getattr(item, "options", ())),
        "can_be_taken_in": services.can_be_taken_in(item),
    }
