"""Which messages were taken in already, as far as one organisation goes."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Iterable

from django.conf import settings

from avert.web.signals.models import TakenIn


def remember(*, owner_id: uuid.UUID, message_key: str, now: dt.datetime) -> tuple[TakenIn, bool]:
    """Remember that a message is dealt with, so that it is not looked at again, and say whether it is new."""
    return TakenIn.objects.get_or_create(owner_id=owner_id, digest=_digest(message_key), defaults={"at": now})


def taken_among(*, owner_id: uuid.UUID, message_keys: Iterable[str]) -> set[str]:
    """Return those of some messages that were taken in, or passed over for good."""
    by_digest = {_digest(key): key for key in message_keys}
    found = TakenIn.objects.filter(owner_id=owner_id, digest__in=by_digest)
    return {by_digest[digest] for digest in found.values_list("digest", flat=True)}


def taken_as(*, owner_id: uuid.UUID, message_key: str) -> uuid.UUID | None:
    """Return the id of the signal that was made of a message, if one was."""
    taken = TakenIn.objects.filter(owner_id=owner_id, digest=_digest(message_key)).first()
    return taken.signal_id if taken else None


def _digest(message_key: str) -> str:
    # Keyed, so that nobody who reads the database can try which messages came in.
    return hmac.new(settings.SECRET_KEY.encode(), message_key.encode(), hashlib.sha256).hexdigest()
