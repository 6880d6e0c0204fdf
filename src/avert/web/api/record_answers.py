"""Records of every kind in the words of the API: what is asked for, looked up; what was found, as plain values."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja.responses import NinjaJSONEncoder

from avert.errors import InputError, StaleRecordError, UnknownPlaceError
from avert.handling import Marking, most_restrictive
from avert.places import find_place
from avert.web.access import Scopes, occasion_of
from avert.web.accounts.models import Person
from avert.web.accounts.policy import standings_of
from avert.web.accounts.vocabulary import Scope
from avert.web.api.envelope import PROHIBITED_USES
from avert.web.api.problems import problem_of
from avert.web.api.record_schemas import Audience
from avert.web.api.schema_parts import Problem
from avert.web.api.selectors import place_at
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.models import Record, Revision
from avert.web.records.selectors import (
    colleagues_of,
    groups_of,
    organisations_known_to,
    organisations_to_write_for,
)
from avert.web.records.sharing import Sharing
from avert.web.site.places import code_of

Answer = dict[str, Any]
MOST_ON_A_PAGE = 50
READS, WRITES = frozenset({Scope.READ.value}), frozenset({Scope.WRITE.value})
SCOPES: Scopes = {
    "GET": READS,
    "POST": WRITES,
    "PATCH": READS | WRITES,
    "PUT": READS | WRITES,
    "DELETE": READS | WRITES,
}
"""Whoever changes something learns what is there, so that takes both; writing something new does not."""
JUDGING: Scopes = {"GET": READS, "POST": READS | WRITES}
"""Whoever judges what is there learns it, so that takes both."""
JUDGED: Answer = {"security": [{"token": sorted(READS | WRITES)}]}
REFUSALS: dict[Any, Any] = {(401, 403, 404, 405, 422, 429, 500, 503): Problem}
WRITING: dict[Any, Any] = {**REFUSALS, (400, 413): Problem}


def open_to(method: str) -> Answer:
    """Return what the document says of who opens an address by a method."""
    session: list[Answer] = [{"session": []}] if method == "GET" else []
    return {"security": [{"token": sorted(SCOPES[method])}, *session]}


def terms(markings: Iterable[Marking]) -> Answer:
    """Return what every answer with records says about itself."""
    return {"marking": str(most_restrictive(markings)), "prohibited_uses": list(PROHIBITED_USES)}


def envelope(record: Record) -> Answer:
    """Return what lists and single answers say of a record, whatever its kind."""
    return {
        "id": record.pk,
        "row_version": record.row_version,
        "owner": record.owner_id,
        "place": code_or_none(record.place),
        "marking": str(record.marking),
        "created_at": record.created_at,
        "created_by": record.created_by_id,
    }


def receipt(record: Record) -> Answer:
    """Return what is told of a new record: nothing that was not sent."""
    return terms([record.marking]) | {"id": record.pk, "row_version": record.row_version}


def page_of(
    found: QuerySet[Any], *, viewer: Person, cursor: str, limit: int
) -> tuple[Sequence[Any], str | None]:
    """Return the records after a cursor, the newest first, and the cursor for those after them."""
    salt = f"avert.web.api.{found.model._meta.model_name}s:{viewer.pk}"
    rest = found.filter(_after(cursor, salt)) if cursor else found
    records = list(rest.order_by("-created_at", "-pk")[: limit + 1])
    if len(records) <= limit:
        return records, None
    last = records[limit - 1]
    return records[:limit], signing.dumps([last.created_at.isoformat(), str(last.pk)], salt=salt)


def owner_asked(owner: uuid.UUID | None, viewer: Person, kind: type[Record]) -> uuid.UUID:
    """Return the organisation to write for: the one asked, or the only one that it can be."""
    if owner is not None:
        return owner
    possible = list(organisations_to_write_for(viewer, kind).values_list("pk", flat=True)[:2])
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


def audience(record: Record) -> Answer:
    """Return whom a record is for besides its owner."""
    said = sharing_of(record.audience_id).as_text() | {"row_version": record.row_version}
    return said | terms([record.marking])


def is_of_the_owner(record: Record, viewer: Person) -> bool:
    """Say whether the viewer belongs to those who own a record: only they learn with whom it is shared."""
    return any(standing.organisation_id == record.owner_id for standing in standings_of(viewer))


def revisions(found: Iterable[Revision], *, is_own: bool) -> list[Answer]:
    """Return what was done to a record; why, and for whom it was, is for those who own it."""
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


def remember_reading(request: HttpRequest, record: Record) -> None:
    """Write down that a record was read by program."""
    services.append_read(record=record, occasion=occasion_of(request, now=timezone.now()))


def conflict(error: StaleRecordError, current: Answer | None) -> HttpResponse:
    """Answer whoever came second with what is there now."""
    problem = json.loads(problem_of(error).content)
    content = problem | {"current": current}
    return JsonResponse(content, status=problem["status"], encoder=NinjaJSONEncoder)


def code_or_none(place: str) -> str | None:
    """Return a place as addresses call it; nothing for none."""
    try:
        return code_of(find_place(place)) if place else None
    except UnknownPlaceError:  # of a worldview that this deployment has left
        return place


def _after(cursor: str, salt: str) -> Q:
    try:
        created_at, key = signing.loads(cursor, salt=salt)
    except signing.BadSignature:
        raise InputError("This cursor is damaged or not one of yours. Begin again without it.") from None
    return Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=key)


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
