from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from avert.web.accounts.models import Person
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.trail import policy

ON_A_PAGE = 50
PSEUDONYM = 8  # digits of an id: enough to see that two acts are one person's, too few to look anyone up


@dataclass(frozen=True)
class Line:
    """An entry as one viewer may read it; what the viewer may not know is missing, and of an expired one all is."""

    sequence: int
    at: dt.datetime
    action: Action | None
    actor_kind: str
    actor: str | None
    object_kind: str
    object_id: str | None
    field_names: Sequence[str]


def entries_known_to(*, viewer: Person | AnonymousUser) -> QuerySet[AuditEntry]:
    """Return the entries that the viewer may know of, the newest first; some of them in part only."""
    return AuditEntry.objects.filter(policy.knows_that_something_was_done(viewer)).order_by("-sequence")


def who_has_seen(*, viewer: Person | AnonymousUser, object_id: uuid.UUID) -> QuerySet[AuditEntry]:
    """Return what was done with one object, where the viewer may know what it was.

    Asking for an object of others finds nothing, not even for an administrator: that it was found would tell.
    """
    return AuditEntry.objects.filter(policy.knows_of(viewer), object_id=str(object_id)).order_by("-sequence")


def page_of(
    entries: QuerySet[AuditEntry], *, viewer: Person | AnonymousUser, number: str | int
) -> tuple[Page[AuditEntry], list[Line]]:
    """Return one page of entries, and what the viewer may read of each."""
    page = Paginator(entries, ON_A_PAGE).get_page(number)
    return page, lines_for(viewer, page.object_list)


def lines_for(viewer: Person | AnonymousUser, entries: Iterable[AuditEntry]) -> list[Line]:
    """Return what the viewer may read of these entries."""
    if not isinstance(viewer, Person):
        return []
    reach = policy.reach_of(viewer)
    found = list(entries)
    names = _names_known_in(reach.own, viewer, {entry.actor_id for entry in found if entry.actor_id})
    return [_line(entry, names, reach.covers(entry)) for entry in found]


def _names_known_in(
    own: frozenset[uuid.UUID], viewer: Person, actors: set[uuid.UUID]
) -> dict[uuid.UUID, str]:
    colleagues = Person.objects.filter(pk__in=actors, memberships__organisation__in=own).distinct()
    names = {person.pk: person.get_full_name() for person in colleagues}
    return names | {viewer.pk: viewer.get_full_name()}


def _line(entry: AuditEntry, names: dict[uuid.UUID, str], is_whole: bool) -> Line:
    actor = _actor(entry, names) if entry.actor_id else None
    return Line(
        entry.sequence,
        entry.at,
        Action(entry.action) if entry.action else None,
        entry.actor_kind,
        actor if is_whole else None,
        entry.object_kind,
        (entry.object_id or None) if is_whole else None,
        entry.field_names,
    )


def _actor(entry: AuditEntry, names: dict[uuid.UUID, str]) -> str:
    if policy.is_opening(entry):
        # Another one for each object, so that no two of them show what else the same person has read.
        return audit.digest_value(entry.object_id or "object", str(entry.actor_id))[:PSEUDONYM]
    return names.get(entry.actor_id, str(entry.actor_id)[:PSEUDONYM])
