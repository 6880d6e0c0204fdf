"""Audiences in the database: one row per sharing, who stands behind it, and whether one lies within another."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from avert.handling import Marking
from avert.web.accounts.policy import standings_in
from avert.web.records.models import Audience, AudienceMember, GroupMembership, Record
from avert.web.records.policy import is_in_place
from avert.web.records.sharing import Ids, Sharing


@dataclass(frozen=True)
class Circle:
    """Who stands behind a sharing, its groups resolved as they are now; roles say who of an organisation reads."""

    organisations: Ids
    persons: Ids
    marking: Marking

    def readers(self, kind: type[Record], place: str) -> Ids:
        """Return the persons who are in by name or by a role that reaches records of this kind at this place."""
        by_role = {
            person
            for person, standing in standings_in(self.organisations)
            if standing.reaches(kind.TOPIC) and is_in_place(place, standing.place)
        }
        return self.persons | by_role


def audience_of(sharing: Sharing) -> Audience:
    """Return the one row of this sharing; make it on first use."""
    found = Audience.objects.filter(digest=sharing.digest).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return _make(sharing)
    except IntegrityError:  # someone made it at the same moment
        return Audience.objects.get(digest=sharing.digest)


def sharing_of(audience_id: uuid.UUID) -> Sharing:
    """Return whom an audience names."""
    rows = AudienceMember.objects.filter(audience=audience_id)
    columns = list(zip(*rows.values_list("organisation", "group", "person"), strict=True)) or [(), (), ()]
    return Sharing(*(frozenset(found for found in column if found) for column in columns))


def named_in(audience_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of these audiences that name anyone at all."""
    rows = AudienceMember.objects.filter(audience__in=audience_ids)
    return set(rows.values_list("audience", flat=True))


def circle_of(owner_id: uuid.UUID, sharing: Sharing, marking: Marking) -> Circle:
    """Return who stands behind a sharing; TLP:RED is for persons, whatever else is named."""
    if marking == Marking.RED:
        return Circle(frozenset(), sharing.persons, marking)
    members = GroupMembership.objects.filter(group__in=sharing.groups, accepted_at__isnull=False)
    in_groups = frozenset(members.values_list("organisation_id", flat=True))
    return Circle(sharing.organisations | in_groups | {owner_id}, sharing.persons, marking)


def circle_of_record(record: Record) -> Circle:
    """Return who stands behind a record's audience."""
    return circle_of(record.owner_id, sharing_of(record.audience_id), record.marking)


def is_within(inner: Circle, outer: Record, *, inner_owner: uuid.UUID) -> bool:
    """Say whether nobody is in the circle who does not read the outer record, the circle's own owner apart."""
    circle = circle_of_record(outer)
    if inner.marking < circle.marking or not inner.organisations <= circle.organisations | {inner_owner}:
        return False
    return inner.persons <= circle.persons or inner.persons <= circle.readers(type(outer), outer.place)


def narrowed(part: Record, outer: Record) -> Sharing:
    """Return what of a part's sharing lies within the outer record; groups become the organisations left of them."""
    circle, sharing = circle_of_record(outer), sharing_of(part.audience_id)
    within = circle_of_record(part).organisations & circle.organisations
    return Sharing(
        organisations=within - {part.owner_id},
        persons=sharing.persons & circle.readers(type(outer), outer.place),
    )


def _make(sharing: Sharing) -> Audience:
    audience = Audience.objects.create(digest=sharing.digest)
    named = {
        "organisation_id": sharing.organisations,
        "group_id": sharing.groups,
        "person_id": sharing.persons,
    }
    AudienceMember.objects.bulk_create(
        AudienceMember(audience=audience, **{field: key}) for field, keys in named.items() for key in keys
    )
    return audience
