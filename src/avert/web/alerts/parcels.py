"""Putting a message together when it is sent, from what was released: nothing of it is kept in the outbox."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import override

from avert.errors import InputError
from avert.handling import Marking
from avert.warning import cap
from avert.web.alerts.alert_of import alert_of
from avert.web.alerts.answers import text_of_answer
from avert.web.alerts.channel import Channel, Parcel, RefusedForGoodError
from avert.web.alerts.documents import cap_document
from avert.web.alerts.models import Delivery
from avert.web.alerts.registry import open_channels
from avert.web.alerts.vocabulary import Purpose
from avert.web.alerts.wording import SUBJECT, Manner, say, short_texts_of, spoken, text_of
from avert.web.contacts.models import Contact
from avert.web.records.writing import rows_of
from avert.web.signals.models import Answer
from avert.web.warnings.models import Addressee


def parcel_of(delivery: Delivery, channel: Channel, marking: Marking, now: dt.datetime) -> Parcel:
    """Return what is handed over, with no word that the channel may not carry, in the contact's language.

    Raises RefusedForGoodError where there is no address.
    """
    contact = contact_of(delivery)
    to = delivery.reply_to or (channel.address_of(contact) if contact and channel.address_of else "")
    if not to:
        raise RefusedForGoodError("NoAddress")
    language = spoken(contact.language if contact else "")
    with override(language):
        return _parcel(delivery, to, language, marking, now)


def contact_of(delivery: Delivery) -> Contact | None:
    """Return who is to be reached."""
    if delivery.contact_id is not None:
        return rows_of(Contact).filter(pk=delivery.contact_id).first()
    if delivery.addressee_id is None:
        return None
    found = rows_of(Addressee).filter(pk=delivery.addressee_id).select_related("contact").get()
    return found.contact


def _parcel(delivery: Delivery, to: str, language: str, marking: Marking, now: dt.datetime) -> Parcel:
    said = _words(delivery, marking)
    return Parcel(
        message_id=delivery.message_id,
        to=to,
        subject=_(SUBJECT),
        text=said[0],
        short_texts=said[1],
        language=language,
        code=said[2],
        purpose=delivery.purpose,
        created_at=delivery.created_at,
        at=now,
        is_repetition=delivery.doubts > 0,
        cap=said[3],
    )


def _words(delivery: Delivery, marking: Marking) -> tuple[str, tuple[str, ...], str, bytes]:
    if delivery.purpose == Purpose.TEST:
        text = _("This is a test of this channel. Nothing has happened.")
        return text + "\n", (text,), "", b""
    if delivery.purpose == Purpose.ANSWER:
        text = text_of_answer(rows_of(Answer).get(pk=delivery.answer_id), marking)
        return text + "\n", (text, _("Thank you. Your message has arrived.")), "", b""
    return _warning_words(delivery, marking)


def _warning_words(delivery: Delivery, marking: Marking) -> tuple[str, tuple[str, ...], str, bytes]:
    addressee = rows_of(Addressee).select_related("warning").get(pk=delivery.addressee_id)
    is_escalation = delivery.purpose == Purpose.ESCALATION
    manner = Manner(addressee.code, addressee.zone, delivery.doubts > 0, is_escalation)
    text, short_texts, document = words_for(addressee, marking, manner)
    return text, short_texts, addressee.code, document


def words_for(addressee: Addressee, marking: Marking, manner: Manner) -> tuple[str, tuple[str, ...], bytes]:
    """Return what a channel of this marking says to an addressee: whole, in fewer words, and as CAP."""
    alert = cap.trim(alert_of(addressee.warning, [addressee]), marking, say=say)
    return text_of(alert, manner), short_texts_of(alert, manner), _document(alert, marking)


def _document(alert: cap.Alert, marking: Marking) -> bytes:
    """Return the alert as CAP where that channel is open; a warning that CAP cannot say goes without."""
    settings = open_channels().get("cap")
    if settings is None:
        return b""
    try:
        return cap_document(cap.trim(alert, min(marking, settings.marking), say=say))
    except InputError:
        return b""
