"""Take in alerts of other systems, in CAP: what is real, holds, and is not wrongly signed."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.errors import InputError, RefusedAlertError, UnknownPlaceError
from avert.handling import Marking
from avert.places import find_place
from avert.warning.cap import (
    Alert,
    Event,
    Geocode,
    Info,
    MsgType,
    Parameter,
    Scope,
    Severity,
    Status,
    Urgency,
)
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records.models import Link
from avert.web.records.policy import may_create
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.signals import services
from avert.web.signals.feeds.entries import says_any
from avert.web.signals.feeds.trust import Vouched, trusted_certificates, vouched
from avert.web.signals.feeds.wording import text_of
from avert.web.signals.models import Signal
from avert.web.signals.taken import taken_as
from avert.web.signals.vocabulary import About, Relation, Way

UNKNOWN_GRADE = "F6"
ABOUT = {
    Event.MASS_KILLING: About.THREAT,
    Event.EXPULSION: About.EXPULSION,
    Event.SEXUAL_VIOLENCE: About.THREAT,
    Event.REPRESSION: About.DETENTION,
    Event.ACCESS: About.ACCESS,
    Event.BLACKOUT: About.BLACKOUT,
}


class PassedOverError(RefusedAlertError):
    """A sound alert that is nothing to take in: an exercise, a test, an acknowledgement, or over."""


@dataclass(frozen=True)
class TakenAlert:
    """What became of an alert; ``signer`` is empty where nobody known here has signed it."""

    signal_id: uuid.UUID | None
    is_new: bool
    signer: str


def take_in_alert(
    *,
    data: bytes,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    grade: str = UNKNOWN_GRADE,
    about: About = About.THREAT,
    words: str = "",
) -> TakenAlert:
    """Take in one CAP message; sent twice, it is one signal. ``grade`` counts only where the signature holds.

    An update stands beside the signal of what it changes, a cancellation against it. Raises PassedOverError, and
    RefusedAlertError for what is malformed or wrongly signed, and PermissionDenied; then nothing is kept.
    """
    known = vouched(data, trusted=trusted_certificates(settings.CONFIG.home), now=occasion.at)
    _refuse_what_is_nothing(known.alert, occasion.at)
    if not says_any(text_of(known), words):
        raise PassedOverError("The alert has none of the words that were asked for. It was not taken in.")
    where = _place(info_of(known.alert), place, viewer, owner_id)
    if not may_create(viewer, Signal, owner_id=owner_id, place=where):
        raise PermissionDenied  # before anything tells whether the message came in already
    return _kept(
        known,
        owner_id=owner_id,
        viewer=viewer,
        occasion=occasion,
        place=where,
        marking=max(marking, _marking(known.alert)),
        sharing=sharing,
        grade=grade if known.signer else UNKNOWN_GRADE,
        about=_about(known.alert, about),
    )


@transaction.atomic
def _kept(known: Vouched, *, owner_id: uuid.UUID, **said: Any) -> TakenAlert:
    alert, info = known.alert, info_of(known.alert)
    signal_id, is_new = services.take_in(
        owner_id=owner_id,
        text=text_of(known),
        way=Way.CAP,
        message_key=key_of(alert.sender, alert.identifier, alert.sent, is_vouched=bool(known.signer)),
        language=info.language[:20] if info else "",
        where="; ".join(area.description for area in info.area)[:200] if info else "",
        happened_at=_happened_at(alert, info),
        threatens_life=_threatens_life(alert, info),
        origin=alert.sender[:200],
        **said,
    )
    if is_new and signal_id is not None:
        _relate(known, signal_id, owner_id)
    return TakenAlert(signal_id, is_new, known.signer)


def key_of(sender: str, identifier: str, sent: dt.datetime, *, is_vouched: bool) -> str:
    """Return what the message is known by. What nobody vouches for can neither stand in for a signed one nor end it."""
    return f"cap:{'signed' if is_vouched else 'unsigned'}:{sender},{identifier},{sent.astimezone(dt.UTC).isoformat()}"


def info_of(alert: Alert) -> Info | None:
    """Return what the alert says in English, or else in its first language."""
    return next(
        (info for info in alert.info if info.language.lower().startswith("en")), next(iter(alert.info), None)
    )


def _refuse_what_is_nothing(alert: Alert, now: dt.datetime) -> None:
    if alert.status is not Status.ACTUAL:
        raise PassedOverError("The alert is an exercise, a test or a draft. It was not taken in as real.")
    if alert.msg_type in (MsgType.ACK, MsgType.ERROR):
        raise PassedOverError("The message acknowledges another and warns of nothing. It was not taken in.")
    ends = [info.expires for info in alert.info]
    if alert.msg_type is not MsgType.CANCEL and (
        not ends or all(end is not None and end <= now for end in ends)
    ):
        raise PassedOverError("The alert's time is over. Write a signal if it still matters.")


def _about(alert: Alert, otherwise: About) -> About:
    info = info_of(alert)
    if alert.msg_type is MsgType.CANCEL or (info and info.urgency is Urgency.PAST):
        return About.CALM
    return ABOUT.get(info.event, otherwise) if info else otherwise  # type: ignore[call-overload]


def _marking(alert: Alert) -> Marking:
    said = [word for info in alert.info for word in info.values(Parameter.HANDLING)]
    try:
        found = max(map(Marking.parse, said), default=Marking.CLEAR)
    except InputError:
        found = Marking.AMBER_STRICT
    return found if alert.scope is Scope.PUBLIC else max(found, Marking.AMBER)


def _place(info: Info | None, otherwise: str, viewer: Person, owner_id: uuid.UUID) -> str:
    """Return the country the alert names, where it names one that the viewer may write of."""
    codes = [code for area in (info.area if info else ()) for code in area.codes(Geocode.COUNTRY)]
    for code in codes:
        try:
            key = find_place(code).key
        except UnknownPlaceError:
            continue
        if may_create(viewer, Signal, owner_id=owner_id, place=key):
            return key
    return otherwise


def _happened_at(alert: Alert, info: Info | None) -> dt.datetime:
    return (info and (info.onset or info.effective)) or alert.sent


def _threatens_life(alert: Alert, info: Info | None) -> bool:
    is_grave = info is not None and (info.severity, info.urgency) == (Severity.EXTREME, Urgency.IMMEDIATE)
    return is_grave and alert.msg_type is not MsgType.CANCEL


def _relate(known: Vouched, signal_id: uuid.UUID, owner_id: uuid.UUID) -> None:
    """Put the signal beside that of the newest message which this one changes; a sender changes only its own."""
    alert = known.alert
    if alert.msg_type not in (MsgType.UPDATE, MsgType.CANCEL):
        return
    kind = Relation.CONTRADICTS if alert.msg_type is MsgType.CANCEL else Relation.SAME
    own = [each for each in alert.references if each.sender == alert.sender and each.sent < alert.sent]
    for reference in sorted(own, key=lambda each: each.sent, reverse=True):
        for is_vouched in (True, False) if known.signer else (False,):
            key = key_of(reference.sender, reference.identifier, reference.sent, is_vouched=is_vouched)
            earlier = taken_as(owner_id=owner_id, message_key=key)
            if earlier is not None and earlier != signal_id:
                Link.objects.get_or_create(from_id=signal_id, to_id=earlier, kind=kind)
                return
