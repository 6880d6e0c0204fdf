"""Peace structures by program, to be read. Whom being known puts at risk is in no answer, nor is a tie to them."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router

from avert.society.vocabulary import Attribute
from avert.web.access import occasion_of
from avert.web.accounts.models import Person
from avert.web.accounts.selectors import person_of
from avert.web.api import record_answers as said
from avert.web.api import record_schemas as records_say
from avert.web.api import structure_schemas as schemas
from avert.web.api.record_answers import MOST_ON_A_PAGE, REFUSALS, Answer, open_to
from avert.web.records import services as records
from avert.web.society.models import Activity, Structure, Tie
from avert.web.society.register.listing import latest_trust
from avert.web.society.register.words import FEW
from avert.web.society.selectors import (
    activities_for,
    also_merged,
    stands_for,
    structure_for,
    structures_for,
    ties_for,
)

MOST = 500
router = Router(tags=["records"])
StructureId = Annotated[uuid.UUID, Path(description="As lists name it.")]
SUMMARY = (
    "name", "other_names", "is_decision_maker", "areas", "where", "capacities", "languages", "groups", "begins",
    "ends", "review_on", "source",
)  # fmt: skip
WORDS = ("kind", "sector", "level")
TIE = ("layer", "is_directed", "begins", "ends", "evidence")
ACTIVITY = (
    "title", "what", "what_scheme", "areas", "target_group", "drivers", "status", "begins", "ends", "source",
)  # fmt: skip


@router.get(
    "",
    response={200: schemas.Structures, **REFUSALS},
    summary="Peace structures",
    openapi_extra=open_to("GET"),
)
def list_structures(
    request: HttpRequest,
    place: Annotated[
        records_say.Text, Query("", description="Only of this place and what lies in it.", max_length=100)
    ] = "",
    exercise: Annotated[
        uuid.UUID | None, Query(description="Of this exercise; without it, what is real.")
    ] = None,
    limit: Annotated[int, Query(description="How many.", ge=1, le=MOST_ON_A_PAGE)] = MOST_ON_A_PAGE,
    cursor: Annotated[str, Query(description="As the answer before named it.", max_length=400)] = "",
) -> Answer:
    """List the structures you may read, the newest first."""
    viewer = person_of(request)
    found = structures_for(viewer, place=said.place_asked(place), exercise_id=exercise)
    told = found.filter(is_protected=False)
    page, following = said.page_of(told, viewer=viewer, cursor=cursor, limit=limit)
    records.append_list_read(kind=Structure, occasion=occasion_of(request, now=timezone.now()))
    return {
        **said.terms(one.marking for one in page),
        "structures": [_summary(one) for one in page],
        "left_out": _how_many(found.filter(is_protected=True).count()),
        "next_cursor": following,
    }


@router.get(
    "/{uuid:structure_id}",
    response={200: schemas.StructureAnswer, **REFUSALS},
    summary="One peace structure",
    openapi_extra=open_to("GET"),
)
def read_structure(request: HttpRequest, structure_id: StructureId) -> Answer:
    """One structure with what groups think of it; one that was merged is the one that it was merged into."""
    viewer = person_of(request)
    found = _found(viewer, structure_id)
    said.remember_reading(request, found)
    trust = latest_trust([found], viewer=viewer).get(found.pk, {})
    own = {name: getattr(found, name) for name in ("mandate", "mandate_document", "seats")}
    parts = {
        "voices": [_voice(attribute, found.voices) for attribute in Attribute if attribute in found.voices],
        "trust": [{"group": group, "trust": one.trust, "on": one.on} for group, one in sorted(trust.items())],
    }
    markings = (one.marking for one in (found, *trust.values()))
    return _summary(found) | own | parts | said.terms(markings)


@router.get(
    "/{uuid:structure_id}/ties",
    response={200: schemas.Ties, **REFUSALS},
    summary="Ties of one peace structure",
    openapi_extra=open_to("GET"),
)
def read_ties(request: HttpRequest, structure_id: StructureId) -> Answer:
    """What ties a structure to others that you may read; a tie to one that is protected is in no answer."""
    viewer = person_of(request)
    found = _found(viewer, structure_id)
    ties = ties_for(viewer, list(also_merged(viewer, [found])))
    told = list(ties.filter(source__is_protected=False, target__is_protected=False)[:MOST])
    records.append_list_read(kind=Tie, occasion=occasion_of(request, now=timezone.now()))
    shown = stands_for(viewer, exercise_id=found.exercise_id)
    rows = [_tie(one, shown) for one in told]
    kept = [row for row in rows if row["source"] != row["target"]]
    return said.terms(one.marking for one in (found, *told)) | {"ties": kept}


@router.get(
    "/{uuid:structure_id}/activities",
    response={200: schemas.Activities, **REFUSALS},
    summary="Activities of one peace structure",
    openapi_extra=open_to("GET"),
)
def read_activities(request: HttpRequest, structure_id: StructureId) -> Answer:
    """What a structure does, as far as you may read it."""
    viewer = person_of(request)
    found = _found(viewer, structure_id)
    told = list(activities_for(viewer, list(also_merged(viewer, [found])))[:MOST])
    records.append_list_read(kind=Activity, occasion=occasion_of(request, now=timezone.now()))
    rows = [{"id": one.pk} | {name: getattr(one, name) for name in ACTIVITY} for one in told]
    return said.terms(one.marking for one in (found, *told)) | {"activities": rows}


def _found(viewer: Person, structure_id: uuid.UUID) -> Structure:
    """Return the structure as which one is shown; what is hidden, missing or protected are the same 404."""
    found = structure_for(viewer, structure_id)
    if found is not None and found.merged_into_id is not None:
        found = structure_for(viewer, stands_for(viewer, exercise_id=found.exercise_id)[found.pk])
    if found is None or found.is_protected:
        raise Http404
    return found


def _summary(found: Structure) -> Answer:
    plain = {name: getattr(found, name) for name in SUMMARY}
    words = {name: getattr(found, name) or None for name in WORDS}
    return said.envelope(found) | {"exercise": found.exercise_id} | plain | words


def _voice(attribute: Attribute, kept: Any) -> Answer:
    names = ("seats", "leads", "speaks", "decides")
    return {"attribute": attribute} | {name: kept[attribute].get(name) for name in names}


def _tie(one: Tie, shown: dict[uuid.UUID, uuid.UUID]) -> Answer:
    ends = {
        "source": shown.get(one.source_id, one.source_id),
        "target": shown.get(one.target_id, one.target_id),
    }
    return {"id": one.pk} | ends | {name: getattr(one, name) for name in TIE}


def _how_many(number: int) -> str:
    return "a few" if 0 < number < FEW else str(number)
