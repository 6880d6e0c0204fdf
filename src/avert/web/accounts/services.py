from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from avert.errors import InputError
from avert.web.accounts.models import Membership, Organisation, Person, Role
from avert.web.accounts.passwords import new_one_time_password
from avert.web.accounts.vocabulary import POWERS_OF_PROGRAMS, RoleKind
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion


@transaction.atomic
def create_administrator(*, username: str, occasion: Occasion) -> tuple[Person, str]:
    """Create someone who keeps the site running, with a password that works once; it is stored nowhere."""
    if Person.objects.filter(username=username).exists():
        raise InputError(f"There is already someone called {username!r}. Choose another name.")
    password = new_one_time_password()
    person = Person(username=username, is_staff=True, must_change_password=True)
    person.set_password(password)
    person.full_clean()
    person.save(force_insert=True)
    _append(person, Action.CREATE, occasion, field_names=["username", "is_staff", "must_change_password"])
    return person, password


@transaction.atomic
def change_password(*, person: Person, new_password: str, occasion: Occasion) -> Person:
    """Replace the password, the one-time password too."""
    if person.is_service:
        raise InputError("A service account has no password; it has access tokens.")
    validate_password(new_password, person)
    person.set_password(new_password)
    person.must_change_password = False
    changed = ["password", "must_change_password"]
    person.save(update_fields=changed)
    _append(person, Action.PASSWORD_CHANGE, occasion, field_names=changed)
    return person


@transaction.atomic
def create_organisation(
    *,
    name: dict[str, str],
    occasion: Occasion,
    level: str = "",
    sector: str = "",
    is_listed: bool = False,
) -> Organisation:
    """Create an organisation from its name in one or more languages."""
    organisation = Organisation.objects.create(name=name, level=level, sector=sector, is_listed=is_listed)
    audit.append(
        occasion=occasion,
        action=Action.CREATE,
        object_kind=Organisation._meta.label_lower,
        object_id=organisation.pk,
        owner_id=organisation.pk,
        field_names=["name", "level", "sector", "is_listed"],
    )
    return organisation


@transaction.atomic
def join_organisation(*, person: Person, organisation: Organisation, occasion: Occasion) -> Membership:
    """Make the person a member; being one already is no mistake. A service account stays where it was made."""
    elsewhere = Membership.objects.filter(person=person).exclude(organisation=organisation)
    if person.is_service and elsewhere.exists():
        raise InputError(
            "A service account belongs to the organisation that made it. Make another one there."
        )
    membership, is_new = Membership.objects.get_or_create(person=person, organisation=organisation)
    if is_new:
        audit.append(
            occasion=occasion,
            action=Action.PERMISSION_CHANGE,
            object_kind=Membership._meta.label_lower,
            object_id=membership.pk,
            owner_id=organisation.pk,
            field_names=["person", "organisation"],
        )
    return membership


@transaction.atomic
def give_role(
    *,
    person: Person,
    organisation: Organisation,
    kind: RoleKind,
    occasion: Occasion,
    place: str = "",
    topic: str = "",
) -> Role:
    """Let a person do something for an organisation, joining it first; having the role already is no mistake."""
    if person.is_service and kind not in POWERS_OF_PROGRAMS:
        raise InputError("A service account cannot lead an organisation. Make it an analyst or a reader.")
    membership = join_organisation(person=person, organisation=organisation, occasion=occasion)
    role, is_new = Role.objects.get_or_create(membership=membership, kind=kind, place=place, topic=topic)
    if is_new:
        _append_role(role, organisation, occasion)
    return role


@transaction.atomic
def take_role(*, role: Role, occasion: Occasion) -> None:
    """Take a role away."""
    organisation, key = role.membership.organisation, role.pk
    role.delete()
    role.pk = key
    _append_role(role, organisation, occasion)


def _append_role(role: Role, organisation: Organisation, occasion: Occasion) -> None:
    audit.append(
        occasion=occasion,
        action=Action.PERMISSION_CHANGE,
        object_kind=Role._meta.label_lower,
        object_id=role.pk,
        owner_id=organisation.pk,
        field_names=["kind", "place", "topic"],
    )


def _append(person: Person, action: Action, occasion: Occasion, field_names: list[str] | None = None) -> None:
    # Without an owner: colleagues do not watch each other's log-ins, see trail/policy.py.
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=Person._meta.label_lower,
        object_id=person.pk,
        field_names=field_names or [],
    )
