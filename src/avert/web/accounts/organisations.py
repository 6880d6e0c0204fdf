"""What an organisation is: created by an administrator, described by its leads or an administrator."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.web.accounts import policy, services
from avert.web.accounts.models import Organisation, Person
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion


@dataclass(frozen=True)
class Description:
    """What is said of an organisation; its name as ``{language: text}``."""

    name: dict[str, str]
    level: str = ""
    sector: str = ""
    is_listed: bool = False


def add_organisation(*, description: Description, viewer: Person, occasion: Occasion) -> Organisation:
    """Create an organisation. Nobody belongs to it until its first lead comes with an invitation."""
    if not policy.is_administrator(viewer):
        raise PermissionDenied
    return services.create_organisation(**asdict(description), occasion=occasion)


@transaction.atomic
def describe_organisation(
    *, organisation: Organisation, description: Description, viewer: Person, occasion: Occasion
) -> Organisation:
    """Change what is said of an organisation; what stays the same is no change."""
    if not policy.may_describe(viewer, organisation.pk):
        raise PermissionDenied
    said = asdict(description)
    changed = [name for name, value in said.items() if getattr(organisation, name) != value]
    if not changed:
        return organisation
    for name in changed:
        setattr(organisation, name, said[name])
    organisation.save(update_fields=changed)
    audit.append(
        occasion=occasion,
        action=Action.CHANGE,
        object_kind=Organisation._meta.label_lower,
        object_id=organisation.pk,
        owner_id=organisation.pk,
        field_names=changed,
    )
    return organisation
