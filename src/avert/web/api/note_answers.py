"""Notes in the words of the API: what is asked for, looked up; what was found, as plain values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet

from avert.errors import InputError, UnknownPlaceError
from avert.handling import Marking, most_restrictive
from avert.places import find_place
from avert.web.accounts.models import Person
from avert.web.accounts.policy import standings_of
from avert.web.api.envelope import PROHIBITED_USES
from avert.web.api.note_schemas import Audience
from avert.web.api.selectors import place_at
from avert.web.notes.models import Note
from avert.web.records.audiences import sharing_of
from avert.web.records.models import Revision
from avert.web.records.selectors import (
    colleagues_of,
    groups_of,
    organisations_known_to,
    organisations_to_write_for,
)
from avert.web.records.sharing import Sharing
from avert.web.site.places import code_of

Answer = dict[str, Any]


def terms(markings: Iterable[Marking]) -> Answer:
    """Return what every answer with records says about itself."""
    return {"marking": str(most_restrictive(markings)), "prohibited_uses": list(PROHIBITED_USES)}


def summary(note: Note) -> Answer:
    """Return a note as lists show it."""
    return {
        "id": note.pk,
        "row_version": note.row_version,
        "owner": note.owner_id,
        "place": _code(note.place),
        "title": note.title,
        "marking": str(note.marking),
        "created_at": note.created_at,
        "created_by": note.created_by_id,
    }


def whole(note: Note) -> Answer:
    """Return a note with its text, as an answer by itself."""
    return terms([note.marking]) | summary(note) | {"text": note.text}


def page_of(
    found: QuerySet[Note], *, viewer: Person, cursor: str, limit: int
) -> tuple[Sequence[Note], str | None]:
    """Return the notes after a cursor, the newest first, and the cursor for those after them."""
    rest = found.filter(_after(cursor, viewer)) if cursor else found
    notes = list(rest.order_by("-created_at", "-pk")[: limit + 1])
    if len(notes) <= limit:
        return notes, None
    last = notes[limit - 1]
    return notes[:limit], signing.dumps([last.created_at.isoformat(), str(last.pk)], salt=_salt(viewer))


def owner_asked(owner: uuid.UUID | None, viewer: Person) -> uuid.UUID:
    """Return the organisation to write for: the one asked, or the only one that it can be."""
    if owner is not None:
        return owner
    possible = list(organisations_to_write_for(viewer, Note).values_list("pk", flat=True)[:2])
    if len(possible) != 1:
        raise InputError("It is not clear which organisation this is written for. Send its id as owner.")
    return possible[0]


def place_asked(code: str) -> str:
    """Return the key of a place, or nothing for none."""
    try:
        return place_at(code).key if code else ""
    except UnknownPlaceError as error:
        raise InputError(str(error)) from None


def sharing_asked(given: Audience, viewer: Person, named: Sharing) -> Sharing:
    """Return a sharing of those whom the viewer may know to be here, or who are ``named`` in it already.

    Others are refused as if they were nobody, so that nobody learns by trying who is here.
    """
    organisations = _known(given.organisations, organisations_known_to(viewer), named.organisations)
    groups = _known(given.groups, groups_of(viewer), named.groups)
    persons = _known(given.persons, colleagues_of(viewer), named.persons)
    return Sharing(organisations, groups, persons)


def audience(note: Note) -> Answer:
    """Return whom a note is for besides its owner."""
    return sharing_of(note.audience_id).as_text() | {"row_version": note.row_version} | terms([note.marking])


def is_of_the_owner(note: Note, viewer: Person) -> bool:
    """Say whether the viewer belongs to those who own a note: only they learn with whom it is shared."""
    return any(standing.organisation_id == note.owner_id for standing in standings_of(viewer))


def revisions(found: Iterable[Revision], *, is_own: bool) -> list[Answer]:
    """Return what was done to a note; why, and for whom it was, is for those who own it."""
    return [
        {
            "row_version": revision.row_version,
            "at": revision.at,
            "by": revision.by_id,
            "why": revision.why if is_own else "",
            "changes": [
                {"field": name, "before": before, "after": after}
                for name, (before, after) in revision.changes.items()
                if is_own or name not in {"audience", "marking"}
            ],
        }
        for revision in found
    ]


def _code(place: str) -> str | None:
    try:
        return code_of(find_place(place)) if place else None
    except UnknownPlaceError:  # of a worldview that this deployment has left
        return place


def _after(cursor: str, viewer: Person) -> Q:
    try:
        created_at, key = signing.loads(cursor, salt=_salt(viewer))
    except signing.BadSignature:
        raise InputError("This cursor is damaged or not one of yours. Begin again without it.") from None
    return Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=key)


def _salt(viewer: Person) -> str:
    return f"avert.web.api.notes:{viewer.pk}"


def _known(
    asked: Iterable[uuid.UUID], known: QuerySet[Any], named: frozenset[uuid.UUID]
) -> frozenset[uuid.UUID]:
    wanted = frozenset(asked)
    unnamed = wanted - named
    if unnamed and known.filter(pk__in=unnamed).count() < len(unnamed):
        raise InputError(
            "An organisation, group or person named in the audience is nobody you can share with."
        )
    return wanted
