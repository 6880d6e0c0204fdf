"""What someone stands for, and who runs an organisation. Records ask here before they ask anything else."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from avert.web.accounts.models import Membership, Person, Role
from avert.web.accounts.vocabulary import APART, RoleKind

READERS = frozenset(RoleKind)
WRITERS = frozenset({RoleKind.LEAD, RoleKind.ANALYST})
LEADS = frozenset({RoleKind.LEAD})


@dataclass(frozen=True)
class Standing:
    """One role of one viewer, in plain values."""

    organisation_id: uuid.UUID
    kind: RoleKind
    place: str = ""
    topic: str = ""

    def reaches(self, topic: str) -> bool:
        """Say whether the role is good for this topic; what is kept apart must be named."""
        return self.topic == topic if self.topic else topic not in APART

    @property
    def is_unlimited(self) -> bool:
        """Say whether the role is for everything the organisation does."""
        return not self.place and not self.topic


def standings_of(viewer: Person | AnonymousUser) -> tuple[Standing, ...]:
    """Return every role of the viewer, with one query; of nobody, and of the deactivated, none."""
    if not isinstance(viewer, Person) or not viewer.is_active:
        return ()
    rows = Role.objects.filter(membership__person=viewer)
    return tuple(
        Standing(organisation_id, RoleKind(kind), place, topic)
        for organisation_id, kind, place, topic in rows.values_list(
            "membership__organisation_id", "kind", "place", "topic"
        )
    )


def standings_in(organisations: Collection[uuid.UUID]) -> list[tuple[uuid.UUID, Standing]]:
    """Return every active person's roles in these organisations, each with the person's id."""
    rows = Role.objects.filter(membership__organisation__in=organisations, membership__person__is_active=True)
    return [
        (person_id, Standing(organisation_id, RoleKind(kind), place, topic))
        for person_id, organisation_id, kind, place, topic in rows.values_list(
            "membership__person_id", "membership__organisation_id", "kind", "place", "topic"
        )
    ]


def organisations_where(
    viewer: Person | AnonymousUser, kinds: Collection[RoleKind] = READERS
) -> frozenset[uuid.UUID]:
    """Return the organisations in which the viewer has one of these roles, without limits."""
    return frozenset(
        standing.organisation_id
        for standing in standings_of(viewer)
        if standing.kind in kinds and standing.is_unlimited
    )


def leads(viewer: Person | AnonymousUser, organisation_id: uuid.UUID) -> bool:
    """Say whether the viewer decides who belongs to the organisation: a lead whose role has no limits."""
    return organisation_id in organisations_where(viewer, LEADS)


def needs_second_factor(person: Person) -> bool:
    """Say whether the deployment asks a second step of this person, for any of their roles; never of a program."""
    asked = set(settings.AVERT_SECOND_FACTOR)
    if person.is_service or not asked:
        return False
    if "everyone" in asked or ("administrator" in asked and person.is_staff):
        return True
    return any(standing.kind in asked for standing in standings_of(person))


def is_administrator(viewer: Person | AnonymousUser) -> bool:
    """Say whether the viewer keeps the server running, which gives no right to read what organisations keep."""
    return isinstance(viewer, Person) and viewer.is_active and viewer.is_staff and not viewer.is_service


def decides_for(viewer: Person | AnonymousUser, organisation_id: uuid.UUID) -> bool:
    """Say whether the viewer is a lead whom one can ask why: a program decides for nobody."""
    return isinstance(viewer, Person) and not viewer.is_service and leads(viewer, organisation_id)


def leads_of(organisation_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return who decides for an organisation today."""
    roles = Role.objects.filter(
        membership__organisation=organisation_id,
        membership__person__is_active=True,
        membership__person__is_service=False,
        kind=RoleKind.LEAD,
        place="",
        topic="",
    )
    return frozenset(roles.values_list("membership__person_id", flat=True))


def may_see(viewer: Person | AnonymousUser, organisation_id: uuid.UUID) -> bool:
    """Say whether the viewer may know that the organisation is here, and who belongs to it."""
    if not isinstance(viewer, Person) or not viewer.is_active:
        return False
    own = Membership.objects.filter(person=viewer, organisation=organisation_id)
    return is_administrator(viewer) or own.exists()


def may_describe(viewer: Person | AnonymousUser, organisation_id: uuid.UUID) -> bool:
    """Say whether the viewer may change the organisation's name, level, sector and whether it is listed."""
    return is_administrator(viewer) or decides_for(viewer, organisation_id)


def may_invite(viewer: Person | AnonymousUser, organisation_id: uuid.UUID) -> bool:
    """Say whether the viewer may invite: a lead, and an administrator only while the organisation has none.

    Otherwise whoever keeps the server running could let herself in by a click.
    """
    if decides_for(viewer, organisation_id):
        return True
    return is_administrator(viewer) and not leads_of(organisation_id)
