from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.signals.models import Signal, TakenIn
from avert.web.signals.vocabulary import About, Way


@transaction.atomic
def take_in(
    *,
    owner_id: uuid.UUID,
    text: str,
    about: About,
    way: Way,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    exercise: Exercise | None = None,
    received_at: dt.datetime | None = None,
    message_key: str = "",
    **content: Any,
) -> tuple[uuid.UUID | None, bool]:
    """Take in a signal and return its id and whether it is new.

    ``message_key`` is whatever the sender calls the message: sent twice, it is one signal. ``content`` are further
    fields of the signal by name.
    """
    if message_key:
        taken, is_new = TakenIn.objects.get_or_create(
            owner_id=owner_id, digest=_digest(message_key), defaults={"at": occasion.at}
        )
        if not is_new:
            return taken.signal_id, False
    signal = Signal(
        owner_id=owner_id,
        text=text,
        about=about,
        way=way,
        place=place,
        marking=marking,
        exercise=exercise,
        received_at=received_at or now_in(exercise, occasion.at),
        **content,
    )
    services.create(record=signal, viewer=viewer, occasion=occasion, sharing=sharing)
    if message_key:
        TakenIn.objects.filter(pk=taken.pk).update(signal_id=signal.pk)
    return signal.pk, True


def is_taken_in(*, owner_id: uuid.UUID, message_keys: Iterable[str]) -> set[str]:
    """Return which of these messages the organisation has taken in already."""
    digests = {_digest(key): key for key in message_keys}
    found = TakenIn.objects.filter(owner_id=owner_id, digest__in=digests).values_list("digest", flat=True)
    return {digests[digest] for digest in found}


def _digest(message_key: str) -> str:
    # Keyed, so that nobody who reads the database can try which messages came in.
    return hmac.new(settings.SECRET_KEY.encode(), message_key.encode(), hashlib.sha256).hexdigest()
