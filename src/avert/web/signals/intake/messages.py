"""What a gateway sent, as one message: pure, and never trusting a byte of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from avert.deadlines import in_utc
from avert.errors import InputError
from avert.web.signals.intake.profiles import Profile
from avert.web.uploads.letters import clean_text

LONGEST_TEXT = 5000
MOST_FIELDS = 200
_NUMBER = re.compile(r"[+(]?[\d\s().-]{5,}")
_SCHEMES = ("tel:", "whatsapp:", "sms:")
_EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

UNREADABLE = (
    "The body cannot be read. Send JSON or a form in UTF-8, with the fields of the gateway's profile; "
    "nothing was taken in, so send it again."
)
NO_TEXT = (
    "There is no text where the gateway's profile says it is. Choose the right gateway, or mend its fields; "
    "nothing was taken in."
)
TOO_LONG = (
    f"The text is longer than {LONGEST_TEXT} characters. Send it in parts, each a message of its own; "
    "nothing was taken in."
)


@dataclass(frozen=True, repr=False)
class Message:
    """One message. ``key`` is the same however often it is sent, or empty; ``conversation`` is no number."""

    text: str
    sender: str = ""
    key: str = ""
    conversation: str = ""
    at: dt.datetime | None = None


def fields_in(body: bytes, content_type: str) -> dict[str, Any]:
    """Return the fields of a body in JSON or of a form. Raises InputError, which repeats nothing of it."""
    kind, _, options = content_type.partition(";")
    charset = re.search(r"charset\s*=\s*\"?([\w.-]+)", options)
    try:
        if kind.strip().lower() == "application/x-www-form-urlencoded":
            encoding = charset[1] if charset else "utf-8"
            pairs = parse_qsl(
                body.decode("ascii"),
                keep_blank_values=True,
                encoding=encoding,
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
            return dict(pairs)
        found = json.loads(body.decode("utf-8-sig"))
    except (ValueError, LookupError, RecursionError):
        raise InputError(UNREADABLE) from None
    if not isinstance(found, dict):
        raise InputError(UNREADABLE)
    return found


def is_message(fields: Mapping[str, Any], profile: Profile) -> bool:
    """Say whether this is a message at all: some gateways also say that they are still there."""
    return profile.only is None or _value(fields, profile.only[0]) == profile.only[1]


def message_in(fields: Mapping[str, Any], profile: Profile, *, now: dt.datetime) -> Message:
    """Return the message in what a gateway sent. Raises InputError where there is none."""
    text = clean_text(_value(fields, profile.text))
    if not text:
        raise InputError(NO_TEXT)
    if len(text) > LONGEST_TEXT:
        raise InputError(TOO_LONG)
    sender, said_at = _value(fields, profile.sender), _value(fields, profile.time)
    handle = clean_text(_value(fields, profile.conversation))
    return Message(
        text=text,
        sender=clean_text(sender)[:500],
        key=_key(profile, _value(fields, profile.id), sender, said_at, text),
        conversation="" if is_number(handle) or len(handle) > 200 else handle,
        at=_time(said_at, now),
    )


def is_number(handle: str) -> bool:
    """Say whether a handle could be a telephone number, whatever the gateway calls it.

    >>> is_number("tel:+254 700 000 417"), is_number("8a1c-77"), is_number("b4a5c8de-0001-4b2a-9a61-0242ac120002")
    (True, False, False)
    """
    bare = handle.casefold()
    for scheme in _SCHEMES:
        bare = bare.removeprefix(scheme)
    return bool(_NUMBER.fullmatch(bare.strip()))


def _value(fields: Mapping[str, Any], name: str) -> str:
    found: Any = fields
    for part in name.split(".") if name else [""]:
        found = found.get(part) if isinstance(found, Mapping) else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def _key(profile: Profile, said: str, sender: str, at: str, text: str) -> str:
    if said:
        return f"sms:{profile.name}:{said}"
    # Without a time, two who send the same digit in the same hour would be one.
    told = json.dumps([sender, at, text])
    return f"sms:{profile.name}:{hashlib.sha256(told.encode()).hexdigest()}" if sender and at else ""


def _time(said: str, now: dt.datetime) -> dt.datetime | None:
    """Return when the network took the message, unless that is no time, in the future, or long ago."""
    try:
        if said.isdecimal():
            seconds = int(said) / (1000 if len(said) > 11 else 1)
            at = dt.datetime.fromtimestamp(seconds, dt.UTC)
        else:
            at = dt.datetime.fromisoformat(said)
            at = at.replace(tzinfo=dt.UTC) if at.tzinfo is None else in_utc(at)
    except (ValueError, OverflowError, OSError):
        return None
    return at if _EARLIEST <= at <= now else None
