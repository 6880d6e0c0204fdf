"""Audiences in the database: one row per sharing, who stands behind it, and whether one lies within another."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from avert.handling import Marking
from avert.web.accounts.models import Role
from avert.web.records.models import Audience, AudienceMember, GroupMembership, Record
from avert.web.records.sharing import Ids, Sharing


@dataclass(frozen=True)
class Circle:
    """The organisations and persons behind a sharing, its groups resolved as they are now, and the marking."""

    organisations: Ids
    persons: Ids
    marking: Marking


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


def is_within(inner: Circle, outer: Circle, *, inner_owner: uuid.UUID) -> bool:
    """Say whether nobody is in the inner circle who is not in the outer one, its own owner apart."""
    if inner.marking < outer.marking or not inner.organisations <= outer.organisations | {inner_owner}:
        return False
    others = inner.persons - outer.persons
    return not others or others <= _persons_in(outer.organisations)


def narrowed(sharing: Sharing, *, owner_id: uuid.UUID, marking: Marking, outer: Circle) -> Sharing:
    """Return what of a sharing lies within the outer circle; groups become the organisations that are left."""
    circle = circle_of(owner_id, sharing, marking)
    inside = outer.persons | _persons_in(outer.organisations)
    return Sharing(
        organisations=(circle.organisations & outer.organisations) - {owner_id},
        persons=sharing.persons & inside,
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


def _persons_in(organisations: Ids) -> Ids:
    roles = Role.objects.filter(membership__organisation__in=organisations)
    return frozenset(roles.values_list("membership__person_id", flat=True))
