"""Who keeps the keys. This is the only place that says so."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.policy import leads, standings_of


def may_name_custodian(viewer: Person | AnonymousUser, organisation_id: uuid.UUID) -> bool:
    """Say whether the viewer may decide who keeps an organisation's key."""
    return leads(viewer, organisation_id)


def organisations_served_by(viewer: Person | AnonymousUser) -> frozenset[uuid.UUID]:
    """Return the organisations in which the viewer has a role, limited or not; of programs, none."""
    if not isinstance(viewer, Person) or viewer.is_service:
        return frozenset()
    return frozenset(standing.organisation_id for standing in standings_of(viewer))


def is_kept_by(viewer: Person | AnonymousUser) -> Q:
    """Return the condition on keys whose custodian the viewer is, and still serves the organisation.

    Leading the organisation, being staff or superuser adds nothing.
    """
    served = organisations_served_by(viewer)
    return Q(custodian=viewer.pk, organisation__in=served) if served else Q(pk__in=[])


def has_a_custodian() -> Q:
    """Return the condition on keys whose custodian could log in and open."""
    serves = Q(custodian__memberships__organisation=F("organisation"))
    return serves & Q(custodian__is_active=True, custodian__memberships__roles__isnull=False)


def can_be_custodian(person: Person, organisation: Organisation) -> bool:
    """Say whether the person has a role in the organisation and can log in."""
    return organisation.pk in organisations_served_by(person)
