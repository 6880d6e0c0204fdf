from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, QuerySet
from django.utils.functional import Promise

from avert.web.accounts.models import Organisation, Person
from avert.web.sealing import policy
from avert.web.sealing.models import IN_USE, TO_COME, OrganisationKey, Sealed
from avert.web.sealing.vocabulary import in_order, label_of

Viewer = Person | AnonymousUser


@dataclass(frozen=True)
class SealedFields:
    """That a record has sealed fields: which, and whether the viewer could open them. Never what they hold."""

    record_id: UUID
    field_names: Sequence[str]
    is_custodian: bool

    @property
    def labels(self) -> Sequence[str | Promise]:
        """Return what the fields are called."""
        return [label_of(name) for name in self.field_names]


@dataclass(frozen=True)
class Custody:
    """Who keeps an organisation's key, as far as the viewer may know it."""

    organisation: Organisation
    in_use: OrganisationKey | None
    to_come: OrganisationKey | None
    retired: Sequence[OrganisationKey]  # that the viewer keeps, and that still open something
    may_name: bool
    keeps_in_use: bool
    is_asked: bool
    is_custodian_there: bool

    @property
    def may_know_who(self) -> bool:
        """Say whether the viewer is told the custodian's name, which makes a person worth threatening."""
        return self.may_name or self.keeps_in_use or self.is_asked

    @property
    def to_hand_over(self) -> OrganisationKey | None:
        """Return the viewer's key that another could follow."""
        if self.retired and self.in_use is not None:
            return self.retired[0]
        return self.in_use if self.keeps_in_use and self.is_new_key_proven else None

    @property
    def is_new_key_proven(self) -> bool:
        """Say whether a new custodian has shown that the new key works."""
        return self.to_come is not None and self.to_come.proven_at is not None

    @property
    def can_begin_anew(self) -> bool:
        """Say whether the viewer may use the new key without a hand-over."""
        return self.may_name and self.in_use is not None and self.is_new_key_proven


def sealed_fields_of(*, record_id: UUID, viewer: Viewer) -> SealedFields | None:
    """Return what a member of the sealing organisation may know of a record that the caller let the viewer read.

    Others, though they may read the record, are not told that there is anything.
    """
    served = policy.organisations_served_by(viewer)
    sealed = Sealed.objects.filter(record_id=record_id, organisation__in=served)
    names = in_order(sealed.values_list("field", flat=True).distinct())
    if not names:
        return None
    return SealedFields(record_id, names, keys_to(record_id=record_id, viewer=viewer).exists())


def keys_to(*, record_id: UUID, viewer: Viewer) -> QuerySet[OrganisationKey]:
    """Return the keys the viewer keeps that open something of the record, the one in use first."""
    kept = OrganisationKey.objects.filter(policy.is_kept_by(viewer))
    return (
        kept.filter(wrapped_keys__sealed__record_id=record_id)
        .distinct()
        .order_by(F("retired_at").desc(nulls_first=True))
    )


def custody_of(*, organisation_id: UUID, viewer: Viewer) -> Custody | None:
    """Return who keeps an organisation's key, to its members."""
    if organisation_id not in policy.organisations_served_by(viewer):
        return None
    organisation = Organisation.objects.get(pk=organisation_id)
    keys = OrganisationKey.objects.filter(organisation=organisation).select_related("custodian")
    in_use, to_come = keys.filter(IN_USE).first(), keys.filter(TO_COME).first()
    retired = keys.filter(policy.is_kept_by(viewer), retired_at__isnull=False, wrapped_keys__isnull=False)
    return Custody(
        organisation,
        in_use,
        to_come,
        list(retired.distinct()),
        may_name=policy.may_name_custodian(viewer, organisation.pk),
        keeps_in_use=in_use is not None and in_use.custodian_id == viewer.pk,
        is_asked=to_come is not None and to_come.custodian_id == viewer.pk,
        is_custodian_there=keys.filter(policy.has_a_custodian(), IN_USE).exists(),
    )


def members_to_name(*, organisation: Organisation, viewer: Viewer) -> QuerySet[Person]:
    """Return whom a lead can ask to keep the key."""
    if not policy.may_name_custodian(viewer, organisation.pk):
        return Person.objects.none()
    serving = Person.objects.filter(memberships__organisation=organisation, memberships__roles__isnull=False)
    return serving.filter(is_active=True, is_service=False).distinct().order_by("username")


def organisations_kept_by(*, viewer: Viewer) -> QuerySet[OrganisationKey, UUID]:
    """Return the ids of the organisations whose key in use the viewer keeps."""
    kept = OrganisationKey.objects.filter(policy.is_kept_by(viewer), IN_USE)
    return kept.values_list("organisation_id", flat=True)
