"""Signals by program: reading with a log-in or a token, writing with a token only."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Status

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.access import occasion_of
from avert.web.accounts.models import Person
from avert.web.accounts.selectors import person_of
from avert.web.api import record_answers as said
from avert.web.api import record_schemas as records_say
from avert.web.api import signal_schemas as schemas
from avert.web.api.record_answers import JUDGED, MOST_ON_A_PAGE, REFUSALS, WRITING, Answer, open_to
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import exercise_for
from avert.web.records.policy import places_within
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.signals import services
from avert.web.signals.models import Signal
from avert.web.signals.selectors import signals_for
from avert.web.signals.vocabulary import Standing, Way

CHANGING: dict[Any, Any] = {**WRITING, 409: schemas.SignalConflict}

router = Router(tags=["records"])
SignalId = Annotated[uuid.UUID, Path(description="As lists name it.")]


@router.get("", response={200: schemas.Signals, **REFUSALS}, summary="Signals", openapi_extra=open_to("GET"))
def list_signals(
    request: HttpRequest,
    *,
    place: Annotated[
        records_say.Text, Query("", description="Only of this place and what lies in it.", max_length=100)
    ] = "",
    standing: Annotated[Standing | None, Query(description="Only those that stand so.")] = None,
    exercise: Annotated[uuid.UUID | None, Query(description="Of this exercise; else what is real.")] = None,
    limit: Annotated[int, Query(description="How many.", ge=1, le=MOST_ON_A_PAGE)] = MOST_ON_A_PAGE,
    cursor: Annotated[str, Query(description="As the answer before named it.", max_length=400)] = "",
) -> Answer:
    """List the signals you may read, the newest first."""
    viewer = person_of(request)
    wanted: Answer = {"standing": standing} if standing else {}
    if place:
        wanted["place__in"] = places_within(said.place_asked(place))
    found = signals_for(viewer, exercise_id=exercise).filter(**wanted).defer("text")
    page, following = said.page_of(found, viewer=viewer, cursor=cursor, limit=limit)
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    return {
        **said.terms(signal.marking for signal in page),
        "signals": [summary(signal) for signal in page],
        "next_cursor": following,
    }


@router.post(
    "",
    response={201: schemas.Taken, 200: schemas.Taken, **WRITING},
    summary="Take in a signal",
    openapi_extra=open_to("POST"),
)
def take_in(request: HttpRequest, given: schemas.NewSignal) -> Status[Answer]:
    """Take in a signal for those whom its audience names; without one for nobody but its owner."""
    viewer = person_of(request)
    content = ("text", "about", "where", "language", "lens", "pace", "happened_at", "threatens_life")
    signal_id, is_new = services.take_in(
        owner_id=said.owner_asked(given.owner, viewer, Signal),
        place=said.place_asked(given.place),
        marking=Marking.parse(given.marking),
        sharing=said.sharing_asked(given, viewer, NOBODY_ELSE),
        exercise=exercise_asked(given.exercise, viewer),
        message_key=f"api:{given.message_key}" if given.message_key else "",
        way=Way.PROGRAM,
        viewer=viewer,
        occasion=occasion_of(request, now=timezone.now()),
        **{name: getattr(given, name) for name in content},
    )
    return Status(201 if is_new else 200, {"id": signal_id, "is_new": is_new})


@router.get(
    "/{uuid:signal_id}",
    response={200: schemas.SignalAnswer, **REFUSALS},
    summary="One signal",
    openapi_extra=open_to("GET"),
)
def read_signal(request: HttpRequest, signal_id: SignalId) -> Answer:
    """One signal with its text."""
    signal, _viewer = _found(request, signal_id)
    said.remember_reading(request, signal)
    return whole(signal)


@router.post(
    "/{uuid:signal_id}/verifications",
    response={201: records_say.Written, **WRITING},
    summary="Verify a signal",
    openapi_extra=JUDGED,
)
def verify(request: HttpRequest, signal_id: SignalId, given: schemas.NewVerification) -> Status[Answer]:
    """Say as a second person what you found out, and how."""
    signal, viewer = _found(request, signal_id)
    occasion = occasion_of(request, now=timezone.now())
    made = services.verify(
        signal=signal, finding=given.finding, how=given.how, viewer=viewer, occasion=occasion
    )
    return Status(201, said.receipt(made))


@router.post(
    "/{uuid:signal_id}/answers",
    response={201: records_say.Written, **WRITING},
    summary="Answer whoever reported",
    openapi_extra=JUDGED,
)
def answer(request: HttpRequest, signal_id: SignalId, given: schemas.NewAnswer) -> Status[Answer]:
    """Write down what whoever reported is told, or why nothing."""
    signal, viewer = _found(request, signal_id)
    occasion = occasion_of(request, now=timezone.now())
    made = services.answer(signal=signal, kind=given.kind, text=given.text, viewer=viewer, occasion=occasion)
    return Status(201, said.receipt(made))


@router.post(
    "/{uuid:signal_id}/standing",
    response={200: schemas.SignalAnswer, **CHANGING},
    summary="Say what is made of a signal",
    openapi_extra=JUDGED,
)
def stand(request: HttpRequest, signal_id: SignalId, given: schemas.NewStanding) -> Answer | HttpResponse:
    """Set a signal aside, take it up again, or say that it tells of the same as another."""
    signal, viewer = _found(request, signal_id)
    act: dict[str, Any] = {
        "signal": signal, "row_version": given.row_version, "why": given.why,
        "viewer": viewer, "occasion": occasion_of(request, now=timezone.now()),
    }  # fmt: skip
    try:
        if given.standing == "merged":
            return whole(services.merge(into=_other(given.into, viewer), **act))
        chosen = services.set_aside if given.standing == "set-aside" else services.reopen
        return whole(chosen(**act))
    except StaleRecordError as error:
        current = _signal(person_of(request), signal_id)
        if current is not None:
            said.remember_reading(request, current)
        return said.conflict(error, whole(current) if current else None)


def summary(signal: Signal) -> Answer:
    """Return a signal as lists show it."""
    names = (
        "about", "lens", "pace", "threatens_life", "grade", "standing", "way", "received_at", "happened_at",
    )  # fmt: skip
    shown = {name: getattr(signal, name) for name in names}
    return said.envelope(signal) | shown | {"exercise": signal.exercise_id}


def whole(signal: Signal) -> Answer:
    """Return a signal with its text, as an answer by itself."""
    names = ("text", "language", "where", "origin", "standing_why")
    return said.terms([signal.marking]) | summary(signal) | {name: getattr(signal, name) for name in names}


def exercise_asked(exercise_id: uuid.UUID | None, viewer: Person) -> Exercise | None:
    """Return the exercise that was asked for, if the viewer may read it. Raises InputError."""
    found = exercise_for(viewer, exercise_id) if exercise_id else None
    if exercise_id and found is None:
        raise InputError("There is no such exercise that you may read. Leave it out for what is real.")
    return found


def _found(request: HttpRequest, signal_id: uuid.UUID) -> tuple[Signal, Person]:
    viewer = person_of(request)
    signal = _signal(viewer, signal_id)
    if signal is None:
        raise Http404
    return signal, viewer


def _signal(viewer: Person, signal_id: uuid.UUID) -> Signal | None:
    found: Signal | None = readable_by(viewer, Signal).filter(pk=signal_id).first()
    return found


def _other(other_id: uuid.UUID | None, viewer: Person) -> Signal:
    other = _signal(viewer, other_id) if other_id else None
    if other is None:
        raise InputError("Say as into which other signal this one tells of the same as.")
    return other
