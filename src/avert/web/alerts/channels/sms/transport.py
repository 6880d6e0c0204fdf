"""Text messages through a gateway: one message each, whole or in fewer words, never in pieces."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from avert.errors import InputError
from avert.handling import Marking
from avert.web.alerts.channel import (
    Channel,
    ChannelSettings,
    HandOver,
    Parcel,
    Receipt,
    RefusedForGoodError,
)
from avert.web.alerts.channels.sms.gateways import gateway_called, path_of, read_answer, request_of
from avert.web.alerts.channels.sms.lengths import longest_that_fits
from avert.web.alerts.network import Post, post
from avert.web.alerts.vocabulary import AfterDoubt

# The operator, the gateway and whoever holds the telephone read along.
MOST = Marking.GREEN
AFTER_DOUBT = AfterDoubt.ASK


def send(parcel: Parcel, settings: ChannelSettings, hand_over: HandOver) -> Receipt:
    """Ask the gateway to send a text message."""
    gateway = gateway_called(str(settings.values["gateway"]))
    values = {
        "to": parcel.to,
        "text": text_of(parcel),
        "reference": str(parcel.message_id),
        "sender": str(settings.values.get("sender", "")),
        "account": str(settings.values.get("account", "")),
        "token": str(settings.secrets.get("token", "")),
    }
    body, headers = request_of(gateway, values)
    url = str(settings.values["address"]).rstrip("/") + path_of(gateway, values)
    answer = post(Post(url, body, headers, settings.values.get("internal_hosts", ())), hand_over)
    is_taken, reference = read_answer(gateway, answer)
    if not is_taken:
        raise RefusedForGoodError("GatewayRefusal")
    return Receipt(reference=reference)


def text_of(parcel: Parcel) -> str:
    """Return the most that goes into one message."""
    try:
        return longest_that_fits(parcel.short_texts)
    except InputError:
        raise RefusedForGoodError("TooLong") from None


def after_doubt(settings: ChannelSettings) -> AfterDoubt:
    """Repeat only where the gateway sends a reference that it has seen once."""
    knows = gateway_called(str(settings.values.get("gateway", ""))).knows_repeats
    return AfterDoubt.REPEAT if knows else AFTER_DOUBT


def _address_of(contact: Any) -> str:
    return str(contact.phone)


CHANNEL = Channel(
    name="sms",
    label=_("Text message"),
    most=MOST,
    after_doubt=after_doubt,
    needs=("gateway", "address"),
    takes=("account", "sender", "internal_hosts"),
    address_of=_address_of,
    send=send,
)
