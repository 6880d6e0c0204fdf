"""The standard's elements in the standard's order, once for writing and reading."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from avert.errors import InputError
from avert.warning.cap import message
from avert.warning.cap.message import Circle, Point, Reference

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"


@dataclass(frozen=True)
class Element:
    """One element: its name, the attribute that holds it, and its text or its parts."""

    name: str
    attribute: str = ""
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    is_many: bool = False
    is_required: bool = False
    parts: tuple[Element, ...] = ()
    kind: Callable[..., Any] = dict

    @property
    def tag(self) -> str:
        """The name in the standard's namespace."""
        return f"{{{NAMESPACE}}}{self.name}"

    @property
    def held_in(self) -> str:
        """The attribute's name."""
        return self.attribute or self.name


def write_time(moment: dt.datetime) -> str:
    """Write a time as the standard wants it: whole seconds, and UTC as ``-00:00``, never ``Z``.

    >>> write_time(dt.datetime(2007, 12, 27, 9, tzinfo=dt.UTC))
    '2007-12-27T09:00:00-00:00'
    """
    text = moment.isoformat(timespec="seconds")
    return text.removesuffix("+00:00") + "-00:00" if text.endswith("+00:00") else text


def read_time(text: str) -> dt.datetime:
    """Read a time of the standard."""
    return dt.datetime.fromisoformat(text.strip())


def _write_words(words: tuple[str, ...]) -> str:
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _read_words(text: str) -> tuple[str, ...]:
    return tuple(quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', text))


def _write_references(references: tuple[Reference, ...]) -> str:
    return " ".join(f"{each.sender},{each.identifier},{write_time(each.sent)}" for each in references)


def _read_references(text: str) -> tuple[Reference, ...]:
    triples = [word.split(",") for word in text.split()]
    if any(len(triple) != 3 for triple in triples):
        raise InputError("A reference is not a sender, an identifier and a time.")
    return tuple(Reference(sender, identifier, read_time(sent)) for sender, identifier, sent in triples)


def _write_point(point: Point) -> str:
    return f"{point.lat:.4f},{point.lon:.4f}"


def _read_point(text: str) -> Point:
    lat, lon = text.split(",")
    return Point(float(lat), float(lon))


def _write_ring(ring: tuple[Point, ...]) -> str:
    return " ".join(map(_write_point, ring))


def _read_ring(text: str) -> tuple[Point, ...]:
    return tuple(map(_read_point, text.split()))


def _write_circle(circle: Circle) -> str:
    return f"{_write_point(circle.middle)} {circle.radius:.4f}"


def _read_circle(text: str) -> Circle:
    middle, radius = text.split()
    return Circle(_read_point(middle), float(radius))


def _text(name: str, attribute: str = "", *, is_required: bool = False) -> Element:
    return Element(name, attribute, is_required=is_required)


def _time(name: str) -> Element:
    return Element(name, write=write_time, read=read_time)


def _pairs(name: str, attribute: str = "") -> Element:
    parts = (_text("valueName", "name", is_required=True), _text("value", is_required=True))
    return Element(name, attribute, is_many=True, parts=parts, kind=message.Pair)


RESOURCE = (
    _text("resourceDesc", "description"),
    _text("mimeType", "mime_type"),
    Element("size", read=int),
    _text("uri"),
    _text("digest"),
)
AREA = (
    _text("areaDesc", "description"),
    Element("polygon", write=_write_ring, read=_read_ring, is_many=True),
    Element("circle", write=_write_circle, read=_read_circle, is_many=True),
    _pairs("geocode"),
)
INFO = (
    _text("language"),
    Element("category", read=message.Category, is_many=True),
    _text("event"),
    Element("responseType", "response_type", read=message.ResponseType, is_many=True),
    Element("urgency", read=message.Urgency),
    Element("severity", read=message.Severity),
    Element("certainty", read=message.Certainty),
    _text("audience"),
    _pairs("eventCode", "event_code"),
    _time("effective"),
    _time("onset"),
    _time("expires"),
    _text("senderName", "sender_name"),
    _text("headline"),
    _text("description"),
    _text("instruction"),
    _text("web"),
    _text("contact"),
    _pairs("parameter"),
    Element("resource", is_many=True, parts=RESOURCE, kind=message.Resource),
    Element("area", is_many=True, parts=AREA, kind=message.Area),
)
ALERT = Element(
    "alert",
    parts=(
        _text("identifier"),
        _text("sender"),
        _time("sent"),
        Element("status", read=message.Status),
        Element("msgType", "msg_type", read=message.MsgType),
        _text("source"),
        Element("scope", read=message.Scope),
        _text("restriction"),
        Element("addresses", write=_write_words, read=_read_words),
        Element("code", is_many=True),
        _text("note"),
        Element("references", write=_write_references, read=_read_references),
        Element("incidents", write=_write_words, read=_read_words),
        Element("info", is_many=True, parts=INFO, kind=message.Info),
    ),
    kind=message.Alert,
)


def names_of(element: Element = ALERT) -> frozenset[str]:
    """Return the names of an element and all its parts."""
    return frozenset({element.name}).union(*(names_of(part) for part in element.parts))
