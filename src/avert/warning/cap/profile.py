"""The conflict profile of CAP 1.2: what a warning of violence may say, and to whom."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from avert.errors import InputError
from avert.handling import Marking
from avert.warning.cap.message import (
    Alert,
    Area,
    Category,
    Info,
    MsgType,
    ResponseType,
    Scope,
    Status,
    Urgency,
)
from avert.warning.cap.vocabulary import (
    CERTAINTIES,
    CONFIDENCES,
    COUNTRY_SCHEMES,
    LENSES,
    PLACE_SCHEMES,
    PROFILE,
    Event,
    Geocode,
    Parameter,
    are_keys,
)

LEAST_DEGREES = 1.0
LEAST_RADIUS_KM = 50.0
NOWHERE = (Event.CHANNEL_TEST, Event.NOTICE)
ASKING = (Parameter.ADDRESSEE, Parameter.ASKED, Parameter.ASKED_BY)
DEADLINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\[[A-Za-z_]+(/[\w+-]+)*\]")
SENDER = re.compile(r"urn:uuid:[0-9a-f-]{36}|[0-9a-f]{8,}@[a-z0-9.-]+")


@dataclass(frozen=True)
class Finding:
    """Something that departs from the profile: which rule, and what to do; never what the alert says."""

    rule: str
    message: str


@dataclass(frozen=True)
class Question:
    """An alert with what only the one who asks can know."""

    alert: Alert
    names_someone: Callable[[str], bool]
    is_national_authority: bool

    @property
    def infos(self) -> tuple[Info, ...]:
        """The alert's infos."""
        return self.alert.info

    @property
    def warns(self) -> bool:
        """Whether the message says what may happen, rather than cancel or answer another."""
        return self.alert.msg_type in (MsgType.ALERT, MsgType.UPDATE)


def check(
    alert: Alert, *, names_someone: Callable[[str], bool], is_national_authority: bool = False
) -> tuple[Finding, ...]:
    """List what departs from the profile; nothing if the alert follows it.

    ``names_someone`` tells whether a text names a person or a group. ``is_national_authority`` is true only where
    the sender may speak to the public of its country.
    """
    question = Question(alert, names_someone, is_national_authority)
    found = ((rule.__name__.strip("_"), text) for rule in RULES for text in rule(question))
    return tuple(dict.fromkeys(Finding(name, text) for name, text in found))


def _scope(asked: Question) -> Iterator[str]:
    alert = asked.alert
    if alert.scope is Scope.PUBLIC and not (asked.is_national_authority and _may_be_public(alert)):
        yield "Warnings of violence are not public: only a national authority's test or all clear may be."
    if alert.scope is Scope.RESTRICTED and not alert.restriction:
        yield "A restricted alert says in its restriction whom it is for."
    if alert.scope is Scope.PRIVATE and not alert.addresses:
        yield "A private alert lists its addresses."


def _may_be_public(alert: Alert) -> bool:
    is_all_clear = all(ResponseType.ALL_CLEAR in info.response_type for info in alert.info)
    return bool(alert.info) and (alert.status is Status.TEST or is_all_clear)


def _status(asked: Question) -> Iterator[str]:
    if asked.alert.status is Status.SYSTEM:
        yield "System messages are no warnings: use Actual, Exercise, Test or Draft."


def _identity(asked: Question) -> Iterator[str]:
    if not _is_random_uuid(asked.alert.identifier):
        yield "The identifier is a random UUID, so that it tells no time and no count."
    if not SENDER.fullmatch(asked.alert.sender):
        yield "The sender is an opaque address of the deployment: urn:uuid:… or hexadecimal@domain."


def _is_random_uuid(text: str) -> bool:
    try:
        found = uuid.UUID(text)
    except ValueError:
        return False
    return found.version == 4 and str(found) == text


def _references(asked: Question) -> Iterator[str]:
    alert = asked.alert
    if alert.msg_type is MsgType.ALERT and alert.references:
        yield "A first alert refers to no other: send an update."
    if alert.msg_type is not MsgType.ALERT and not alert.references:
        yield "An update, cancellation or answer names the messages that it is about."
    if alert.msg_type in (MsgType.CANCEL, MsgType.ERROR) and not alert.note:
        yield "A cancellation or error says why in its note."
    if any(earlier.sent >= alert.sent for earlier in alert.references):
        yield "A message is later than those it refers to."


def _what(asked: Question) -> Iterator[str]:
    if asked.warns and not asked.infos:
        yield "An alert or update says what may happen: add an info."
    for info in asked.infos:
        if not set(info.category) <= {Category.SECURITY, Category.SAFETY}:
            yield "The category is Security or Safety."
        if info.event not in set(Event):
            yield "The event is none of the profile's words."
        if not info.headline:
            yield "A headline is missing."
        if not info.instruction:
            yield "An instruction is missing: what those addressed can do without more danger."


