"""What a channel may carry of an alert."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from avert.errors import InputError
from avert.handling import Marking, most_restrictive
from avert.places.countries import places_by_key
from avert.places.names import LANGUAGES
from avert.warning.cap.message import Alert, Area, Certainty, Info, MsgType, Pair, Scope, Severity
from avert.warning.cap.vocabulary import COUNTRY_SCHEMES, PROFILE, Event, Geocode, Parameter, are_keys

RESTRICTION = "for the recipient only"
WAITING = "A message is waiting for you."
LOG_IN = "Open it where you usually read messages, when it is safe to do so."

CARRIED_FROM = {
    Parameter.PROFILE: Marking.CLEAR,
    Parameter.HANDLING: Marking.CLEAR,
    Parameter.LENS: Marking.AMBER,
    Parameter.PROBABILITY: Marking.AMBER,
    Parameter.CONFIDENCE: Marking.AMBER,
    Parameter.ADDRESSEE: Marking.AMBER_STRICT,
    Parameter.ASKED: Marking.AMBER_STRICT,
    Parameter.ASKED_BY: Marking.AMBER_STRICT,
}
"""The least trusted channel that carries a parameter; unknown ones need the most trusted."""


def as_it_is(text: str, _language: str) -> str:
    """Translate nothing."""
    return text


def trim(alert: Alert, marking: Marking, *, say: Callable[[str, str], str] = as_it_is) -> Alert:
    """Return what a channel may carry of an alert that follows the profile; ``marking`` is the most it is trusted with.

    A less trusted channel never carries more. Of an alert marked RED or AMBER+STRICT, and of one without a marking,
    a channel not trusted with that marking carries only that a message is waiting. Words that people wrote for an
    alert, its headline among them, go no lower than its own marking: instead of the headline stands the event.
    ``say`` translates this room's own words to the language of an info.
    """
    if marking is Marking.RED:
        return alert
    own = most_restrictive(map(_marking_of, alert.info))
    is_withheld = own > marking and own >= Marking.AMBER_STRICT
    infos = (_notice(info, say) if is_withheld else _trimmed(info, marking, own, say) for info in alert.info)
    return replace(
        alert,
        scope=alert.scope if alert.scope is Scope.PUBLIC else Scope.RESTRICTED,
        restriction="" if alert.scope is Scope.PUBLIC else RESTRICTION,
        source="",
        addresses=(),
        code=(),
        note=_why(alert),
        incidents=(),
        info=tuple(dict.fromkeys(infos)),
    )


def _why(alert: Alert) -> str:
    """A cancellation needs a reason, and the written one may say too much."""
    return "Withdrawn." if alert.msg_type in (MsgType.CANCEL, MsgType.ERROR) else ""


def _marking_of(info: Info) -> Marking:
    try:
        return most_restrictive(map(Marking.parse, info.values(Parameter.HANDLING) or ("RED",)))
    except InputError:
        return Marking.RED


def _trimmed(info: Info, marking: Marking, own: Marking, say: Callable[[str, str], str]) -> Info:
    is_strict = marking >= Marking.AMBER_STRICT
    return replace(
        info,
        audience=info.audience if is_strict else "",
        event_code=info.event_code if is_strict else (),
        sender_name="",
        headline=info.headline if marking >= own else say(info.event, info.language),
        description=info.description if is_strict else "",
        instruction=info.instruction if marking >= own else say(LOG_IN, info.language),
        web="",
        contact="",
        resource=(),
        parameter=tuple(pair for pair in info.parameter if _carried_from(pair) <= marking),
        area=tuple(dict.fromkeys(_coarsened(area, info.language, marking) for area in info.area)),
    )


def _carried_from(pair: Pair) -> Marking:
    is_known = pair.name in set(Parameter)
    return CARRIED_FROM[Parameter(pair.name)] if is_known else Marking.RED


def _coarsened(area: Area, language: str, marking: Marking) -> Area:
    if marking >= Marking.AMBER:
        return area
    keys = [key for key in area.codes(Geocode.COUNTRY) if are_keys((key,), COUNTRY_SCHEMES)]
    names = [_country_name(key, language) for key in keys]
    return Area(", ".join(names) or "—", geocode=tuple(Pair(Geocode.COUNTRY, key) for key in keys))


def _country_name(key: str, language: str) -> str:
    place = places_by_key().get(key)
    spoken = language.partition("-")[0].lower()
    return key if place is None else place.name(spoken if spoken in LANGUAGES else "en")


def _notice(info: Info, say: Callable[[str, str], str]) -> Info:
    """Say that something waits, and nothing of what, where or how grave."""
    return Info(
        category=info.category,
        event=Event.NOTICE,
        urgency=info.urgency,
        severity=Severity.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        expires=info.expires,
        language=info.language,
        headline=say(WAITING, info.language),
        instruction=say(LOG_IN, info.language),
        parameter=(Pair(Parameter.PROFILE, PROFILE), Pair(Parameter.HANDLING, str(Marking.CLEAR))),
    )
