"""The second step of log-in: setting it up, recovery codes, removing it. Models and sealing are allauth's."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import InvalidToken
from django.db import transaction
from django.http import HttpRequest

from avert.web.accounts.codes import LAST_STEP, matching_step
from avert.web.accounts.models import Person
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion

PENDING = "accounts.second-factor"


@dataclass(frozen=True)
class Enrolment:
    """What an app has to be told: to be scanned as a picture, or typed."""

    secret: str
    picture: str  # a data: address, which the security policy lets an image have

    @property
    def typed(self) -> str:
        """Return the secret in groups of four."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


def has_second_factor(person: Person) -> bool:
    """Say whether a code is asked of this person at log-in."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def recovery_codes_left(person: Person) -> int:
    """Return how many recovery codes are unused; none where they cannot be read any more."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    try:
        return len(RecoveryCodes(kept).get_unused_codes()) if kept else 0
    except InvalidToken:
        return 0


def begin_enrolment(*, request: HttpRequest, person: Person) -> Enrolment:
    """Return a secret for this session: the same until a code from it has come back."""
    adapter = get_adapter()
    secret = pending_secret(request)
    if not secret:
        secret = generate_totp_secret()
        request.session[PENDING] = adapter.encrypt(secret)
    drawing = adapter.build_totp_svg(adapter.build_totp_url(person, secret))
    encoded = base64.b64encode(drawing.encode()).decode()
    return Enrolment(secret, f"data:image/svg+xml;base64,{encoded}")


def pending_secret(request: HttpRequest) -> str:
    """Return the secret that this session was given and has not confirmed."""
    sealed = request.session.get(PENDING, "")
    try:
        return str(get_adapter().decrypt(sealed)) if sealed else ""
    except InvalidToken:
        return ""


def forget_pending(request: HttpRequest) -> None:
    """Drop the secret from the session, once it is kept."""
    request.session.pop(PENDING, None)


@transaction.atomic
def enrol(*, person: Person, secret: str, code: str, occasion: Occasion) -> list[str] | None:
    """Keep the secret and return new recovery codes; nothing if the code does not come from the secret.

    What was there before stops working with it.
    """
    _lock(person)
    step = matching_step(secret, code, occasion.at) if secret else None
    if step is None:
        return None
    Authenticator.objects.filter(user=person).delete()
    kept = TOTP.activate(person, secret).instance
    kept.data[LAST_STEP] = step
    kept.save(update_fields=["data"])
    codes = list(RecoveryCodes.activate(person).generate_codes())
    _append(person, Action.SECOND_FACTOR_ADD, occasion)
    return codes


@transaction.atomic
def renew_recovery_codes(*, person: Person, occasion: Occasion) -> list[str]:
    """Return new recovery codes; the old ones are good for nothing from now on."""
    _lock(person)
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = list(RecoveryCodes.activate(person).generate_codes())
    _append(person, Action.RECOVERY_CODES, occasion)
    return codes


@transaction.atomic
def remove(*, person: Person, occasion: Occasion) -> bool:
    """Remove the second step with its recovery codes; say whether there was one."""
    removed, _kinds = Authenticator.objects.filter(user=person).delete()
    if removed:
        _append(person, Action.SECOND_FACTOR_REMOVE, occasion)
    return bool(removed)


def _lock(person: Person) -> None:
    # Two at once would each remove what the other made. On SQLite the transaction itself is the lock.
    Person.objects.select_for_update().get(pk=person.pk)


def _append(person: Person, action: Action, occasion: Occasion) -> None:
    audit.append(occasion=occasion, action=action, object_kind=Person._meta.label_lower, object_id=person.pk)
