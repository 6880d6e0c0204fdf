"""Assessments that a replay carries: dated readings of one situation by several stakeholders, side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from avert.assessment.frameworks import load_framework
from avert.assessment.values import Trend, Value
from avert.citing import read_citations, read_day, read_place, refuse_future
from avert.content import Entry
from avert.errors import InputError
from avert.replays.items import Cited, Item

BASES = ("published", "reconstructed")
LEVELS = ("village", "district", "province", "country", "region", "global")
PERSPECTIVES = (
    "authorities", "group_at_risk", "neighbouring_group", "civil_society", "humanitarian", "development",
    "human_rights", "research", "abroad",
)  # fmt: skip
SAID = tuple(value.value for value in Value if value is not Value.NOT_ASKED)
TRENDS = tuple(trend.value for trend in Trend)


@dataclass(frozen=True)
class Answer:
    """What a reading says of one indicator, why, and from which items of the replay."""

    indicator: str
    value: Value
    trend: Trend
    reason: str
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Assessment(Cited):
    """One stakeholder's reading on one day. What it has no answer to was not asked.

    ``basis`` is ``published`` (what is said is the stakeholder's own, in a cited source; which indicator it answers is
    our reading of it) or ``reconstructed`` (written by us as the public record of that day would let somebody in such a
    place read it; nobody is on record with it). ``stakeholder`` stays the same from round to round.
    """

    round: int
    stakeholder: str
    who: str
    perspective: str
    level: str
    place: str
    where: str = ""
    framework: str
    basis: str
    text: str
    answers: tuple[Answer, ...]
    dissent: str = ""


def read_assessment(entry: Entry, published: dict[str, dt.date]) -> Assessment:
    """Return the reading that an entry of ``assessments.yaml`` holds."""
    basis = entry.one_of("basis", BASES)
    citations = read_citations(entry, published, required=basis == "published")
    framework = entry.text("framework")
    assessment = Assessment(
        id=entry.text("id"),
        round=_round(entry),
        stakeholder=entry.text("stakeholder"),
        who=entry.text("who"),
        perspective=entry.one_of("perspective", PERSPECTIVES),
        level=entry.one_of("level", LEVELS),
        place=read_place(entry, "place", entry.text("place")),
        where=entry.text("where", ""),
        framework=framework,
        basis=basis,
        known=read_day(entry, "known"),
        text=entry.text("text"),
        answers=tuple(_answer(answer, framework) for answer in entry.entries("answers")),
        dissent=entry.text("dissent", ""),
        sources=citations,
    )
    entry.finish()
    return assessment


def check_assessment(
    entry: Entry, assessment: Assessment, items: Mapping[str, Item], published: Mapping[str, dt.date]
) -> None:
    """Refuse a reading that rests on what was not known on its day, or says nothing."""
    if not assessment.answers:
        entry.refuse("answers", "must not be empty: a reading without an answer is none")
    out = [published[citation.source] for citation in assessment.sources]
    if assessment.basis == "published" and min(out) > assessment.known:
        entry.refuse("known", f"is {assessment.known}, but no cited source was out before {min(out)}")
    set_then = [span for item in items.values() if item.known <= assessment.known for span in item.announces]
    for name in ("text", "dissent"):
        refuse_future(entry, name, getattr(assessment, name), assessment.known, set_then)
    seen: set[str] = set()
    for held, answer in zip(entry.entries("answers"), assessment.answers, strict=True):
        if answer.indicator in seen:
            held.refuse("indicator", f"is answered twice: {answer.indicator}")
        seen.add(answer.indicator)
        _check_facts(held, answer, assessment, items)
        refuse_future(held, "reason", answer.reason, assessment.known, set_then)


def check_indicator(entry: Entry, framework: str, code: str) -> None:
    """Refuse an indicator that the framework does not have, and a framework that is not here."""
    try:
        known = load_framework(framework).indicators
    except InputError as error:
        entry.refuse("indicator", f"is of a framework that is not here: {error}")
    if code not in known:
        entry.refuse("indicator", f"is {code!r}, which is no indicator of {framework}")


def _answer(entry: Entry, framework: str) -> Answer:
    code = entry.text("indicator")
    check_indicator(entry, framework, code)
    answer = Answer(
        indicator=code,
        value=Value(entry.one_of("value", SAID)),
        trend=Trend(entry.one_of("trend", TRENDS, "unknown")),
        reason=entry.text("reason"),
        facts=entry.texts("facts"),
    )
    entry.finish()
    return answer


def _check_facts(entry: Entry, answer: Answer, assessment: Assessment, items: Mapping[str, Item]) -> None:
    if not answer.facts and answer.value is not Value.UNKNOWN:
        entry.refuse("facts", f"must not be empty where the value is '{answer.value}'. Say what it rests on")
    for id_ in answer.facts:
        if id_ not in items:
            entry.refuse("facts", f"names {id_!r}, which is not in this replay")
        if items[id_].known > assessment.known:
            entry.refuse("facts", f"names {id_!r}, which was known only on {items[id_].known}")
        if assessment.basis == "published" and items[id_].basis == "reconstructed":
            entry.refuse("facts", f"names {id_!r}, which we wrote: what a body published cannot rest on it")


def _round(entry: Entry) -> int:
    text = entry.text("round")
    if not (text.isascii() and text.isdecimal() and int(text)):
        entry.refuse("round", "must be a whole number above zero")
    return int(text)
