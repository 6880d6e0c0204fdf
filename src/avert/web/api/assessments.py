"""Assessments and their editions by program, to be read."""

from __future__ import annotations

import uuid
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router

from avert.assessment.profiles import IndicatorProfile, profile
from avert.web.access import occasion_of
from avert.web.accounts.models import Person
from avert.web.accounts.selectors import person_of
from avert.web.api import assessment_schemas as schemas
from avert.web.api import record_answers as said
from avert.web.api.record_answers import MOST_ON_A_PAGE, REFUSALS, Answer, open_to
from avert.web.assessment.editions.contents import Contents, contents_read_by, coverage_of, kinds_of
from avert.web.assessment.editions.selectors import checked, edition_for, editions_of
from avert.web.assessment.models import Assessment, Edition, Reading
from avert.web.assessment.selectors import assessment_for, assessments_for
from avert.web.exercises.selectors import now_in
from avert.web.records import services as records

router = Router(tags=["records"])
editions = Router(tags=["records"])
AssessmentId = Annotated[uuid.UUID, Path(description="As lists name it.")]
HEAD = ("title", "question", "subject", "level", "frameworks", "round")


@router.get(
    "", response={200: schemas.Assessments, **REFUSALS}, summary="Assessments", openapi_extra=open_to("GET")
)
def list_assessments(
    request: HttpRequest,
    exercise: Annotated[
        uuid.UUID | None, Query(description="Of this exercise; without it, what is real.")
    ] = None,
    limit: Annotated[int, Query(description="How many.", ge=1, le=MOST_ON_A_PAGE)] = MOST_ON_A_PAGE,
    cursor: Annotated[str, Query(description="As the answer before named it.", max_length=400)] = "",
) -> Answer:
    """List the assessments you may read, the newest first."""
    viewer = person_of(request)
    found = assessments_for(viewer, exercise_id=exercise)
    page, following = said.page_of(found, viewer=viewer, cursor=cursor, limit=limit)
    records.append_list_read(kind=Assessment, occasion=occasion_of(request, now=timezone.now()))
    return {
        **said.terms(one.marking for one in page),
        "assessments": [_summary(one) for one in page],
        "next_cursor": following,
    }


@router.get(
    "/{uuid:assessment_id}",
    response={200: schemas.AssessmentAnswer, **REFUSALS},
    summary="One assessment",
    openapi_extra=open_to("GET"),
)
def read_assessment(request: HttpRequest, assessment_id: AssessmentId) -> Answer:
    """One assessment as it stands, as far as you may read its parts."""
    viewer = person_of(request)
    found = assessment_for(viewer, assessment_id)
    if found is None:
        raise Http404
    said.remember_reading(request, found)
    records.append_list_read(kind=Reading, occasion=occasion_of(request, now=timezone.now()))
    as_of = now_in(found.exercise, timezone.now())
    contents = contents_read_by(viewer, found, as_of)
    markings = (one.marking for one in (found, *contents.stakeholders, *contents.readings))
    # What is told with it may be for fewer than the assessment itself, so its terms come last.
    return _summary(found) | _whole(found, contents, viewer) | said.terms(markings)


@editions.get(
    "/{uuid:edition_id}",
    response={200: schemas.EditionAnswer, **REFUSALS},
    summary="One edition",
    openapi_extra=open_to("GET"),
)
def read_edition(
    request: HttpRequest, edition_id: Annotated[uuid.UUID, Path(description="As its assessment names it.")]
) -> Answer:
    """One edition with the file that was signed."""
    found = edition_for(person_of(request), edition_id)
    if found is None:
        raise Http404
    records.append_export(record=found, occasion=occasion_of(request, now=timezone.now()))
    own = {
        "assessment": found.assessment_id,
        "verifies": checked(found).fault is None,
        "document": found.document,
    }
    return said.terms([found.marking]) | _edition(found) | own


def _summary(found: Assessment) -> Answer:
    head = {name: getattr(found, name) for name in HEAD}
    return said.envelope(found) | head | {"exercise": found.exercise_id}


def _whole(found: Assessment, contents: Contents, viewer: Person) -> Answer:
    return {
        "as_of": contents.as_of,
        "profile": _profile(contents),
        "dissents": _dissents(contents),
        "missing": [
            {"dimension": one["dimension"], **voice}
            for one in coverage_of(contents)
            for voice in one["missing"]
        ],
        "editions": [_edition(one) for one in editions_of(viewer, found)],
    }


def _profile(contents: Contents) -> list[Answer]:
    standing = contents.standing
    stakeholders = [str(one.pk) for one in contents.stakeholders]
    return [_counts(one) for one in profile(kinds_of(standing), standing, stakeholders).values()]


def _counts(one: IndicatorProfile) -> Answer:
    counts = {str(value): number for value, number in one.counts.items()}
    stale, dissents = sum(one.stale.values()), len(one.dissents)
    return {"indicator": one.code, "counts": counts, "stale": stale, "dissents": dissents}


def _dissents(contents: Contents) -> list[Answer]:
    roles = {str(one.pk): one.name for one in contents.stakeholders}
    return [
        {"stakeholder": who, "role": roles.get(who, ""), "text": each.text, "at": each.at}
        for who, each in contents.standing.dissents.items()
    ]


def _edition(found: Edition) -> Answer:
    names = ("made_at", "note", "digest", "fingerprint")
    own = {"id": found.pk, "owner": found.owner_id, "marking": str(found.marking)}
    return own | {name: getattr(found, name) for name in names}
