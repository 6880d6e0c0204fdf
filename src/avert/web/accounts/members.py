"""Who belongs to an organisation and what for: decided by its leads, of whom one always remains."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from avert.errors import InputError
from avert.web.accounts import policy, services
from avert.web.accounts.models import Membership, Organisation, Person, Role
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion


class LastLeadError(InputError):
    """Nobody would be left to decide who belongs to the organisation."""


@transaction.atomic
def add_role(
    *,
    membership: Membership,
    kind: RoleKind,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    topic: str = "",
) -> Role:
    """Let a member do something more."""
    _refuse_unless_lead(viewer, membership.organisation_id)
    return services.give_role(
        person=membership.person,
        organisation=membership.organisation,
        kind=kind,
        place=place,
        topic=topic,
        occasion=occasion,
    )


@transaction.atomic
def remove_role(*, role: Role, viewer: Person, occasion: Occasion) -> None:
    """Take a role away. Raises LastLeadError."""
    organisation_id = role.membership.organisation_id
    _wait_for_turn(organisation_id)
    _refuse_unless_lead(viewer, organisation_id)
    before = policy.leads_of(organisation_id)
    services.take_role(role=role, occasion=occasion)
    _refuse_to_leave_none(before, organisation_id)


@transaction.atomic
def end_membership(*, membership: Membership, viewer: Person, occasion: Occasion) -> None:
    """Let a member go, with all roles; anyone may go by themselves. Raises LastLeadError."""
    organisation_id, key = membership.organisation_id, membership.pk
    _wait_for_turn(organisation_id)
    if membership.person_id != viewer.pk:
        _refuse_unless_lead(viewer, organisation_id)
    before = policy.leads_of(organisation_id)
    Membership.objects.filter(pk=key).delete()
    _refuse_to_leave_none(before, organisation_id)
    audit.append(
        occasion=occasion,
        action=Action.PERMISSION_CHANGE,
        object_kind=Membership._meta.label_lower,
        object_id=key,
        owner_id=organisation_id,
        field_names=["person", "organisation"],
    )


def _wait_for_turn(organisation_id: uuid.UUID) -> None:
    # Or two leads who remove each other at one moment would both go. On SQLite, transactions begin IMMEDIATE.
    Organisation.objects.select_for_update().get(pk=organisation_id)


def _refuse_unless_lead(viewer: Person, organisation_id: uuid.UUID) -> None:
    if not policy.decides_for(viewer, organisation_id):
        raise PermissionDenied


def _refuse_to_leave_none(before: frozenset[uuid.UUID], organisation_id: uuid.UUID) -> None:
    if before and not policy.leads_of(organisation_id):
        raise LastLeadError(
            _(
                "This is the last lead without limits. Without one nobody could decide who belongs here: "
                "make someone else a lead first."
            )
        )
