"""Sharing groups: kept by one organisation, joined by each for itself, left at any time.

Whoever comes widens what is shared with the group, and whoever goes narrows it; parts of records follow at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from avert.errors import InputError
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.policy import decides_for
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.records import parts
from avert.web.records.kinds import record_kinds
from avert.web.records.models import AudienceMember, GroupMembership, SharingGroup


class GroupError(InputError):
    """What was asked of a sharing group cannot be done as it is."""


@transaction.atomic
def create_group(
    *, name: dict[str, str], keeper: Organisation, viewer: Person, occasion: Occasion
) -> SharingGroup:
    """Create a group that the viewer's organisation keeps and is in at once."""
    _refuse_unless_lead(viewer, keeper.pk)
    group = SharingGroup.objects.create(name=name, keeper=keeper)
    GroupMembership.objects.create(
        group=group, organisation=keeper, asked_at=occasion.at, accepted_at=occasion.at
    )
    _append(group, Action.CREATE, occasion, ["name", "keeper"])
    return group


@transaction.atomic
def ask(*, group: SharingGroup, organisation_id: uuid.UUID, viewer: Person, occasion: Occasion) -> None:
    """Ask an organisation to join. Asking one that is not here does the same, as far as anyone can tell."""
    _refuse_unless_lead(viewer, group.keeper_id)
    is_new = False
    if Organisation.objects.filter(pk=organisation_id).exists():
        _row, is_new = GroupMembership.objects.get_or_create(
            group=group, organisation_id=organisation_id, defaults={"asked_at": occasion.at}
        )
    others = [organisation_id] if is_new else []
    _append(group, Action.PERMISSION_CHANGE, occasion, ["asked_at"], others)


@transaction.atomic
def accept(*, membership: GroupMembership, viewer: Person, occasion: Occasion) -> None:
    """Let one's organisation in."""
    _refuse_unless_lead(viewer, membership.organisation_id)
    unanswered = GroupMembership.objects.filter(pk=membership.pk, accepted_at=None)
    if not unanswered.update(accepted_at=occasion.at):
        return
    for kind in record_kinds():
        # A part that names the group would now be seen by one who may not see the whole.
        parts.shrink_into_parents(kind=kind, audience_ids=_audiences_of(membership.group), occasion=occasion)
    _append(
        membership.group, Action.PERMISSION_CHANGE, occasion, ["accepted_at"], [membership.organisation_id]
    )


@transaction.atomic
def decline(*, membership: GroupMembership, viewer: Person, occasion: Occasion) -> None:
    """Say no for one's organisation; it can be asked again."""
    _refuse_unless_lead(viewer, membership.organisation_id)
    if GroupMembership.objects.filter(pk=membership.pk, accepted_at=None).delete()[0]:
        _append(
            membership.group, Action.PERMISSION_CHANGE, occasion, ["asked_at"], [membership.organisation_id]
        )


@transaction.atomic
def leave_group(*, membership: GroupMembership, viewer: Person, occasion: Occasion) -> None:
    """Take an organisation out: its own lead, or one of the keeper's. Parts of what it no longer sees shrink."""
    group = membership.group
    if not (decides_for(viewer, membership.organisation_id) or decides_for(viewer, group.keeper_id)):
        raise PermissionDenied
    if membership.organisation_id == group.keeper_id:
        raise GroupError(
            _("The organisation that keeps a group cannot leave it. Dissolve the group instead.")
        )
    if GroupMembership.objects.filter(pk=membership.pk).delete()[0]:
        _shrink(group, occasion)
        _append(group, Action.PERMISSION_CHANGE, occasion, ["accepted_at"], [membership.organisation_id])


@transaction.atomic
def dissolve_group(*, group: SharingGroup, viewer: Person, occasion: Occasion) -> None:
    """End a group that nobody but its keeper is in. What was shared with it is shared with nobody by it."""
    _refuse_unless_lead(viewer, group.keeper_id)
    SharingGroup.objects.select_for_update().get(pk=group.pk)
    others = GroupMembership.objects.filter(group=group).exclude(organisation=group.keeper_id)
    if others.filter(accepted_at__isnull=False).exists():
        raise GroupError(
            _("Others are still in this group and rely on it. Remove them or let them leave first.")
        )
    asked = list(others.values_list("organisation_id", flat=True))
    GroupMembership.objects.filter(group=group).delete()
    _shrink(group, occasion)
    key = group.pk
    group.delete()
    group.pk = key
    _append(group, Action.DELETE, occasion, [], asked)


def _shrink(group: SharingGroup, occasion: Occasion) -> None:
    audience_ids = _audiences_of(group)
    for kind in record_kinds():
        parts.shrink_parts_of_all(kind=kind, audience_ids=audience_ids, occasion=occasion)


def _audiences_of(group: SharingGroup) -> set[uuid.UUID]:
    return set(AudienceMember.objects.filter(group=group).values_list("audience_id", flat=True))


def _refuse_unless_lead(viewer: Person, organisation_id: uuid.UUID) -> None:
    if not decides_for(viewer, organisation_id):
        raise PermissionDenied


def _append(
    group: SharingGroup,
    action: Action,
    occasion: Occasion,
    names: list[str],
    others: Iterable[uuid.UUID] = (),
) -> None:
    # One entry for the keeper and one for each other whom it concerns: nobody reads what is not theirs. Without
    # the other's id, which would tell the keeper whether there is such an organisation.
    for owner_id in dict.fromkeys([group.keeper_id, *others]):
        audit.append(
            occasion=occasion,
            action=action,
            object_kind=SharingGroup._meta.label_lower,
            object_id=group.pk,
            owner_id=owner_id,
            field_names=names,
        )
