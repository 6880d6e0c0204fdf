"""Which organisations there are, who belongs to them and who is invited: always for a viewer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from avert.web.accounts import policy
from avert.web.accounts.models import Invitation, Membership, Organisation, Person, Role
from avert.web.accounts.vocabulary import RoleKind

LEAD = Q(kind=RoleKind.LEAD, place="", topic="")


def all_organisations(*, viewer: Person) -> QuerySet[Any, Any]:
    """Return every organisation with ``members`` and ``leads`` counted, for administrators; for others none."""
    if not policy.is_administrator(viewer):
        return Organisation.objects.none()
    is_lead = Q(
        memberships__roles__kind=RoleKind.LEAD,
        memberships__roles__place="",
        memberships__roles__topic="",
        memberships__person__is_active=True,
        memberships__person__is_service=False,
    )
    return Organisation.objects.annotate(
        members=Count("memberships", distinct=True),
        leads=Count("memberships", filter=is_lead, distinct=True),
    )


def organisation_for(*, viewer: Person, organisation_id: uuid.UUID) -> Organisation | None:
    """Return an organisation, where the viewer may know that it is here."""
    if not policy.may_see(viewer, organisation_id):
        return None
    return Organisation.objects.filter(pk=organisation_id).first()


def led_by(*, viewer: Person) -> QuerySet[Organisation]:
    """Return the organisations that the viewer decides for."""
    found = frozenset() if viewer.is_service else policy.organisations_where(viewer, policy.LEADS)
    return Organisation.objects.filter(pk__in=found)


def people_of(*, viewer: Person, organisation: Organisation) -> QuerySet[Membership]:
    """Return who belongs to an organisation, with ``shown_roles``: to its leads all, to others who leads it."""
    roles = Role.objects.order_by("kind", "place", "topic")
    if not policy.decides_for(viewer, organisation.pk):
        roles = roles.filter(LEAD)
    if not policy.may_see(viewer, organisation.pk):
        return Membership.objects.none()
    return (
        Membership.objects.filter(organisation=organisation)
        .select_related("person")
        .prefetch_related(Prefetch("roles", queryset=roles, to_attr="shown_roles"))
        .order_by("person__name", "person__username")
    )


def membership_for(*, viewer: Person, organisation: Organisation, membership_id: uuid.UUID) -> Any:
    """Return one of them, or nothing."""
    return people_of(viewer=viewer, organisation=organisation).filter(pk=membership_id).first()


def own_membership(*, viewer: Person, organisation: Organisation) -> Membership | None:
    """Return the viewer's own place in an organisation."""
    return Membership.objects.filter(person=viewer, organisation=organisation).first()


def role_for(*, viewer: Person, organisation: Organisation, role_id: uuid.UUID) -> Role | None:
    """Return a role in an organisation, to those who decide for it."""
    if not policy.decides_for(viewer, organisation.pk):
        return None
    found = Role.objects.filter(membership__organisation=organisation, pk=role_id)
    return found.select_related("membership__organisation").first()


def open_invitations(*, viewer: Person, organisation: Organisation, now: dt.datetime) -> QuerySet[Invitation]:
    """Return the invitations whose codes are good now, to those who may invite."""
    if not policy.may_invite(viewer, organisation.pk):
        return Invitation.objects.none()
    givers = policy.leads_of(organisation.pk)
    may_give = (
        Q(created_by__in=givers) if givers else Q(created_by__is_staff=True, created_by__is_active=True)
    )
    is_open = Q(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    found = Invitation.objects.filter(may_give, is_open, organisation=organisation)
    return found.select_related("created_by").order_by("expires_at")


def invitation_for(
    *, viewer: Person, organisation: Organisation, invitation_id: uuid.UUID
) -> Invitation | None:
    """Return an invitation into an organisation, to those who may invite."""
    if not policy.may_invite(viewer, organisation.pk):
        return None
    return Invitation.objects.filter(organisation=organisation, pk=invitation_id).first()


def all_accounts(*, viewer: Person) -> QuerySet[Person]:
    """Return every account, for administrators; for others none."""
    if not policy.is_administrator(viewer):
        return Person.objects.none()
    return Person.objects.prefetch_related("organisations").order_by("username")
