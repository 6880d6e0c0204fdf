"""What an alert channel is: what it may carry, how it hands a message over, and what it does when in doubt."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from avert.errors import AvertError
from avert.handling import Marking
from avert.web.alerts.vocabulary import AfterDoubt


class DeliveryError(AvertError):
    """A message did not go through. ``named`` is a class or a status code: never an address or an answer."""

    def __init__(self, named: str) -> None:
        super().__init__(f"The message was not handed over: {named}.")
        self.named = named[:100]


class RefusedForGoodError(DeliveryError):
    """Trying again would not help: there is no such address, or the other side refuses such messages."""


class TryLaterError(DeliveryError):
    """It was surely not taken, and may be later."""


class InDoubtError(DeliveryError):
    """It was handed over and nobody knows whether it was taken."""


class LeaseLostError(DeliveryError):
    """Another worker has the delivery now, or it no longer holds, so this one hands nothing over."""


@dataclass(frozen=True)
class Parcel:
    """What is handed over. All of it is already trimmed to what the channel may carry."""

    message_id: uuid.UUID
    """The same in every attempt, so that whoever gets it twice can tell."""
    to: str
    subject: str
    text: str
    short_texts: tuple[str, ...]
    """The same in ever fewer words, for channels that cannot carry more."""
    language: str
    code: str
    purpose: str
    created_at: dt.datetime
    at: dt.datetime
    is_repetition: bool = False
    cap: bytes = b""


@dataclass(frozen=True)
class Receipt:
    """What the other side said. ``is_received`` where it was the recipient and not somebody in between."""

    is_received: bool = False
    reference: str = ""


@dataclass(frozen=True)
class ChannelSettings:
    """What a deployment has decided about a channel."""

    is_on: bool
    marking: Marking
    values: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, Any] = field(default_factory=dict)


HandOver = Callable[[], None]
"""Called right before the message itself is sent: commits that from now on it may have arrived."""
Send = Callable[[Parcel, ChannelSettings, HandOver], Receipt]


@dataclass(frozen=True)
class Channel:
    """One alert channel. Without ``send`` people or programs fetch what it carries."""

    name: str
    label: str | Promise
    most: Marking
    """The most sensitive marking it may ever carry. A deployment may lower it, never raise it."""
    after_doubt: Callable[[ChannelSettings], AfterDoubt]
    needs: tuple[str, ...] = ()
    """Settings without which it cannot work."""
    takes: tuple[str, ...] = ()
    """Settings that it may be given besides."""
    address_of: Callable[[Any], str] | None = None
    """Where to reach a contact; empty when it cannot be reached so."""
    send: Send | None = None
