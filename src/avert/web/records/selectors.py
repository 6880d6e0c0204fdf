"""Reading records: always for a viewer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.policy import WRITERS, standings_in, standings_of
from avert.web.records import audiences, policy
from avert.web.records.models import GroupMembership, Record, RecordQuerySet, Revision, SharingGroup
from avert.web.records.policy import Viewer
from avert.web.records.sharing import Ids, Sharing

AnyRecord = TypeVar("AnyRecord", bound=Record)


def readable_by(viewer: Viewer, kind: type[AnyRecord]) -> RecordQuerySet:
    """Return the records of a kind that this viewer may read. There is no other way to them."""
    return kind.objects.opened(policy.is_readable_by(viewer, kind))


def writable_by(viewer: Viewer, kind: type[AnyRecord]) -> RecordQuerySet:
    """Return the records of a kind that this viewer may change."""
    return kind.objects.opened(policy.is_writable_by(viewer, kind))


def history_of(record: Record, *, viewer: Viewer) -> QuerySet[Revision]:
    """Return what was done to a record, the newest first, for whoever may read it."""
    kind = type(record)
    if not readable_by(viewer, kind).filter(pk=record.pk).exists():
        return Revision.objects.none()
    return Revision.objects.filter(record_id=record.pk).select_related("by").order_by("-row_version")


def organisations_to_write_for(viewer: Viewer, kind: type[Record]) -> QuerySet[Organisation]:
    """Return the organisations for which the viewer may write such records, somewhere."""
    found = {s.organisation_id for s in standings_of(viewer) if s.kind in WRITERS and s.reaches(kind.TOPIC)}
    return Organisation.objects.filter(pk__in=found)


def groups_of(viewer: Viewer) -> QuerySet[SharingGroup]:
    """Return the sharing groups that an organisation of the viewer belongs to."""
    own = {standing.organisation_id for standing in standings_of(viewer)}
    return SharingGroup.objects.filter(
        memberships__organisation__in=own, memberships__accepted_at__isnull=False
    ).distinct()


def organisations_known_to(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the organisations the viewer may know to be here: her own, those listed, those in her groups."""
    own = {standing.organisation_id for standing in standings_of(viewer)}
    if not own:
        return Organisation.objects.none()
    in_groups = GroupMembership.objects.filter(group__in=groups_of(viewer), accepted_at__isnull=False)
    known = Q(pk__in=own) | Q(is_listed=True) | Q(pk__in=in_groups.values("organisation"))
    return Organisation.objects.filter(known)


def colleagues_of(viewer: Viewer) -> QuerySet[Person]:
    """Return the active persons in the viewer's organisations, herself among them."""
    own = {standing.organisation_id for standing in standings_of(viewer)}
    return Person.objects.filter(memberships__organisation__in=own, is_active=True).distinct()


@dataclass(frozen=True)
class WouldSee:
    """Who would see something: persons of organisations by their roles, and persons by name."""

    by_organisation: dict[uuid.UUID, Ids]
    by_name: Ids

    @property
    def persons(self) -> Ids:
        """Return everybody, each once."""
        return self.by_name.union(*self.by_organisation.values())


def who_would_see(
    kind: type[Record],
    *,
    owner_id: uuid.UUID,
    author_id: uuid.UUID,
    sharing: Sharing,
    marking: Marking,
    place: str,
) -> WouldSee:
    """Return who would see such a record, by the same rules that will hold once it is saved."""
    circle = audiences.circle_of(owner_id, sharing, Marking.CLEAR)
    by_organisation: dict[uuid.UUID, set[uuid.UUID]] = {key: set() for key in circle.organisations}
    for person_id, standing in standings_in(circle.organisations):
        is_author = person_id == author_id and standing.organisation_id == owner_id
        is_let_in = marking < Marking.RED or is_author
        if is_let_in and standing.reaches(kind.TOPIC) and policy.is_in_place(place, standing.place):
            by_organisation[standing.organisation_id].add(person_id)
    named = Person.objects.filter(pk__in=sharing.persons, is_active=True)
    return WouldSee(
        {key: frozenset(persons) for key, persons in by_organisation.items()},
        frozenset(named.values_list("pk", flat=True)),
    )
