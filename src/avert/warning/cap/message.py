"""An alert of the Common Alerting Protocol 1.2, with the standard's words for its parts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields
from enum import StrEnum

from avert.errors import InputError


class Status(StrEnum):
    """How the message is to be taken."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class MsgType(StrEnum):
    """What the message does to earlier ones."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


class Scope(StrEnum):
    """Whom the message is for."""

    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


class Category(StrEnum):
    """The kind of event."""

    GEO = "Geo"
    MET = "Met"
    SAFETY = "Safety"
    SECURITY = "Security"
    RESCUE = "Rescue"
    FIRE = "Fire"
    HEALTH = "Health"
    ENV = "Env"
    TRANSPORT = "Transport"
    INFRA = "Infra"
    CBRNE = "CBRNE"
    OTHER = "Other"


class ResponseType(StrEnum):
    """What those addressed are asked to do."""

    SHELTER = "Shelter"
    EVACUATE = "Evacuate"
    PREPARE = "Prepare"
    EXECUTE = "Execute"
    AVOID = "Avoid"
    MONITOR = "Monitor"
    ASSESS = "Assess"
    ALL_CLEAR = "AllClear"
    NONE = "None"


class Urgency(StrEnum):
    """How soon to act."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class Severity(StrEnum):
    """How grave the threat is."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class Certainty(StrEnum):
    """How likely the event is."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


@dataclass(frozen=True)
class Reference:
    """Names an earlier message."""

    sender: str
    identifier: str
    sent: dt.datetime

    def __post_init__(self) -> None:
        _require_token(self.sender, "A sender")
        _require_token(self.identifier, "An identifier")
        _keep_whole_seconds(self)


@dataclass(frozen=True)
class Pair:
    """A named value: parameter, geocode or event code."""

    name: str
    value: str

    def __post_init__(self) -> None:
        _require(self.name, "A named value without a name")


@dataclass(frozen=True)
class Point:
    """Degrees north and east, to four decimals (about ten metres)."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise InputError("A point lies off the globe: give latitude, then longitude, in degrees.")
        object.__setattr__(self, "lat", round(self.lat, 4))
        object.__setattr__(self, "lon", round(self.lon, 4))


@dataclass(frozen=True)
class Circle:
    """A middle and a radius in kilometres."""

    middle: Point
    radius: float

    def __post_init__(self) -> None:
        if not 0 <= self.radius <= 20_038:
            raise InputError("A circle's radius is not between nothing and half the globe, in kilometres.")
        object.__setattr__(self, "radius", round(self.radius, 4))


@dataclass(frozen=True)
class Area:
    """Where the alert applies."""

    description: str
    polygon: tuple[tuple[Point, ...], ...] = ()
    circle: tuple[Circle, ...] = ()
    geocode: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        _require(self.description, "An area without a description")
        if any(len(ring) < 4 or ring[0] != ring[-1] for ring in self.polygon):
            raise InputError("A polygon has fewer than four points or is not closed: end where it began.")

    def codes(self, name: str) -> tuple[str, ...]:
        """Return the geocodes of one scheme."""
        return tuple(pair.value for pair in self.geocode if pair.name == name)


@dataclass(frozen=True)
class Resource:
    """A file that goes with the alert, by address and never inside it."""

    description: str
    mime_type: str
    size: int | None = None
    uri: str = ""
    digest: str = ""

    def __post_init__(self) -> None:
        _require(self.description, "A resource without a description")
        _require(self.mime_type, "A resource without a media type")
        if self.size is not None and not 0 <= self.size < 2**63:
            raise InputError("A resource's size is not a sensible number of bytes.")


@dataclass(frozen=True)
class Info:
    """What may happen, in one language."""

    category: tuple[Category, ...]
    event: str
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    language: str = "en-US"
    response_type: tuple[ResponseType, ...] = ()
    audience: str = ""
    event_code: tuple[Pair, ...] = ()
    effective: dt.datetime | None = None
    onset: dt.datetime | None = None
    expires: dt.datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameter: tuple[Pair, ...] = ()
    resource: tuple[Resource, ...] = ()
    area: tuple[Area, ...] = ()

    def __post_init__(self) -> None:
        _require(self.event, "An info without an event")
        if not self.category:
            raise InputError("An info without a category: name at least one.")
        _keep_whole_seconds(self)

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of one parameter."""
        return tuple(pair.value for pair in self.parameter if pair.name == name)


@dataclass(frozen=True)
class Alert:
    """One message. Lists of words that the standard keeps in one element are tuples here."""

    identifier: str
    sender: str
    sent: dt.datetime
    status: Status
    msg_type: MsgType
    scope: Scope
    source: str = ""
    restriction: str = ""
    addresses: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: tuple[str, ...] = ()
    info: tuple[Info, ...] = ()

    def __post_init__(self) -> None:
        _require_token(self.identifier, "An identifier")
        _require_token(self.sender, "A sender")
        if any(re.search(r'^$|["\n\r\t]', word) for word in (*self.addresses, *self.incidents)):
            raise InputError("An address or incident is empty or holds a quotation mark or line break.")
        _keep_whole_seconds(self)

    @property
    def reference(self) -> Reference:
        """What a later message names to mean this one."""
        return Reference(self.sender, self.identifier, self.sent)


def _require(text: str, what: str) -> None:
    if not text.strip():
        raise InputError(f"{what}: the standard demands it. Give it.")


def _require_token(text: str, what: str) -> None:
    if not re.fullmatch(r"[^\s,<&]+", text):
        raise InputError(f"{what} is empty or holds a space, comma, < or &, which the standard forbids.")


def _keep_whole_seconds(part: Alert | Info | Reference) -> None:
    """Cut times to what the standard can say, so that what is written is what is held."""
    for field in fields(part):
        moment = getattr(part, field.name)
        if isinstance(moment, dt.datetime):
            object.__setattr__(part, field.name, _whole(moment))


def _whole(moment: dt.datetime) -> dt.datetime:
    offset = moment.utcoffset()
    if offset is None or offset % dt.timedelta(minutes=1) or abs(offset) > dt.timedelta(hours=14):
        raise InputError("A time has no zone, or one that the standard cannot write: give it in UTC.")
    return moment.replace(microsecond=0)
