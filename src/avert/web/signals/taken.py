"""Which messages were taken in already, as far as one organisation goes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from avert.web.signals.models import TakenIn
from avert.web.signals.services import _digest


def taken_among(*, owner_id: uuid.UUID, message_keys: Collection[str]) -> set[str]:
    """Return those of some messages that were taken in, or passed over for good."""
    by_digest = {_digest(key): key for key in message_keys}
    found = TakenIn.objects.filter(owner_id=owner_id, digest__in=by_digest)
    return {by_digest[digest] for digest in found.values_list("digest", flat=True)}


def taken_as(*, owner_id: uuid.UUID, message_key: str) -> uuid.UUID | None:
    """Return the id of the signal that was made of a message, if one was."""
    taken = TakenIn.objects.filter(owner_id=owner_id, digest=_digest(message_key)).first()
    return taken.signal_id if taken else None


def pass_over(*, owner_id: uuid.UUID, message_key: str, now: dt.datetime) -> None:
    """Remember that a message is dealt with, so that it is not looked at again."""
    TakenIn.objects.get_or_create(owner_id=owner_id, digest=_digest(message_key), defaults={"at": now})
