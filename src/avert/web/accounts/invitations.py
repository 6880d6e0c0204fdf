"""Invitations: a code handed over outside this site, good once, until it expires, while its giver may invite."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from avert.errors import InputError
from avert.web.accounts import authentication, policy, services
from avert.web.accounts.models import Invitation, Membership, Person
from avert.web.accounts.passwords import new_code
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import ActorKind, Occasion

FEWEST_DAYS, DAYS, MOST_DAYS = 1, 7, 30


class NotGoodCodeError(InputError):
    """A code that is wrong, used, withdrawn or too old; it is never said which."""


class NameTakenError(InputError):
    """Someone here already has this user name."""


@dataclass(frozen=True)
class NewPerson:
    """How someone who joins wants to be called and to log in."""

    username: str
    name: str
    password: str


@transaction.atomic
def invite(
    *, invitation: Invitation, days: int, viewer: Person, occasion: Occasion
) -> tuple[Invitation, str]:
    """Keep an invitation, given with its organisation and role; return it with its code, which is kept nowhere.

    Raises PermissionDenied; an administrator invites a first lead and nobody else.
    """
    owner = invitation.organisation_id
    is_of_lead = (invitation.kind, invitation.place, invitation.topic) == (RoleKind.LEAD, "", "")
    if not policy.may_invite(viewer, owner) or not (is_of_lead or policy.decides_for(viewer, owner)):
        raise PermissionDenied
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise ValueError(f"An invitation is good for {FEWEST_DAYS} to {MOST_DAYS} days.")
    code = new_code()
    invitation.code_digest = digest_of(code)
    invitation.created_at, invitation.created_by = occasion.at, viewer
    invitation.expires_at = occasion.at + dt.timedelta(days=days)
    invitation.save(force_insert=True)
    _append(invitation, Action.CREATE, occasion, ["kind", "place", "topic", "expires_at"])
    return invitation, code


@transaction.atomic
def withdraw(*, invitation: Invitation, viewer: Person, occasion: Occasion) -> None:
    """Make a code useless that nobody has used yet; afterwards it is, whoever came first."""
    if not policy.may_invite(viewer, invitation.organisation_id):
        raise PermissionDenied
    if _unused(invitation).update(withdrawn_at=occasion.at):
        _append(invitation, Action.CHANGE, occasion, ["withdrawn_at"])


@transaction.atomic
def accept(*, code: str, person: Person, occasion: Occasion) -> Membership:
    """Let someone who is here already join a further organisation. Raises NotGoodCodeError."""
    invitation = good_invitation(code, occasion.at)
    # Of two who bring one code at one moment, the second finds nothing to change.
    if invitation is None or not _unused(invitation).update(accepted_at=occasion.at):
        raise NotGoodCodeError(
            _("This code is not good. It may be mistyped, used, withdrawn or too old: ask for a new one.")
        )
    organisation = invitation.organisation
    role = services.give_role(
        person=person,
        organisation=organisation,
        kind=RoleKind(invitation.kind),
        place=invitation.place,
        topic=invitation.topic,
        occasion=occasion,
    )
    _append(invitation, Action.CHANGE, occasion, ["accepted_at"])
    return role.membership


def join(*, code: str, newcomer: NewPerson, request: HttpRequest, occasion: Occasion) -> Membership:
    """Give someone new an account and their place in an organisation, and begin a session, all or nothing.

    Raises NotGoodCodeError and, to whoever has a good code, NameTakenError.
    """
    person = Person(username=newcomer.username, name=newcomer.name)
    validate_password(newcomer.password, person)
    person.set_password(newcomer.password)  # slow on purpose, so before the transaction
    person.full_clean(validate_unique=False)
    own = replace(occasion, actor_kind=ActorKind.PERSON, actor_id=person.pk)
    return _join(person, code, request, own)


@transaction.atomic
def _join(person: Person, code: str, request: HttpRequest, occasion: Occasion) -> Membership:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise NameTakenError(_("Someone here already has this user name. Choose another.")) from None
    membership = accept(code=code, person=person, occasion=occasion)
    audit.append(
        occasion=occasion,
        action=Action.CREATE,
        object_kind=Person._meta.label_lower,
        object_id=person.pk,
        field_names=["username", "name", "password"],
    )
    authentication.log_in(request=request, person=person, occasion=occasion)
    return membership


def good_invitation(code: str, now: dt.datetime) -> Invitation | None:
    """Return what a code opens now, if anything: whoever gave it must still be one who may invite."""
    found = Invitation.objects.select_related("organisation", "created_by").filter(
        code_digest=digest_of(code), accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )
    invitation = found.first()
    if invitation is None or invitation.created_by is None:
        return None
    return invitation if policy.may_invite(invitation.created_by, invitation.organisation_id) else None


def is_taken(username: str) -> bool:
    """Say whether someone has this user name, in capitals or not. Only for whoever brought a good code."""
    return Person.objects.filter(username__iexact=username).exists()


def digest_of(code: str) -> str:
    """Return what is kept of a code, however it was typed.

    A plain digest is enough: with 99 random bits there is nothing to try out.
    """
    letters = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def _unused(invitation: Invitation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)


def _append(invitation: Invitation, action: Action, occasion: Occasion, names: list[str]) -> None:
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=Invitation._meta.label_lower,
        object_id=invitation.pk,
        owner_id=invitation.organisation_id,
        field_names=names,
    )