def _times(asked: Question) -> Iterator[str]:
    for info in asked.infos:
        if info.expires is None:
            yield "It does not say when it expires."
        elif info.expires <= asked.alert.sent:
            yield "It has expired before it is sent."


def _all_clear(asked: Question) -> Iterator[str]:
    for info in asked.infos:
        if ResponseType.ALL_CLEAR in info.response_type:
            if len(info.response_type) > 1 or info.urgency is not Urgency.PAST:
                yield "An all clear asks nothing else, and its urgency is Past."
            if asked.alert.msg_type is not MsgType.UPDATE:
                yield "An all clear is an update of the warning that it ends."


def _parameters(asked: Question) -> Iterator[str]:
    for info in asked.infos:
        if info.values(Parameter.PROFILE) != (PROFILE,):
            yield f"The parameter {Parameter.PROFILE} is {PROFILE}."
        if not _is_marked(info):
            yield f"The parameter {Parameter.HANDLING} is one label of TLP 2.0."
        yield from _judgement(info)
        if not all(DEADLINE.fullmatch(value) for value in info.values(Parameter.ASKED_BY)):
            yield f"The parameter {Parameter.ASKED_BY} is a time with offset and IANA zone."
        if len({len(info.values(each)) for each in ASKING}) > 1:
            yield "Each thing asked has one addressee and one deadline, in the same order."


def _is_marked(info: Info) -> bool:
    try:
        (label,) = info.values(Parameter.HANDLING)
        return str(Marking.parse(label)) == label
    except (ValueError, InputError):
        return False


def _judgement(info: Info) -> Iterator[str]:
    words = info.values(Parameter.PROBABILITY)
    if any(CERTAINTIES.get(word) is not info.certainty for word in words):
        yield "The certainty does not follow from the probability's word, or that is none of the yardstick's."
    if len(words) > 1 or len(words) != len(info.values(Parameter.CONFIDENCE)):
        yield "One probability has one confidence beside it, apart from it."
    if not set(info.values(Parameter.CONFIDENCE)) <= set(CONFIDENCES):
        yield "The confidence is low, moderate or high."
    if not set(info.values(Parameter.LENS)) <= set(LENSES):
        yield f"The lens is one of {', '.join(LENSES)}."


def _language(asked: Question) -> Iterator[str]:
    alert = asked.alert
    texts = [alert.source, alert.restriction, alert.note]
    for info in asked.infos:
        texts += [
            info.sender_name,
            info.audience,
            info.headline,
            info.description,
            info.instruction,
            info.contact,
        ]
        texts += [pair.value for pair in info.parameter] + [
            resource.description for resource in info.resource
        ]
        texts += [area.description for area in info.area]
    if any(text and asked.names_someone(text) for text in texts):
        yield "A text names a person or a group: say roles instead."


def _areas(asked: Question) -> Iterator[str]:
    for area in (area for info in asked.infos for area in info.area):
        countries, places = area.codes(Geocode.COUNTRY), area.codes(Geocode.PLACE)
        if len(countries) != 1 or not are_keys(countries, COUNTRY_SCHEMES):
            yield f"An area carries one geocode {Geocode.COUNTRY}, a key such as gw:501."
        if not are_keys(places, PLACE_SCHEMES):
            yield f"The geocode {Geocode.PLACE} is a country or first-level unit, nothing finer."
        if not {pair.name for pair in area.geocode} <= set(Geocode):
            yield "An area carries no other geocodes."
        if not _is_coarse(area):
            yield "A shape is too fine: at least one degree each way, corners at tenths, or 50 km around."
    if asked.warns and any(not info.area for info in asked.infos if info.event not in NOWHERE):
        yield "It does not say where: add an area."


def _is_coarse(area: Area) -> bool:
    for ring in area.polygon:
        for degrees in ([point.lat for point in ring], [point.lon for point in ring]):
            if max(degrees) - min(degrees) < LEAST_DEGREES or any(each != round(each, 1) for each in degrees):
                return False
    return all(circle.radius >= LEAST_RADIUS_KM for circle in area.circle)


def _resources(asked: Question) -> Iterator[str]:
    if any(info.resource or info.web for info in asked.infos):
        yield "No files and no web addresses: who opens one shows who was warned."


RULES: tuple[Callable[[Question], Iterator[str]], ...] = (
    _scope,
    _status,
    _identity,
    _references,
    _what,
    _times,
    _all_clear,
    _parameters,
    _language,
    _areas,
    _resources,
)
