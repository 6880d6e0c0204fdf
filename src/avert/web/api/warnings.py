"""Warnings by program: drafted, checked and released by two persons' tokens, and answered by those addressed."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Status

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.warning.clock import Stage
from avert.web.access import occasion_of
from avert.web.accounts.models import Person
from avert.web.accounts.selectors import person_of
from avert.web.api import record_answers as said
from avert.web.api import record_schemas as records_say
from avert.web.api import warning_schemas as schemas
from avert.web.api.problems import problem_of
from avert.web.api.record_answers import JUDGED, MOST_ON_A_PAGE, REFUSALS, WRITING, Answer, open_to
from avert.web.api.schema_parts import Problem
from avert.web.api.signals import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.records.selectors import organisations_known_to, readable_by
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.warnings import course, services
from avert.web.warnings.grounds import grounds_of
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.selectors import warnings_for
from avert.web.warnings.vocabulary import Message

STALE: dict[Any, Any] = {**WRITING, 409: Problem}
CONTENT = tuple(schemas.Content.model_fields)
OF_A_LIST = (
    "title", "message", "state", "released_at", "expires_at", "review_due_at",
)  # fmt: skip
ASKED = (
    "role", "is_at_risk", "can_do", "asked", "zone", "acknowledge_by", "decide_by", "act_by",
)  # fmt: skip

router = Router(tags=["records"])
WarningId = Annotated[uuid.UUID, Path(description="As lists name it.")]
AddresseeId = Annotated[uuid.UUID, Path(description="As the warning names it.")]


@router.get(
    "", response={200: schemas.Warnings, **REFUSALS}, summary="Warnings", openapi_extra=open_to("GET")
)
def list_warnings(
    request: HttpRequest,
    exercise: Annotated[uuid.UUID | None, Query(description="Of this exercise; else what is real.")] = None,
    limit: Annotated[int, Query(description="How many.", ge=1, le=MOST_ON_A_PAGE)] = MOST_ON_A_PAGE,
    cursor: Annotated[str, Query(description="As the answer before named it.", max_length=400)] = "",
) -> Answer:
    """List the warnings you may read, the newest first."""
    viewer = person_of(request)
    found = warnings_for(viewer, exercise_id=exercise)
    page, following = said.page_of(found, viewer=viewer, cursor=cursor, limit=limit)
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    return {
        **said.terms(warning.marking for warning in page),
        "warnings": [_summary(warning) for warning in page],
        "next_cursor": following,
    }


@router.post(
    "",
    response={201: records_say.Written, **WRITING},
    summary="Draft a warning",
    openapi_extra=open_to("POST"),
)
def draft(request: HttpRequest, given: schemas.NewWarning) -> Status[Answer]:
    """Draft a warning, or what takes the place of one: an update, a withdrawal, an all clear."""
    viewer = person_of(request)
    warning = services.draft(
        owner_id=said.owner_asked(given.owner, viewer, Warning),
        place=said.place_asked(given.place),
        marking=Marking.parse(given.marking),
        sharing=said.sharing_asked(given, viewer, NOBODY_ELSE),
        exercise=exercise_asked(given.exercise, viewer),
        signals=given.signals,
        replaces=_warning(viewer, given.replaces) if given.replaces else None,
        message=Message(given.message),
        viewer=viewer,
        occasion=occasion_of(request, now=timezone.now()),
        **{name: getattr(given, name) for name in CONTENT if name in given.model_fields_set},
    )
    return Status(201, said.receipt(warning))


@router.get(
    "/{uuid:warning_id}",
    response={200: schemas.WarningAnswer, **REFUSALS},
    summary="One warning",
    openapi_extra=open_to("GET"),
)
def read_warning(request: HttpRequest, warning_id: WarningId) -> Answer:
    """One warning, with the addressees you may know of and where it stands at each."""
    viewer = person_of(request)
    warning = _warning(viewer, warning_id)
    said.remember_reading(request, warning)
    return _whole(warning, viewer)


@router.post(
    "/{uuid:warning_id}/addressees",
    response={201: records_say.Written, **WRITING},
    summary="Add an addressee",
    openapi_extra=JUDGED,
)
def add_addressee(request: HttpRequest, warning_id: WarningId, given: schemas.NewAddressee) -> Status[Answer]:
    """Add someone who can act to a draft, with what is asked of them by when."""
    viewer = person_of(request)
    organisation = None
    if given.organisation is not None:
        organisation = organisations_known_to(viewer).filter(pk=given.organisation).first()
        if organisation is None:
            raise InputError("The organisation is nobody whom you can address. Send one that you know.")
    added = services.add_addressee(
        warning=_warning(viewer, warning_id),
        organisation=organisation,
        viewer=viewer,
        occasion=occasion_of(request, now=timezone.now()),
        **{name: getattr(given, name) for name in ASKED},
    )
    return Status(201, said.receipt(added))


@router.post(
    "/{uuid:warning_id}/proposal",
    response={200: schemas.WarningAnswer, **STALE},
    summary="Propose a warning",
    openapi_extra=JUDGED,
)
def propose(request: HttpRequest, warning_id: WarningId, given: schemas.Proposal) -> Answer | HttpResponse:
    """Hand a complete draft to a second person."""
    return _moved(request, warning_id, services.propose, row_version=given.row_version)


@router.post(
    "/{uuid:warning_id}/checks",
    response={201: records_say.Written, **STALE},
    summary="Check a warning",
    openapi_extra=JUDGED,
)
def check(request: HttpRequest, warning_id: WarningId, given: schemas.NewCheck) -> Status[Answer]:
    """Say as a second person what you found."""
    viewer = person_of(request)
    made = services.check(
        warning=_warning(viewer, warning_id),
        viewer=viewer,
        occasion=occasion_of(request, now=timezone.now()),
        **given.dict(),
    )
    return Status(201, said.receipt(made))


@router.post(
    "/{uuid:warning_id}/release",
    response={200: schemas.WarningAnswer, **STALE},
    summary="Release a warning",
    openapi_extra=JUDGED,
)
def release(request: HttpRequest, warning_id: WarningId, given: schemas.Release) -> Answer | HttpResponse:
    """Let a proposed warning go out, as somebody other than its author."""
    return _moved(request, warning_id, services.release, row_version=given.row_version, note=given.note)


@router.post(
    "/{uuid:warning_id}/addressees/{uuid:addressee_id}/course",
    response={201: records_say.Written, **WRITING},
    summary="Record a step",
    openapi_extra=JUDGED,
)
def record(
    request: HttpRequest, warning_id: WarningId, addressee_id: AddresseeId, given: schemas.NewStep
) -> Status[Answer]:
    """Record what became of a warning at an addressee for whom you answer."""
    viewer, occasion = person_of(request), occasion_of(request, now=timezone.now())
    addressees = readable_by(viewer, Addressee).filter(warning=warning_id)
    addressee = addressees.select_related("warning__exercise").filter(pk=addressee_id).first()
    if addressee is None:
        raise Http404
    stage = Stage[given.stage]
    event = course.record(
        addressee=addressee,
        stage=stage,
        at=given.at or now_in(addressee.warning.exercise, occasion.at),
        owner_id=course.answers_for(addressee, stage),
        decision=given.decision,
        reason=given.reason,
        deferred_until=given.deferred_until,
        viewer=viewer,
        occasion=occasion,
    )
    if given.is_shared and given.decision:
        course.share_decision(addressee=addressee, viewer=viewer, occasion=occasion)
    return Status(201, said.receipt(event))


def _moved(request: HttpRequest, warning_id: uuid.UUID, move: Any, **act: Any) -> Answer | HttpResponse:
    viewer, occasion = person_of(request), occasion_of(request, now=timezone.now())
    warning = _warning(viewer, warning_id)
    try:
        moved = move(warning=warning, viewer=viewer, occasion=occasion, **act)
    except services.IncompleteError as error:
        missing = " ".join(str(each.text) for each in error.missing)
        raise InputError(f"This warning is not complete yet. {missing}") from None
    except StaleRecordError as error:
        return problem_of(error)
    return _whole(moved, viewer)


def _warning(viewer: Person, warning_id: uuid.UUID) -> Warning:
    found: Warning | None = (
        readable_by(viewer, Warning).select_related("exercise").filter(pk=warning_id).first()
    )
    if found is None:
        raise Http404
    return found


def _summary(warning: Warning) -> Answer:
    return (
        said.envelope(warning)
        | {name: getattr(warning, name) for name in OF_A_LIST}
        | {"exercise": warning.exercise_id}
    )


def _whole(warning: Warning, viewer: Person) -> Answer:
    addressees = list(readable_by(viewer, Addressee).filter(warning=warning.pk).order_by("created_at", "pk"))
    for addressee in addressees:
        addressee.warning = warning
    states = course.states_at(viewer, addressees, timezone.now())
    return {
        **said.terms([warning.marking]),
        **_summary(warning),
        **{name: getattr(warning, name) for name in CONTENT},
        "replaces": warning.replaces_id,
        "signals": sorted(grounds_of(warning, viewer)),
        "addressees": [_addressee(one, states[one.pk]) for one in addressees],
    }


def _addressee(addressee: Addressee, state: Any) -> Answer:
    return {
        "id": addressee.pk,
        "organisation": addressee.organisation_id,
        **{name: getattr(addressee, name) for name in ASKED},
        "reached": state.reached.name if state.reached else None,
        "decision": state.decision.name if state.decision else None,
        "waiting_for": state.waiting_for.name if state.waiting_for else None,
        "is_overdue": state.is_overdue,
    }
