"""A warning as an alert of CAP 1.2: for one of its addressees, or as a document for several."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.crypto import salted_hmac

from avert.errors import InputError, UnknownPlaceError
from avert.handling import most_restrictive
from avert.places import find_place
from avert.warning import cap
from avert.warning.cap.trimming import RESTRICTION
from avert.warning.cap.vocabulary import COUNTRY_SCHEMES, PROFILE
from avert.web.records.words import place_name
from avert.web.records.writing import rows_of
from avert.web.signals.vocabulary import Lens
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import Message

A_DAY = dt.timedelta(days=1)
NOTES = {Message.CANCEL: "Withdrawn."}
TYPES = {
    Message.ALERT: cap.MsgType.ALERT,
    Message.UPDATE: cap.MsgType.UPDATE,
    Message.CANCEL: cap.MsgType.CANCEL,
    Message.ALL_CLEAR: cap.MsgType.UPDATE,
}


def alert_of(warning: Warning, addressees: Sequence[Addressee]) -> cap.Alert:
    """Return a released warning with what is asked of these addressees, not yet trimmed to any channel."""
    if warning.released_at is None:
        raise InputError("This warning has not gone out, so there is no alert of it. Release it first.")
    message = Message(warning.message)
    return cap.Alert(
        identifier=str(warning.identifier),
        sender=sender(),
        sent=warning.released_at,
        status=cap.Status.EXERCISE if warning.exercise_id else cap.Status.ACTUAL,
        msg_type=TYPES[message],
        scope=cap.Scope.RESTRICTED,
        restriction=RESTRICTION,
        note=NOTES.get(message, ""),
        references=tuple(_earlier(warning)),
        info=(_info(warning, addressees, message),),
    )


def sender() -> str:
    """Return what this deployment calls itself: always the same, and it names no one."""
    digest = salted_hmac("avert.web.alerts.sender", "", algorithm="sha256").digest()
    return f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}"


def _earlier(warning: Warning) -> Iterator[cap.Reference]:
    """Yield all that came before, the oldest first."""
    if warning.replaces_id is not None:
        before = rows_of(Warning).get(pk=warning.replaces_id)
        yield from _earlier(before)
        if before.released_at is not None:
            yield cap.Reference(sender(), str(before.identifier), before.released_at)


def _info(warning: Warning, addressees: Sequence[Addressee], message: Message) -> cap.Info:
    sent: Any = warning.released_at
    event, is_clear = cap.Event[warning.event], message == Message.ALL_CLEAR
    asked = dict.fromkeys(each.asked for each in addressees if each.asked)
    return cap.Info(
        category=(cap.Category.SECURITY,),
        event=event,
        urgency=cap.Urgency.PAST if is_clear else cap.urgency_of(_first_deadline(warning, addressees), sent),
        severity=cap.severity_of(event),
        certainty=cap.certainty_of(warning.probability or "unknown"),
        language=warning.language,
        response_type=(cap.ResponseType.ALL_CLEAR,) if is_clear else (),
        audience=warning.to_whom,
        onset=_midnight(warning.window_from) if warning.window_from else None,
        expires=_expires(warning),
        headline=warning.title,
        description=warning.what,
        instruction="\n".join(asked),
        parameter=tuple(_parameters(warning, addressees)),
        area=_area(warning.place),
    )


def _parameters(warning: Warning, addressees: Sequence[Addressee]) -> Iterator[cap.Pair]:
    marking = most_restrictive([warning.marking, *(each.marking for each in addressees)])
    yield cap.Pair(cap.Parameter.PROFILE, PROFILE)
    yield cap.Pair(cap.Parameter.HANDLING, str(marking))
    for lens in (Lens.CONFLICT, Lens.ATROCITY) if warning.lens == Lens.BOTH else (warning.lens,):
        yield cap.Pair(cap.Parameter.LENS, str(lens))
    if warning.probability and warning.confidence:  # the one is never given without the other
        yield cap.Pair(cap.Parameter.PROBABILITY, warning.probability)
        yield cap.Pair(cap.Parameter.CONFIDENCE, warning.confidence)
    for each in addressees:
        yield cap.Pair(cap.Parameter.ADDRESSEE, each.role)
        yield cap.Pair(cap.Parameter.ASKED, each.asked)
        yield cap.Pair(cap.Parameter.ASKED_BY, cap.asked_by(_deadline(warning, each), each.zone))


def _deadline(warning: Warning, addressee: Addressee) -> dt.datetime:
    return addressee.act_by or addressee.decide_by or addressee.acknowledge_by or _expires(warning)


def _first_deadline(warning: Warning, addressees: Sequence[Addressee]) -> dt.datetime:
    return min((_deadline(warning, each) for each in addressees), default=_expires(warning))


def _expires(warning: Warning) -> dt.datetime:
    sent: Any = warning.released_at
    return max(warning.expires_at or sent + A_DAY, sent + dt.timedelta(minutes=1))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _area(key: str) -> tuple[cap.Area, ...]:
    """Return where, no finer than a first-level unit; of anything finer only what country it lies in."""
    scheme, _colon, code = key.partition(":")
    country_key = f"iso3:{code[:3]}" if scheme == "adm1" else key
    try:
        country = find_place(country_key)
    except UnknownPlaceError:
        return ()
    if scheme not in (*COUNTRY_SCHEMES, "adm1"):
        return ()
    codes = [cap.Pair(cap.Geocode.COUNTRY, country.key)]
    if scheme == "adm1":
        codes.append(cap.Pair(cap.Geocode.PLACE, key))
    return (cap.Area(place_name(country.key), geocode=tuple(codes)),)
