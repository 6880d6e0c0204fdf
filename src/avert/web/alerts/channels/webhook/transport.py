"""Another organisation's system, over HTTPS: signed for it, and known to it by id, so that repeating does no harm."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from avert.handling import Marking
from avert.web.alerts.channel import (
    Channel,
    ChannelSettings,
    HandOver,
    Parcel,
    Receipt,
    RefusedForGoodError,
)
from avert.web.alerts.network import Post, post
from avert.web.alerts.vocabulary import AfterDoubt

# Encrypted to the very system that the recipient runs, and to nobody in between.
MOST = Marking.AMBER_STRICT
AFTER_DOUBT = AfterDoubt.REPEAT


def send(parcel: Parcel, settings: ChannelSettings, hand_over: HandOver) -> Receipt:
    """Post a message to the recipient's system; that it says yes means that it was received."""
    body = body_of(parcel, settings)
    headers = headers_of(parcel, body, _key(parcel.to, settings))
    post(Post(parcel.to, body, headers, settings.values.get("internal_hosts", ())), hand_over)
    return Receipt(is_received=True)


def body_of(parcel: Parcel, settings: ChannelSettings) -> bytes:
    """Return what is posted."""
    said: dict[str, Any] = {
        "id": str(parcel.message_id),
        "purpose": parcel.purpose,
        "created_at": parcel.created_at.isoformat(),
        "language": parcel.language,
        "text": parcel.text,
        "code": parcel.code,
        "may_be_repetition": parcel.is_repetition,
    }
    if parcel.cap and settings.values.get("with_cap"):
        said["cap"] = parcel.cap.decode()
    return json.dumps(said, ensure_ascii=False).encode()


def headers_of(parcel: Parcel, body: bytes, key: str) -> dict[str, str]:
    """Return the headers, with a signature over time and body: an old message cannot be passed off as new."""
    stamp = str(int(parcel.at.timestamp()))
    signed = hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": str(parcel.message_id),
        "Avert-Timestamp": stamp,
        "Avert-Signature": f"sha256={signed}",
    }


def _key(url: str, settings: ChannelSettings) -> str:
    """Return the key agreed with this host: with one for all, each could speak to the others in our name."""
    parts = urlsplit(url)
    key = settings.secrets.get(parts.netloc) or settings.secrets.get(parts.hostname or "")
    if not isinstance(key, str) or not key:
        raise RefusedForGoodError("NoKeyForHost")
    return key


def _address_of(contact: Any) -> str:
    return str(contact.webhook)


CHANNEL = Channel(
    name="webhook",
    label=_("Their own system"),
    most=MOST,
    after_doubt=lambda _settings: AFTER_DOUBT,
    takes=("internal_hosts", "with_cap"),
    address_of=_address_of,
    send=send,
)
