"""What of many readings stands now: merged row by row, and made into answers only where a page shows them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from avert.assessment.ageing import Kind, is_stale
from avert.assessment.readings import Answer, Newest, Standing
from avert.assessment.values import Trend, Value
from avert.web.assessment.readings.selectors import Told

Merged = dict[uuid.UUID, dict[str, Told]]
"""For each stakeholder the reading in which each indicator was last answered."""


def merged(told: Iterable[Told]) -> Merged:
    """Return the newest reading per stakeholder and indicator, of readings in their order."""
    found: Merged = {}
    for one in told:
        found.setdefault(one.stakeholder, {}).update(dict.fromkeys(one.values, one))
    return found


def used_in(newest: Merged, codes: Collection[str]) -> set[uuid.UUID]:
    """Return the readings on which the answers to some indicators rest."""
    return {answers[code].id for answers in newest.values() for code in codes if code in answers}


def standing_of(
    newest: Merged,
    codes: Collection[str],
    trends: Mapping[uuid.UUID, Mapping[str, str]],
    perspectives: Mapping[uuid.UUID, str],
    as_of: dt.datetime,
) -> Standing:
    """Return how things stand for some indicators."""
    answers = {
        str(who): {
            code: _newest(answered[code], code, trends.get(answered[code].id, {}))
            for code in codes
            if code in answered
        }
        for who, answered in newest.items()
    }
    return Standing(as_of, answers, {str(who): perspectives.get(who, "") for who in newest})


def acute_in(newest: Merged, codes: Collection[str]) -> dict[str, list[uuid.UUID]]:
    """Return the indicators that somebody last called acute, and who did."""
    found: dict[str, list[uuid.UUID]] = {}
    for who, answered in newest.items():
        for code, told in answered.items():
            if told.values[code] == Value.ACUTE and code in codes:
                found.setdefault(code, []).append(who)
    return found


def counts_in(
    newest: Merged, kinds: Mapping[str, Kind], as_of: dt.datetime
) -> tuple[dict[str, Counter[Value]], Counter[str]]:
    """Return how many say each value of each indicator now, and how many known values are too old to rest on."""
    counted: dict[str, Counter[Value]] = {}
    stale: Counter[str] = Counter()
    old: dict[tuple[Kind, dt.datetime], bool] = {}
    values = {str(value): value for value in Value}
    for answered in newest.values():
        for code, told in answered.items():
            if (kind := kinds.get(code)) is None:
                continue
            value, key = values[told.values[code]], (kind, told.at)
            if key not in old:
                old[key] = is_stale(kind, told.at, as_of)
            if value.is_known and old[key]:
                stale[code] += 1
            else:
                counted.setdefault(code, Counter())[value] += 1
    return counted, stale


def dissents_in(told: Iterable[Told]) -> list[Told]:
    """Return the readings whose declared dissent stands: of each stakeholder the last, until they write another."""
    return list({one.stakeholder: one for one in told if one.dissent}.values())


def _newest(told: Told, code: str, trends: Mapping[str, str]) -> Newest:
    answer = Answer(Value(told.values[code]), Trend(trends.get(code, "unknown")))
    return Newest(answer, told.at, told.round)
