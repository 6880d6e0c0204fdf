"""Notes by program: reading with a log-in or a token, writing with a token only."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Status

from avert.errors import StaleRecordError
from avert.handling import Marking
from avert.web.access import occasion_of
from avert.web.accounts.models import Person
from avert.web.accounts.selectors import person_of
from avert.web.api import note_schemas as schemas
from avert.web.api import record_answers as said
from avert.web.api import record_schemas as records_say
from avert.web.api.note_answers import summary, whole
from avert.web.api.record_answers import MOST_ON_A_PAGE, REFUSALS, WRITING, open_to
from avert.web.notes import services as notes
from avert.web.notes.models import Note
from avert.web.notes.selectors import LONGEST_SEARCH, note_for, notes_for
from avert.web.records import services as records
from avert.web.records.audiences import sharing_of
from avert.web.records.selectors import history_of
from avert.web.records.sharing import NOBODY_ELSE

CHANGING: dict[Any, Any] = {**WRITING, 409: schemas.Conflict}

router = Router(tags=["records"])
NoteId = Annotated[uuid.UUID, Path(description="As lists name it.")]
Answer = dict[str, Any]


@router.get("", response={200: schemas.Notes, **REFUSALS}, summary="Notes", openapi_extra=open_to("GET"))
def list_notes(
    request: HttpRequest,
    place: Annotated[
        records_say.Text, Query("", description="Only of this place and what lies in it.", max_length=100)
    ] = "",
    words: Annotated[
        records_say.Text, Query("", description="Only with all of these words.", max_length=LONGEST_SEARCH)
    ] = "",
    limit: Annotated[int, Query(description="How many.", ge=1, le=MOST_ON_A_PAGE)] = MOST_ON_A_PAGE,
    cursor: Annotated[str, Query(description="As the answer before named it.", max_length=400)] = "",
) -> Answer:
    """List the notes you may read, the newest first."""
    viewer = person_of(request)
    found = notes_for(viewer, place=said.place_asked(place), words=words)
    page, following = said.page_of(found, viewer=viewer, cursor=cursor, limit=limit)
    records.append_list_read(kind=Note, occasion=occasion_of(request, now=timezone.now()))
    return {
        **said.terms(note.marking for note in page),
        "notes": [summary(note) for note in page],
        "next_cursor": following,
    }


@router.post(
    "", response={201: records_say.Written, **WRITING}, summary="Write a note", openapi_extra=open_to("POST")
)
def write_note(request: HttpRequest, given: schemas.NewNote) -> Status[Answer]:
    """Write a note for those whom its audience names; without one for nobody but its owner."""
    viewer = person_of(request)
    note = notes.write_note(
        owner_id=said.owner_asked(given.owner, viewer, Note),
        place=said.place_asked(given.place),
        title=given.title,
        text=given.text,
        marking=Marking.parse(given.marking),
        sharing=said.sharing_asked(given, viewer, NOBODY_ELSE),
        why=given.why,
        viewer=viewer,
        occasion=occasion_of(request, now=timezone.now()),
    )
    return Status(201, said.receipt(note))


@router.get(
    "/{uuid:note_id}",
    response={200: schemas.NoteAnswer, **REFUSALS},
    summary="One note",
    openapi_extra=open_to("GET"),
)
def read_note(request: HttpRequest, note_id: NoteId) -> Answer:
    """One note with its text."""
    note, _viewer = _found(request, note_id)
    said.remember_reading(request, note)
    return whole(note)


@router.patch(
    "/{uuid:note_id}",
    response={200: schemas.NoteAnswer, **CHANGING},
    summary="Change a note",
    openapi_extra=open_to("PATCH"),
)
def change_note(request: HttpRequest, note_id: NoteId, given: schemas.NoteChange) -> Answer | HttpResponse:
    """Change what is sent and leave the rest."""
    note, viewer = _found(request, note_id)
    fields = {
        name: said.place_asked(value) if name == "place" else value
        for name, value in given.dict(include={"title", "text", "place"}).items()
        if value is not None
    }
    try:
        changed = notes.change_note(
            note=note,
            row_version=given.row_version,
            fields=fields,
            why=given.why,
            viewer=viewer,
            occasion=occasion_of(request, now=timezone.now()),
        )
    except StaleRecordError as error:
        return _conflict(request, error, note_id)
    return whole(changed)


@router.delete(
    "/{uuid:note_id}",
    response={204: None, **CHANGING},
    summary="Remove a note",
    openapi_extra=open_to("DELETE"),
)
def remove_note(
    request: HttpRequest,
    note_id: NoteId,
    row_version: Annotated[int, Query(description="As you read it.", ge=1, le=2**31 - 1)],
) -> Status[None] | HttpResponse:
    """Remove a note with its history: your own, or as a lead."""
    note, viewer = _found(request, note_id)
    occasion = occasion_of(request, now=timezone.now())
    try:
        records.remove(record=note, row_version=row_version, viewer=viewer, occasion=occasion)
    except StaleRecordError as error:
        return _conflict(request, error, note_id)
    return Status(204, None)


@router.get(
    "/{uuid:note_id}/history",
    response={200: records_say.History, **REFUSALS},
    summary="History of a note",
    openapi_extra=open_to("GET"),
)
def history(request: HttpRequest, note_id: NoteId) -> Answer:
    """Who changed what, when and why."""
    note, viewer = _found(request, note_id)
    said.remember_reading(request, note)
    is_own = said.is_of_the_owner(note, viewer)
    found = said.revisions(history_of(note, viewer=viewer), is_own=is_own)
    return said.terms([note.marking]) | {"revisions": found}


@router.get(
    "/{uuid:note_id}/audience",
    response={200: records_say.AudienceAnswer, **REFUSALS},
    summary="Audience of a note",
    openapi_extra=open_to("GET"),
)
def audience(request: HttpRequest, note_id: NoteId) -> Answer:
    """Whom a note is for besides the organisation that owns it, for whoever belongs to that."""
    note, viewer = _found(request, note_id)
    if not said.is_of_the_owner(note, viewer):
        raise PermissionDenied
    said.remember_reading(request, note)
    return said.audience(note)


@router.put(
    "/{uuid:note_id}/audience",
    response={200: records_say.AudienceAnswer, **CHANGING},
    summary="Choose the audience of a note",
    openapi_extra=open_to("PUT"),
)
def share_note(
    request: HttpRequest, note_id: NoteId, given: records_say.NewAudience
) -> Answer | HttpResponse:
    """Say anew whom a note is for."""
    note, viewer = _found(request, note_id)
    if not said.is_of_the_owner(note, viewer):
        raise PermissionDenied
    try:
        shared = records.share(
            record=note,
            row_version=given.row_version,
            sharing=said.sharing_asked(given, viewer, sharing_of(note.audience_id)),
            marking=Marking.parse(given.marking),
            why=given.why,
            viewer=viewer,
            occasion=occasion_of(request, now=timezone.now()),
        )
    except StaleRecordError as error:
        return _conflict(request, error, note_id)
    return said.audience(shared)


def _found(request: HttpRequest, note_id: uuid.UUID) -> tuple[Note, Person]:
    viewer = person_of(request)
    note = note_for(viewer, note_id)
    if note is None:
        raise Http404
    return note, viewer


def _conflict(request: HttpRequest, error: StaleRecordError, note_id: uuid.UUID) -> HttpResponse:
    """Answer what is there now, as far as the viewer may still read it."""
    current = note_for(person_of(request), note_id)
    if current is not None:
        said.remember_reading(request, current)
    return said.conflict(error, whole(current) if current else None)
