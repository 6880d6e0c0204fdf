"""Alerts survive writing and reading, chains the order of arrival, and channels carry what they may."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.alerts import NOW, RIFT_VALLEY, a_signer, an_alert, an_identifier

from avert.errors import RefusedAlertError
from avert.handling import Marking
from avert.warning.cap import (
    Alert,
    Area,
    Category,
    Certainty,
    Circle,
    Info,
    MsgType,
    Pair,
    Parameter,
    Point,
    Reference,
    Resource,
    ResponseType,
    Scope,
    Severity,
    Status,
    Urgency,
    cancel,
    chain_of,
    read_cap,
    sign_cap,
    supersede,
    trim,
    validate_cap,
    verify_cap,
    write_cap,
)
from avert.warning.cap.trimming import LOG_IN, RESTRICTION, WAITING

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\t\n\r")
TEXTS = st.text(CHARACTERS, max_size=20)
FULL = TEXTS.filter(str.strip)
TOKENS = st.from_regex(r"[A-Za-z0-9@.:/é-]{1,12}", fullmatch=True)
WORDS = st.lists(st.from_regex(r"[A-Za-z0-9@.' ]{1,12}", fullmatch=True), max_size=3).map(tuple)
ZONES = st.integers(-840, 840).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
TIMES = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=ZONES)  # noqa: DTZ001
POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
RINGS = st.lists(POINTS, min_size=3, max_size=5).map(lambda points: (*points, points[0]))
PAIRS = st.lists(st.builds(Pair, FULL, TEXTS), max_size=3).map(tuple)


def several(of: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, min_size=least, max_size=2).map(tuple)


AREAS = st.builds(
    Area, FULL, several(RINGS), several(st.builds(Circle, POINTS, st.floats(0, 20_000))), PAIRS
) | st.just(RIFT_VALLEY)
RESOURCES = st.builds(
    Resource, FULL, FULL, st.none() | st.integers(0, 2**40), st.just("https://a.org/x"), TEXTS
)
MARKS = st.sampled_from([*map(str, Marking), "?"]).map(lambda label: (Pair(Parameter.HANDLING, label),))
INFOS = st.builds(
    Info,
    category=several(st.sampled_from(Category), 1),
    event=FULL,
    urgency=st.sampled_from(Urgency),
    severity=st.sampled_from(Severity),
    certainty=st.sampled_from(Certainty),
    language=st.sampled_from(["en", "sw-KE", "ar"]),
    response_type=several(st.sampled_from(ResponseType)),
    audience=TEXTS,
    event_code=PAIRS,
    effective=st.none() | TIMES,
    onset=st.none() | TIMES,
    expires=st.none() | TIMES,
    sender_name=TEXTS,
    headline=TEXTS,
    description=TEXTS,
    instruction=TEXTS,
    web=st.sampled_from(["", "https://example.org/?a=1&b=2"]),
    contact=TEXTS,
    parameter=st.tuples(MARKS, PAIRS).map(lambda both: both[0] + both[1]),
    resource=several(RESOURCES),
    area=several(AREAS),
)
ALERTS = st.builds(
    Alert,
    identifier=TOKENS,
    sender=TOKENS,
    sent=TIMES,
    status=st.sampled_from(Status),
    msg_type=st.sampled_from(MsgType),
    scope=st.sampled_from(Scope),
    source=TEXTS,
    restriction=TEXTS,
    addresses=WORDS,
    code=several(TEXTS.filter(bool)),
    note=TEXTS,
    references=several(st.builds(Reference, TOKENS, TOKENS, TIMES)),
    incidents=WORDS,
    info=several(INFOS),
)


@settings(deadline=None)
@given(ALERTS)
def test_what_is_written_is_valid_and_read_back_the_same(alert: Alert) -> None:
    data = write_cap(alert)
    assert validate_cap(data) == ()
    assert read_cap(data) == alert


XML = write_cap(an_alert())
KEY, CERTIFICATE = a_signer()
SIGNED = sign_cap(XML, KEY, CERTIFICATE)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 40)))
    piece = draw(
        st.binary(max_size=30) | st.sampled_from([b"<info>", b"&a;", b"<!DOCTYPE a>", whole[end:] * 3])
    )
    return whole[:start] + piece + whole[end:]


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=400) | damaged(XML))
def test_whatever_arrives_is_read_or_refused_quickly(data: bytes) -> None:
    began = time.monotonic()
    for take in (read_cap, lambda data: verify_cap(data, (CERTIFICATE,), now=NOW)):
        try:
            taken = take(data)
        except RefusedAlertError:
            continue
        assert isinstance(taken, Alert)
    assert time.monotonic() - began < 2


@settings(deadline=None, max_examples=300)
@given(damaged(SIGNED))
def test_damage_to_a_signed_alert_is_refused_or_changes_nothing(data: bytes) -> None:
    with contextlib.suppress(RefusedAlertError):
        assert verify_cap(data, (CERTIFICATE,), now=NOW).alert == an_alert()


@st.composite
def chains(draw: st.DrawFn) -> tuple[list[Alert], Alert | None]:
    """Messages about one alert, and which holds at the end."""
    last, messages = an_alert(), [an_alert()]
    for step in range(1, draw(st.integers(1, 6))):
        sent = NOW + dt.timedelta(minutes=step)
        last = supersede(last, identifier=an_identifier(step + 1), sent=sent, info=last.info)
        messages.append(last)
    if not draw(st.booleans()):
        return messages, last
    later = NOW + dt.timedelta(hours=1)
    return [*messages, cancel(last, identifier=an_identifier(99), sent=later, note="x")], None


@settings(deadline=None)
@given(chains(), st.data())
def test_the_last_word_holds_in_any_order_and_with_any_earlier_message_lost(
    chain: tuple[list[Alert], Alert | None], data: st.DataObject
) -> None:
    messages, holds = chain
    arrived = [*data.draw(st.lists(st.sampled_from(messages))), messages[-1]]
    arrived = data.draw(st.permutations(arrived))
    assert chain_of(arrived, now=NOW) == (() if holds is None else (holds,))


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Everything a message says, with where it says it."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name), f"{path}/{field.name}")
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each, path)
    elif value not in (None, "") and value not in (LOG_IN, WAITING, RESTRICTION, "Withdrawn."):
        yield path, str(value)


@settings(deadline=None)
@given(ALERTS, st.sampled_from(Marking), st.sampled_from(Marking))
def test_a_less_trusted_channel_never_carries_more(alert: Alert, one: Marking, other: Marking) -> None:
    low, high = sorted((one, other))
    original = set(texts(alert))
    less, more = (set(texts(trim(alert, marking))) & original for marking in (low, high))
    assert less <= more
    assert trim(trim(alert, high), low) == trim(alert, low)
