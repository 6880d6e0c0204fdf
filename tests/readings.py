"""Readings for tests of assessments: short to write, everything else left at its plainest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from avert.assessment.ageing import Kind
from avert.assessment.profiles import IndicatorProfile, profile
from avert.assessment.readings import Answer, Reading, latest
from avert.assessment.values import Value

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
CODE = "UNFA-7.14"


def reading(who: str, round_: int = 1, days_ago: float = 1, *, dissent: str = "", **values: str) -> Reading:
    """Return a reading; ``c_1="acute"`` answers the indicator C-1."""
    answers = {code.upper().replace("_", "-"): Answer(Value(value)) for code, value in values.items()}
    return Reading(who, f"perspective of {who}", round_, NOW - dt.timedelta(days=days_ago), answers, dissent)


def profile_of(told: Mapping[str, str], days_ago: float = 1) -> IndicatorProfile:
    """Return the profile of one dynamic indicator on which each stakeholder gives a value."""
    at = NOW - dt.timedelta(days=days_ago)
    readings = [Reading(who, who, 1, at, {CODE: Answer(Value(value))}) for who, value in told.items()]
    return profile({CODE: Kind.DYNAMIC}, latest(readings, NOW))[CODE]
