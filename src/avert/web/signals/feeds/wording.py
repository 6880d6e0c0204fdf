"""What a feed's entry or another system's alert says, as the text of a signal: plain, whole, and who vouches for it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from avert.brief.quantities import day_text
from avert.warning.cap import Alert, Info, MsgType
from avert.web.signals.feeds.entries import Entry
from avert.web.signals.feeds.trust import Vouched

LONGEST = 5000
CUT = "…"


def text_of_entry(entry: Entry) -> str:
    """Return an entry as text, its address last; it is no link, so that nobody follows it by mistake."""
    tail = f"\n\n{entry.link}" if entry.link else ""
    return _cut("\n\n".join(filter(None, [entry.title, entry.text])), LONGEST - len(tail)) + tail


def text_of(known: Vouched) -> str:
    """Return an alert as text, with who vouches for it."""
    alert = known.alert
    infos = alert.info
    said = [_withdrawn(alert)] if alert.msg_type is MsgType.CANCEL else []
    said += [part for info in infos for part in _info(info)] if infos else [alert.note]
    tail = f"\n\n{_sent(alert)}\n{_signed(known)}"
    return _cut("\n\n".join(filter(None, said)), LONGEST - len(tail)) + tail


def _withdrawn(alert: Alert) -> str:
    return _("Withdrawn by the sender. {why}").format(why=alert.note).strip()


def _info(info: Info) -> list[str]:
    where = "; ".join(area.description for area in info.area)
    words = _("Event: {event}. Urgency: {urgency}. Severity: {severity}. Certainty: {certainty}.").format(
        event=info.event, urgency=info.urgency, severity=info.severity, certainty=info.certainty
    )
    ends = info.expires and _("Holds until {day}, {hour} UTC.").format(**_moment(info.expires))
    return [info.headline, info.description, info.instruction, where, words, ends or ""]


def _sent(alert: Alert) -> str:
    return _("Sent by {sender} on {day}, {hour} UTC.").format(sender=alert.sender, **_moment(alert.sent))


def _signed(known: Vouched) -> str:
    if known.signer:
        return _("Signed by {name}, whose certificate is trusted here.").format(name=known.signer)
    if known.is_signed:
        return _("Signed by somebody unknown here, so nobody vouches for who sent it.")
    return _("Unsigned: nobody vouches for who sent it.")


def _moment(moment: dt.datetime) -> dict[str, str]:
    at = moment.astimezone(dt.UTC)
    return {"day": day_text(at.date()), "hour": f"{at:%H:%M}"}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + CUT
