"""Closing an account and opening it again. What its person wrote stays hers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from avert.errors import InputError
from avert.web.accounts import policy
from avert.web.accounts.models import AccessToken, Person
from avert.web.accounts.sessions import end_others
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion


class LastAdministratorError(InputError):
    """Nobody would be left to keep the site running."""


@transaction.atomic
def deactivate(*, person: Person, viewer: Person, occasion: Occasion) -> None:
    """Close an account: it reads nothing more, its sessions end and its tokens are revoked at once."""
    if not policy.is_administrator(viewer):
        raise PermissionDenied
    # Locked in one order: of two administrators who close each other's accounts, one remains.
    staff = Person.objects.select_for_update().filter(is_staff=True, is_active=True, is_service=False)
    if {other.pk for other in staff.order_by("pk")} == {person.pk}:
        raise LastAdministratorError(
            _(
                "This is the last administrator. Without one nobody could open accounts again: "
                "create another administrator first."
            )
        )
    if Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        # Refusing who is inactive is not enough: an old session would live again with the account.
        end_others(person=person, occasion=occasion, here="")
        AccessToken.objects.filter(person=person, revoked_at=None).update(revoked_at=occasion.at)
        _append(person, occasion)


@transaction.atomic
def reactivate(*, person: Person, viewer: Person, occasion: Occasion) -> None:
    """Open an account again, with the roles it had. Old sessions and tokens stay ended."""
    if not policy.is_administrator(viewer):
        raise PermissionDenied
    if Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        _append(person, occasion)


def _append(person: Person, occasion: Occasion) -> None:
    audit.append(
        occasion=occasion,
        action=Action.PERMISSION_CHANGE,
        object_kind=Person._meta.label_lower,
        object_id=person.pk,
        field_names=["is_active"],
    )
