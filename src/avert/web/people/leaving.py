"""Losing a role, with what follows for records: accounts, which lie below, know nothing of them."""

from __future__ import annotations

from django.db import transaction

from avert.web.accounts import members
from avert.web.accounts.models import Membership, Person, Role
from avert.web.audit.occasions import Occasion
from avert.web.records.parts import shrink_parts_naming


@transaction.atomic
def take_role(*, role: Role, viewer: Person, occasion: Occasion) -> None:
    """Take a role away, and with it what someone sees of parts by name who no longer sees the whole."""
    person = role.membership.person
    members.remove_role(role=role, viewer=viewer, occasion=occasion)
    shrink_parts_naming(person=person, occasion=occasion)


@transaction.atomic
def end_membership(*, membership: Membership, viewer: Person, occasion: Occasion) -> None:
    """End a membership, and with it what someone sees of parts by name who no longer sees the whole."""
    person = membership.person
    members.end_membership(membership=membership, viewer=viewer, occasion=occasion)
    shrink_parts_naming(person=person, occasion=occasion)
