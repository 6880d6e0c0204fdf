"""What a message says, from an alert that is trimmed to its channel: whole, and in ever fewer words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_supported_language_variant, gettext_noop
from django.utils.translation import gettext as _

from avert.deadlines import zone_of
from avert.warning import cap
from avert.warning.cap.trimming import WAITING

# What the room of CAP says in words of its own, for translators to find here.
OWN_WORDS = (
    gettext_noop("A message is waiting for you."),
    gettext_noop("Open it where you usually read messages, when it is safe to do so."),
    gettext_noop("risk of new mass killing"),
    gettext_noop("risk of expulsion"),
    gettext_noop("risk of sexual violence"),
    gettext_noop("risk of armed conflict"),
    gettext_noop("risk of violence between communities"),
    gettext_noop("risk of violence around an election"),
    gettext_noop("risk of detention and repression"),
    gettext_noop("risk of aid or access denied"),
    gettext_noop("reporting blackout"),
)
SUBJECT = gettext_noop("A message for you")
ASKED_BY = re.compile(r"(?P<time>[^\[]+)\[(?P<zone>[^\]]+)\]")


@dataclass(frozen=True)
class Manner:
    """What is said around the alert itself."""

    code: str = ""
    zone: str = "UTC"
    is_repetition: bool = False
    is_escalation: bool = False


def spoken(language: str) -> str:
    """Return the language of the site's own words for someone: theirs, or English while there are no words in it."""
    try:
        return get_supported_language_variant(language)
    except LookupError:
        return "en"


def say(text: str, _language: str) -> str:
    """Say a word of CAP's in the language of whoever reads it, which is set while a message is written."""
    return _(text)


def text_of(alert: cap.Alert, manner: Manner) -> str:
    """Return the message, a line for each thing it says."""
    (info,) = alert.info
    if info.event == cap.Event.NOTICE:
        lines = [*_before(manner), info.headline, info.instruction]
    else:
        lines = [*_before(manner), _kind(alert), *_said(info, manner)]
    return "\n".join(line for line in [*lines, *_code(manner)] if line) + "\n"


def short_texts_of(alert: cap.Alert, manner: Manner) -> tuple[str, ...]:
    """Return the same in ever fewer words: all that matters, what is asked, that something waits."""
    (info,) = alert.info
    where = ", ".join(area.description for area in info.area)
    kind = _kind(alert) if info.event != cap.Event.NOTICE else ""
    versions = (
        (kind, _sentence(info.headline), _sentence(where), _sentence(info.instruction)),
        (kind, _sentence(info.instruction)),
        (_(WAITING),),
    )
    ends = [_("Code {code}. Answer: ACK {code}"), _("Code {code}")] if manner.code else [""]
    before = [_("Perhaps again:")] if manner.is_repetition else []
    texts = [
        " ".join(part for part in (*before, *version, end.format(code=manner.code)) if part)
        for version in versions
        for end in ends
    ]
    return tuple(dict.fromkeys(texts))


def _before(manner: Manner) -> Iterator[str]:
    if manner.is_repetition:
        yield _("This may be a repetition of a message that you have.")
    if manner.is_escalation:
        yield _("You are turned to because nobody has answered yet.")


def _kind(alert: cap.Alert) -> str:
    if alert.status == cap.Status.EXERCISE:
        return _("Exercise.")
    if alert.msg_type is cap.MsgType.CANCEL:
        return _("Withdrawn: what was said before no longer holds.")
    if any(cap.ResponseType.ALL_CLEAR in info.response_type for info in alert.info):
        return _("All clear.")
    return _("Update.") if alert.msg_type is cap.MsgType.UPDATE else ""


def _said(info: cap.Info, manner: Manner) -> Iterator[str]:
    yield info.headline
    if _(info.event) != info.headline:
        yield _(info.event)
    for name, values in (
        (_("Where"), [area.description for area in info.area]),
        (_("To whom"), [info.audience]),
        (_("How likely"), info.values(cap.Parameter.PROBABILITY)),
        (_("How sure we are"), info.values(cap.Parameter.CONFIDENCE)),
    ):
        if any(values):
            yield f"{name}: {', '.join(values)}"
    yield info.description
    yield f"{_('What is asked of you')}: {info.instruction}"
    for value in info.values(cap.Parameter.ASKED_BY)[:1]:
        yield f"{_('By')}: {_deadline(value)}"
    if info.expires is not None:
        yield f"{_('This holds until')}: {_moment(info.expires, manner.zone)}"


def _code(manner: Manner) -> Iterator[str]:
    if manner.code:
        yield _("Your code: {code}. To say that you have this, answer: ACK {code}").format(code=manner.code)


def _deadline(value: str) -> str:
    found = ASKED_BY.fullmatch(value)
    return _moment(dt.datetime.fromisoformat(found["time"]), found["zone"]) if found else value


def _moment(moment: dt.datetime, zone: str) -> str:
    return f"{date_format(moment.astimezone(zone_of(zone)), 'DATETIME_FORMAT')} ({zone})"


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text and text[:1].upper() + text[1:] + ("" if text[-1:] in ".!?…。؟" else ".")
