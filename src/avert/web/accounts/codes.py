"""Codes at the second step: from an app on one's telephone (TOTP, RFC 6238), or for recovery when that is lost.

The arithmetic is allauth's. Its memory of used codes is one process's cache and forgets before a code runs out, so the
step of the last used code is kept beside the secret here: no code is taken twice, by whichever process.
"""

from __future__ import annotations

import datetime as dt
import logging
from enum import StrEnum

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.db import transaction

from avert.web.accounts.models import Person

LAST_STEP = "last_step"
log = logging.getLogger(__name__)


class Factor(StrEnum):
    """What was shown at the second step."""

    APP_CODE = "second_factor"
    RECOVERY_CODE = "recovery_code"


def use(*, person: Person, code: str, now: dt.datetime) -> Factor | None:
    """Take a code, of the app or for recovery, the only time that it is good."""
    if use_app_code(person=person, code=code, now=now):
        return Factor.APP_CODE
    return Factor.RECOVERY_CODE if _use_recovery_code(person, code) else None


@transaction.atomic
def use_app_code(*, person: Person, code: str, now: dt.datetime) -> bool:
    """Take a code of the app; the same code, and any older one, is refused afterwards."""
    kept = _locked(person, Authenticator.Type.TOTP)
    if kept is None:
        return False
    try:
        secret = get_adapter().decrypt(kept.data["secret"])
    except InvalidToken:
        log.warning(
            "A second step cannot be read: was the secret key replaced? See avert site remove-second-factor --help."
        )
        return False
    step = matching_step(secret, code, now, after=kept.data.get(LAST_STEP, 0))
    if step is None:
        return False
    kept.data[LAST_STEP] = step
    kept.save(update_fields=["data"])
    return True


@transaction.atomic
def _use_recovery_code(person: Person, code: str) -> bool:
    kept = _locked(person, Authenticator.Type.RECOVERY_CODES)
    try:
        return kept is not None and bool(RecoveryCodes(kept).validate_code(code))
    except InvalidToken:
        return False


def _locked(person: Person, kind: str) -> Authenticator | None:
    # On SQLite the transaction itself is the lock.
    return Authenticator.objects.select_for_update().filter(user=person, type=kind).first()


def matching_step(secret: str, code: str, now: dt.datetime, after: int = 0) -> int | None:
    """Return the half minute of which this is the code, unless it lies too far off or not after the last used."""
    present = int(now.timestamp()) // app_settings.TOTP_PERIOD
    around = range(present - app_settings.TOTP_TOLERANCE, present + app_settings.TOTP_TOLERANCE + 1)
    good = (step for step in around if step > after and _is_code_of(secret, step, code))
    return next(good, None)


def _is_code_of(secret: str, step: int, code: str) -> bool:
    return bool(compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))))
