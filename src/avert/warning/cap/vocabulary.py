"""The words of the conflict profile, and how the field's words become the standard's."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable
from enum import StrEnum

from avert.errors import InputError
from avert.warning.cap.elements import write_time
from avert.warning.cap.message import Certainty, Severity, Urgency

PROFILE = "conflict-1"
"""The version of the profile that a message follows."""


class Event(StrEnum):
    """What may happen, in words that name nobody."""

    MASS_KILLING = "risk of new mass killing"
    EXPULSION = "risk of expulsion"
    SEXUAL_VIOLENCE = "risk of sexual violence"
    ARMED_CONFLICT = "risk of armed conflict"
    COMMUNITIES = "risk of violence between communities"
    ELECTION = "risk of violence around an election"
    REPRESSION = "risk of detention and repression"
    ACCESS = "risk of aid or access denied"
    BLACKOUT = "reporting blackout"
    CHANNEL_TEST = "test of this channel"
    NOTICE = "a message is waiting"


class Parameter(StrEnum):
    """Names of what the standard has no element for."""

    PROFILE = "avert:profile"
    HANDLING = "avert:handling"
    LENS = "avert:lens"
    PROBABILITY = "avert:probability"
    CONFIDENCE = "avert:confidence"
    ADDRESSEE = "avert:addressee-role"
    ASKED = "avert:asked"
    ASKED_BY = "avert:asked-by"


class Geocode(StrEnum):
    """Names of the two keys that say where."""

    COUNTRY = "avert:country"
    PLACE = "avert:place"


LENSES = ("conflict", "atrocity", "structure")
CONFIDENCES = ("low", "moderate", "high")
COUNTRY_SCHEMES = ("gw", "iso3")
PLACE_SCHEMES = (*COUNTRY_SCHEMES, "adm1")
PLACE_KEY = re.compile(r"[a-z0-9]+:[\w.-]+")

CERTAINTIES = {
    "remote chance": Certainty.UNLIKELY,
    "highly unlikely": Certainty.UNLIKELY,
    "unlikely": Certainty.POSSIBLE,
    "realistic possibility": Certainty.POSSIBLE,
    "likely": Certainty.LIKELY,
    "highly likely": Certainty.LIKELY,
    "almost certain": Certainty.LIKELY,
    "under way": Certainty.OBSERVED,
    "unknown": Certainty.UNKNOWN,
}
"""Words of the PHIA yardstick; CAP calls likely what is likelier than not. Confidence is another matter."""

SEVERITIES = {
    Event.MASS_KILLING: Severity.EXTREME,
    Event.EXPULSION: Severity.EXTREME,
    Event.SEXUAL_VIOLENCE: Severity.EXTREME,
    Event.ARMED_CONFLICT: Severity.SEVERE,
    Event.COMMUNITIES: Severity.SEVERE,
    Event.ELECTION: Severity.SEVERE,
    Event.REPRESSION: Severity.SEVERE,
    Event.ACCESS: Severity.MODERATE,
}

IMMEDIATE = dt.timedelta(days=2)
EXPECTED = dt.timedelta(days=14)


def are_keys(values: Iterable[str], schemes: tuple[str, ...]) -> bool:
    """Tell whether all are keys of places in one of some schemes."""
    return all(PLACE_KEY.fullmatch(value) and value.partition(":")[0] in schemes for value in values)


def certainty_of(probability_word: str) -> Certainty:
    """Return the standard's certainty for a word of the yardstick.

    >>> certainty_of("realistic possibility")
    <Certainty.POSSIBLE: 'Possible'>
    """
    try:
        return CERTAINTIES[probability_word]
    except KeyError:
        raise InputError(f"That is no word for a probability. Use one of {', '.join(CERTAINTIES)}.") from None


def severity_of(event: Event) -> Severity:
    """Return how grave the event would be, whatever its probability."""
    return SEVERITIES.get(event, Severity.UNKNOWN)


def urgency_of(act_by: dt.datetime, now: dt.datetime) -> Urgency:
    """Return how soon to act: immediate within two days, expected within two weeks.

    >>> now = dt.datetime(2007, 12, 27, tzinfo=dt.UTC)
    >>> urgency_of(now + dt.timedelta(days=3), now)
    <Urgency.EXPECTED: 'Expected'>
    """
    left = act_by - now
    if left < dt.timedelta(0):
        return Urgency.PAST
    if left <= IMMEDIATE:
        return Urgency.IMMEDIATE
    return Urgency.EXPECTED if left <= EXPECTED else Urgency.FUTURE


def asked_by(deadline: dt.datetime, zone: str) -> str:
    """Write a deadline with its IANA zone (RFC 9557), so that it stays right when the clocks change.

    >>> asked_by(dt.datetime(2007, 12, 27, 9, tzinfo=dt.UTC), "Africa/Nairobi")
    '2007-12-27T12:00:00+03:00[Africa/Nairobi]'
    """
    from zoneinfo import ZoneInfo

    try:
        local = deadline.astimezone(ZoneInfo(zone))
    except (ValueError, KeyError, OSError):
        raise InputError("The deadline's zone is none of the IANA's, such as Africa/Nairobi.") from None
    return f"{write_time(local.replace(microsecond=0))}[{zone}]"


def new_identifier(rng: Callable[[int], bytes]) -> str:
    """Return a random UUID: no time and no count in it. ``rng`` gives that many bytes, as ``os.urandom`` does."""
    return str(uuid.UUID(bytes=rng(16), version=4))
