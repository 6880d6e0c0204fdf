"""Service accounts: programs that act for one organisation. They have roles like anyone else, and no password."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from avert.web.accounts import services, tokens
from avert.web.accounts.models import AccessToken, Organisation, Person
from avert.web.accounts.policy import leads
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion


@transaction.atomic
def create_service_account(
    *,
    organisation: Organisation,
    name: str,
    kind: RoleKind,
    occasion: Occasion,
    place: str = "",
    topic: str = "",
) -> Person:
    """Make a program a member of an organisation, with one role; it can be let in by access tokens only."""
    key = uuid.uuid4()
    program = Person(id=key, username=f"program-{key.hex}", name=name, is_service=True)
    program.set_unusable_password()
    program.full_clean()
    program.save(force_insert=True)
    services.give_role(
        person=program, organisation=organisation, kind=kind, place=place, topic=topic, occasion=occasion
    )
    _append(program, organisation, Action.CREATE, occasion, ["username", "name", "is_service"])
    return program


@transaction.atomic
def end_service_account(*, program: Person, organisation: Organisation, occasion: Occasion) -> None:
    """End a program with its tokens. What it wrote keeps saying that it did."""
    for token in tokens.tokens_of(program):
        tokens.revoke_token(token=token, occasion=occasion)
    program.is_active = False
    program.save(update_fields=["is_active"])
    _append(program, organisation, Action.CHANGE, occasion, ["is_active"])


def organisation_led_by(viewer: Person, organisation_id: uuid.UUID) -> Organisation | None:
    """Return the organisation, if the viewer decides who belongs to it."""
    if not leads(viewer, organisation_id):
        return None
    return Organisation.objects.filter(pk=organisation_id).first()


def programs_of(organisation: Organisation) -> QuerySet[Person]:
    """Return the service accounts of an organisation with their roles and tokens, by name."""
    good = AccessToken.objects.filter(revoked_at=None).order_by("-created_at")
    return (
        Person.objects.filter(memberships__organisation=organisation, is_service=True, is_active=True)
        .prefetch_related("memberships__roles", Prefetch("access_tokens", good, to_attr="good_tokens"))
        .order_by("name", "pk")
    )


def _append(
    program: Person, organisation: Organisation, action: Action, occasion: Occasion, field_names: list[str]
) -> None:
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=Person._meta.label_lower,
        object_id=program.pk,
        owner_id=organisation.pk,
        field_names=field_names,
    )
