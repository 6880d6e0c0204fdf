"""Sharing groups as a viewer may know them."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, Q, QuerySet

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.policy import LEADS, decides_for, organisations_where
from avert.web.records.models import GroupMembership, SharingGroup
from avert.web.records.selectors import groups_of, organisations_known_to


def groups_shown_to(*, viewer: Person) -> QuerySet[Any, Any]:
    """Return the groups that the viewer's organisations are in, with ``members`` counted."""
    is_in = Q(memberships__accepted_at__isnull=False)
    shown = SharingGroup.objects.filter(pk__in=groups_of(viewer).values("pk")).select_related("keeper")
    return shown.annotate(members=Count("memberships", filter=is_in)).order_by("pk")


def unanswered_by(*, viewer: Person) -> QuerySet[GroupMembership]:
    """Return what the organisations that the viewer decides for were asked and have not answered."""
    if viewer.is_service:
        return GroupMembership.objects.none()
    led = organisations_where(viewer, LEADS)
    found = GroupMembership.objects.filter(organisation__in=led, accepted_at=None)
    return found.select_related("group__keeper", "organisation").order_by("asked_at")


def group_for(*, viewer: Person, group_id: uuid.UUID) -> SharingGroup | None:
    """Return a group, to those in it and to those who decide for an organisation that was asked."""
    asked = unanswered_by(viewer=viewer).values("group")
    found = SharingGroup.objects.filter(Q(pk__in=groups_of(viewer).values("pk")) | Q(pk__in=asked))
    return found.select_related("keeper").filter(pk=group_id).first()


def members_of(*, viewer: Person, group: SharingGroup) -> QuerySet[GroupMembership]:
    """Return who is in a group and, to its keeper, whom of those it may know it has asked.

    One asked by an id that was handed over appears once it has said yes: before, seeing it would tell that it is
    here.
    """
    shown = Q(accepted_at__isnull=False)
    if decides_for(viewer, group.keeper_id):
        shown |= Q(organisation__in=organisations_known_to(viewer).values("pk"))
    found = GroupMembership.objects.filter(shown, group=group).select_related("organisation", "group")
    return found.order_by("accepted_at", "asked_at", "pk")


def membership_for(
    *, viewer: Person, group: SharingGroup, membership_id: uuid.UUID
) -> GroupMembership | None:
    """Return one organisation's place in a group, also while it has not answered."""
    shown = members_of(viewer=viewer, group=group).filter(pk=membership_id).first()
    return shown or unanswered_by(viewer=viewer).filter(group=group, pk=membership_id).first()


def organisations_to_ask(*, viewer: Person, group: SharingGroup) -> QuerySet[Organisation]:
    """Return the organisations that the viewer may know and that are neither in the group nor asked."""
    there = GroupMembership.objects.filter(group=group).values("organisation")
    return organisations_known_to(viewer).exclude(pk__in=there).order_by("pk")
