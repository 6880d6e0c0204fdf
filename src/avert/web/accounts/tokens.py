"""Access tokens: what a program shows instead of logging in. The token itself is shown once and kept nowhere."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from avert.errors import InputError
from avert.web.accounts.models import AccessToken, Membership, Person
from avert.web.accounts.vocabulary import Scope
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion

PREFIX = "avert_"  # by which programs that look for leaked secrets find it
MOST_DAYS, USUAL_DAYS = 365, 90


@transaction.atomic
def make_token(
    *, person: Person, label: str, scopes: Collection[Scope], days: int, occasion: Occasion
) -> tuple[AccessToken, str]:
    """Make a token of 256 random bits for a person or a program, and return it beside its row."""
    if not scopes or not 1 <= days <= MOST_DAYS:
        raise InputError(
            f"An access token opens something, and for 1 to {MOST_DAYS} days. Say what and how long."
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        person=person,
        label=label,
        digest=digest_of(secret),
        scopes=[scope.value for scope in Scope if scope in scopes],
        created_at=occasion.at,
        expires_at=occasion.at + dt.timedelta(days=days),
    )
    _append(token, Action.CREATE, occasion, ["label", "scopes", "expires_at"])
    return token, secret


@transaction.atomic
def revoke_token(*, token: AccessToken, occasion: Occasion) -> None:
    """End a token now."""
    token.revoked_at = occasion.at
    token.save(update_fields=["revoked_at"])
    _append(token, Action.DELETE, occasion)


@transaction.atomic
def append_list_read(*, person: Person | None, owner_id: uuid.UUID | None, occasion: Occasion) -> None:
    """Write down that the tokens of a person, or of an organisation's programs, were listed."""
    audit.append(
        occasion=occasion,
        action=Action.READ_LIST,
        object_kind=AccessToken._meta.label_lower,
        object_id=person.pk if person else "",
        owner_id=owner_id,
    )


def note_use(*, token: AccessToken, today: dt.date) -> None:
    """Note the day on which a token was last used; once a day, not with every request."""
    if token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)


def good_token(shown: str, *, now: dt.datetime) -> AccessToken | None:
    """Return the token that is shown, with its person, unless it is unknown, revoked, expired or its person left.

    The same work is done whatever is shown: one digest and one query.
    """
    token = AccessToken.objects.select_related("person").filter(digest=digest_of(shown)).first()
    if token is None or token.revoked_at or token.expires_at <= now or not token.person.is_active:
        return None
    return token


def tokens_of(person: Person) -> QuerySet[AccessToken]:
    """Return the tokens of a person or a program that were not revoked, the newest first."""
    return AccessToken.objects.filter(person=person, revoked_at=None).order_by("-created_at")


def digest_of(secret: str) -> str:
    """Return what is kept of a token: with 256 random bits nothing slower than one digest is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _append(
    token: AccessToken, action: Action, occasion: Occasion, field_names: Collection[str] = ()
) -> None:
    # A person's own are theirs alone, as log-ins are; a program's belong to the organisation that made it.
    of_programs = Membership.objects.filter(person=token.person, person__is_service=True)
    owner_id = of_programs.values_list("organisation_id", flat=True).first()
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=AccessToken._meta.label_lower,
        object_id=token.pk,
        owner_id=owner_id,
        field_names=field_names,
    )
