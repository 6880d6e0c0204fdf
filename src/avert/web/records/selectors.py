"""Reading records: always for a viewer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Max, Q, QuerySet

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.policy import WRITERS, standings_in, standings_of
from avert.web.records import audiences, policy
from avert.web.records.kinds import record_kinds
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


def is_readable(record: Record, *, viewer: Viewer) -> bool:
    """Say whether the viewer may read this record."""
    return readable_by(viewer, type(record)).filter(pk=record.pk).exists()


def is_writable(record: Record, *, viewer: Viewer) -> bool:
    """Say whether the viewer may change this record."""
    return writable_by(viewer, type(record)).filter(pk=record.pk).exists()


def record_for(viewer: Viewer, record_id: uuid.UUID) -> Record | None:
    """Return the record of whatever kind that the viewer may read under this id."""
    for kind in record_kinds():
        found: Record | None = readable_by(viewer, kind).filter(pk=record_id).first()
        if found is not None:
            return found
    return None


def may_remove(record: Record, *, viewer: Viewer) -> bool:
    """Say whether the viewer may remove this record: its author, or a lead of its owner."""
    is_own = isinstance(viewer, Person) and record.created_by_id == viewer.pk
    return is_writable(record, viewer=viewer) and (is_own or _is_led(record, viewer))


def may_widen(record: Record, *, viewer: Viewer) -> bool:
    """Say whether the viewer may let others see this part who do not see the whole."""
    return record.parent is not None and _is_led(record.parent, viewer)


def own_organisations(viewer: Viewer) -> Ids:
    """Return the organisations in which the viewer has a role."""
    return frozenset(standing.organisation_id for standing in standings_of(viewer))


def history_of(record: Record, *, viewer: Viewer) -> QuerySet[Revision]:
    """Return what was done to a record, the newest first, for whoever may read it.

    Readers of other organisations get what was done since it was last said whom the record is for: what stood in
    it before may have been taken out before it was shared.
    """
    if not is_readable(record, viewer=viewer):
        return Revision.objects.none()
    found = Revision.objects.filter(record_id=record.pk).select_related("by").order_by("-row_version")
    if record.owner_id in own_organisations(viewer):
        return found
    shared = found.filter(Q(changes__has_key="audience") | Q(changes__has_key="marking"))
    return found.filter(row_version__gte=shared.aggregate(last=Max("row_version"))["last"] or 1)


def content_at(record: Record, row_version: int, *, viewer: Viewer) -> dict[str, Any]:
    """Return the place and content that a record had at an earlier version, told back from its history."""
    content = {name: getattr(record, name) for name in ("place", *record.CONTENT)}
    for revision in history_of(record, viewer=viewer).filter(row_version__gt=row_version):
        content |= {name: old for name, (old, _new) in revision.changes.items() if name in content}
    return content


def organisations_to_write_for(viewer: Viewer, kind: type[Record]) -> QuerySet[Organisation]:
    """Return the organisations for which the viewer may write such records, somewhere."""
    found = {s.organisation_id for s in standings_of(viewer) if s.kind in WRITERS and s.reaches(kind.TOPIC)}
    return Organisation.objects.filter(pk__in=found)


def groups_of(viewer: Viewer) -> QuerySet[SharingGroup]:
    """Return the sharing groups that an organisation of the viewer belongs to."""
    own = own_organisations(viewer)
    return SharingGroup.objects.filter(
        memberships__organisation__in=own, memberships__accepted_at__isnull=False
    ).distinct()


def organisations_known_to(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the organisations the viewer may know to be here: her own, those listed, those in her groups."""
    own = own_organisations(viewer)
    if not own:
        return Organisation.objects.none()
    in_groups = GroupMembership.objects.filter(group__in=groups_of(viewer), accepted_at__isnull=False)
    known = Q(pk__in=own) | Q(is_listed=True) | Q(pk__in=in_groups.values("organisation"))
    return Organisation.objects.filter(known)


def colleagues_of(viewer: Viewer) -> QuerySet[Person]:
    """Return the active persons in the viewer's organisations, herself among them."""
    own = own_organisations(viewer)
    return Person.objects.filter(memberships__organisation__in=own, is_active=True).distinct()


@dataclass(frozen=True)
class WouldSee:
    """Who would see something: persons of organisations by their roles, and persons by name."""

    by_organisation: dict[uuid.UUID, Ids]
    by_name: Ids
    left_out: Ids = frozenset()  # organisations that are named, and see nothing of it all the same

    @property
    def persons(self) -> Ids:
        """Return everybody, each once."""
        return self.by_name.union(*self.by_organisation.values())


def who_would_see(
    kind: type[Record],
    *,
    owner_id: uuid.UUID,
    author_id: uuid.UUID | None,
    sharing: Sharing,
    marking: Marking,
    place: str,
    record: Record | None = None,
) -> WouldSee:
    """Return who would see such a record, by the same rules that will hold once it is saved.

    ``record`` is the one that it is about, where it is there already.
    """
    circle = audiences.circle_of(owner_id, sharing, Marking.CLEAR)
    left_out = policy.kept_from(kind, owner_id, record) - {owner_id}
    kept_out = {person for person, _standing in standings_in(left_out)}
    kept_out -= {person for person, _standing in standings_in({owner_id})} if kept_out else set()
    by_organisation: dict[uuid.UUID, set[uuid.UUID]] = {key: set() for key in circle.organisations - left_out}
    for person_id, standing in standings_in(circle.organisations - left_out):
        is_author = person_id == author_id and standing.organisation_id == owner_id
        is_let_in = person_id not in kept_out and (marking < Marking.RED or is_author)
        if is_let_in and standing.reaches(kind.TOPIC) and policy.is_in_place(place, standing.place):
            by_organisation[standing.organisation_id].add(person_id)
    named = Person.objects.filter(pk__in=sharing.persons, is_active=True)
    return WouldSee(
        {key: frozenset(persons) for key, persons in by_organisation.items()},
        frozenset(named.values_list("pk", flat=True)) - kept_out,
        circle.organisations & left_out,
    )


def _is_led(record: Record, viewer: Viewer) -> bool:
    kind = type(record)
    return kind.objects.opened(policy.is_led_by(viewer, kind)).filter(pk=record.pk).exists()
