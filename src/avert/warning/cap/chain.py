"""Messages that change earlier ones, and what holds after all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from avert.errors import InputError
from avert.warning.cap.message import (
    Alert,
    Certainty,
    Info,
    MsgType,
    ResponseType,
    Urgency,
)
from avert.warning.cap.vocabulary import Parameter


def supersede(alert: Alert, *, identifier: str, sent: dt.datetime, info: tuple[Info, ...]) -> Alert:
    """Return the update that takes an alert's place, whole: what it does not say no longer holds."""
    return _follow(alert, MsgType.UPDATE, identifier=identifier, sent=sent, note="", info=info)


def cancel(alert: Alert, *, identifier: str, sent: dt.datetime, note: str) -> Alert:
    """Return the message that takes an alert back, with the reason."""
    return _follow(alert, MsgType.CANCEL, identifier=identifier, sent=sent, note=note, info=())


def all_clear(
    alert: Alert,
    *,
    identifier: str,
    sent: dt.datetime,
    expires: dt.datetime,
    headline: str,
    instruction: str,
    certainty: Certainty = Certainty.UNKNOWN,
) -> Alert:
    """Return the update that says the danger has passed, for the same places, in the first info's language."""
    if not alert.info:
        raise InputError("There is nothing to give the all clear for: this message warned of nothing.")
    first = alert.info[0]
    kept = (Parameter.PROFILE, Parameter.HANDLING)
    ended = Info(
        category=first.category,
        event=first.event,
        urgency=Urgency.PAST,
        severity=first.severity,
        certainty=certainty,
        language=first.language,
        response_type=(ResponseType.ALL_CLEAR,),
        expires=expires,
        headline=headline,
        instruction=instruction,
        parameter=tuple(pair for pair in first.parameter if pair.name in kept),
        area=tuple(dict.fromkeys(area for info in alert.info for area in info.area)),
    )
    return supersede(alert, identifier=identifier, sent=sent, info=(ended,))


def chain_of(alerts: Iterable[Alert], *, now: dt.datetime) -> tuple[Alert, ...]:
    """Return the alerts that hold now, oldest first, in whatever order the messages arrived.

    A message counts against earlier ones of its own sender and status only, so that a stranger or an exercise takes
    no warning back. Updates of one alert that do not know of each other both hold, and so do copies of one message
    that were trimmed for different channels.
    """
    known = tuple(dict.fromkeys(alerts))
    over = {
        (earlier, alert.status)
        for alert in known
        if alert.msg_type in (MsgType.UPDATE, MsgType.CANCEL)
        for earlier in alert.references
        if earlier.sender == alert.sender and earlier.sent < alert.sent
    }
    holding = (each for each in known if (each.reference, each.status) not in over and _warns(each, now))
    return tuple(sorted(holding, key=lambda each: (each.sent, each.sender, each.identifier, repr(each))))


def _warns(alert: Alert, now: dt.datetime) -> bool:
    is_warning = alert.msg_type in (MsgType.ALERT, MsgType.UPDATE)
    return is_warning and any(info.expires is None or info.expires > now for info in alert.info)


def _follow(
    alert: Alert,
    msg_type: MsgType,
    *,
    identifier: str,
    sent: dt.datetime,
    note: str,
    info: tuple[Info, ...],
) -> Alert:
    if sent.replace(microsecond=0) <= alert.sent:
        raise InputError(
            "The later message is not later by a second: the standard's times would not tell them apart."
        )
    # All earlier messages are named, so that the chain holds even where some of it never arrived.
    references = (*alert.references, alert.reference)
    return replace(
        alert,
        identifier=identifier,
        sent=sent,
        msg_type=msg_type,
        note=note,
        references=references,
        info=info,
    )
