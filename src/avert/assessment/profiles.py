"""A profile per indicator: who says what, how far it is known, where people agree and who dissents.

It is not a score. Values are never averaged, indicators never counted up: a framework is not a checklist to be summed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from avert.assessment.ageing import Kind, is_stale
from avert.assessment.readings import Answer, Standing
from avert.assessment.values import KNOWN, Trend, Value

FAR = 2
"""Steps from the median at which a value is a dissent."""


class Why(StrEnum):
    """Why something is a dissent."""

    FAR = "far_from_the_median"
    ACROSS = "across_absent"


@dataclass(frozen=True)
class Said:
    """What one stakeholder says of an indicator, and whether that is too old to rest on."""

    stakeholder: str
    perspective: str
    answer: Answer
    at: dt.datetime
    is_stale: bool

    @property
    def value(self) -> Value:
        """Return the value, which for a stale one was true once."""
        return self.answer.value


@dataclass(frozen=True)
class Dissent:
    """Who sees an indicator differently, and how."""

    said: Said
    why: tuple[Why, ...]


@dataclass(frozen=True)
class IndicatorProfile:
    """What is said of one indicator. ``no_answer`` were asked and have said nothing, not even *unknown*."""

    code: str
    said: tuple[Said, ...]
    stakeholders: int
    no_answer: int

    @cached_property
    def fresh(self) -> tuple[Said, ...]:
        """Return the known values that are not stale, lowest first."""
        known = [said for said in self.said if said.value.is_known and not said.is_stale]
        return tuple(sorted(known, key=lambda said: said.value.degree))

    @cached_property
    def counts(self) -> dict[Value, int]:
        """Return how many say each value now; stale ones and those who have not answered stand apart."""
        found = Counter(said.value for said in self.fresh)
        found[Value.UNKNOWN] = sum(said.value is Value.UNKNOWN for said in self.said)
        found[Value.NOT_ASKED] = self.stakeholders - len(self.said) - self.no_answer
        return {value: found[value] for value in Value}

    @cached_property
    def stale(self) -> dict[Value, int]:
        """Return how many said each known value so long ago that somebody should ask again."""
        found = Counter(said.value for said in self.said if said.is_stale)
        return {value: found[value] for value in KNOWN}

    @cached_property
    def trends(self) -> dict[Trend, int]:
        """Return how many of those who know see it going where."""
        found = Counter(said.answer.trend for said in self.fresh)
        return {trend: found[trend] for trend in Trend}

    @property
    def asked(self) -> int:
        """Return how many were asked."""
        return len(self.said) + self.no_answer

    @property
    def answered(self) -> int:
        """Return how many have given a value that is known and not stale."""
        return len(self.fresh)

    @property
    def share_of_asked(self) -> float | None:
        """Return answered by asked, or none where nobody was asked."""
        return self.answered / self.asked if self.asked else None

    @property
    def share_of_all(self) -> float | None:
        """Return answered by all stakeholders, or none where there are none."""
        return self.answered / self.stakeholders if self.stakeholders else None

    @property
    def lowest(self) -> Value | None:
        """Return the lowest value that anybody gives now."""
        return self.fresh[0].value if self.fresh else None

    @property
    def highest(self) -> Value | None:
        """Return the highest value that anybody gives now."""
        return self.fresh[-1].value if self.fresh else None

    @cached_property
    def modes(self) -> tuple[Value, ...]:
        """Return what most say now: several values where as many say each."""
        most = max((self.counts[value] for value in KNOWN), default=0)
        return tuple(value for value in KNOWN if most and self.counts[value] == most)

    @property
    def agreement(self) -> float | None:
        """Return the share of those who know that say what most say; none for fewer than two."""
        return self.counts[self.modes[0]] / self.answered if self.answered >= 2 else None

    @cached_property
    def medians(self) -> tuple[Value, ...]:
        """Return the lower and upper median of fresh values, or of stale ones where nothing is fresh."""
        values = [said.value for said in self.fresh]
        values = values or sorted(said.value for said in self.said if said.value.is_known)
        return (values[(len(values) - 1) // 2], values[len(values) // 2]) if values else ()

    @property
    def is_split(self) -> bool:
        """Say whether the two halves of those who know contradict each other."""
        return bool(self.medians) and bool(_apart(self.medians[0], self.medians[1:]))

    @cached_property
    def dissents(self) -> tuple[Dissent, ...]:
        """Return who sees it differently, stale or not: a dissent does not lapse because nobody asked again."""
        found = ((said, _apart(said.value, self.medians)) for said in self.said if said.value.is_known)
        return tuple(Dissent(said, why) for said, why in found if why)

    @cached_property
    def by_perspective(self) -> dict[str, dict[Value, int]]:
        """Return how many of each perspective say each value now, so that no group's view is lost among others."""
        found: dict[str, dict[Value, int]] = {}
        for said in self.said:
            counts = found.setdefault(said.perspective, dict.fromkeys((*KNOWN, Value.UNKNOWN), 0))
            counts[said.value] += not said.is_stale
        return dict(sorted(found.items()))


def profile(
    kinds: Mapping[str, Kind],
    standing: Standing,
    stakeholders: Iterable[str] = (),
    asked: Mapping[str, Collection[str]] | None = None,
) -> dict[str, IndicatorProfile]:
    """Return the profile of every indicator.

    ``kinds`` says how each indicator ages; ``stakeholders`` are all who are meant to be heard, besides those who spoke;
    ``asked`` names the indicators that each was asked about, where more is known of that than who answered.
    """
    everyone = sorted({*stakeholders, *standing.answers})
    too_old: dict[tuple[Kind, dt.datetime], bool] = {}
    profiles = {}
    for code, kind in kinds.items():
        said, silent = [], 0
        for who in everyone:
            newest = standing.answers.get(who, {}).get(code)
            if newest is None:
                silent += code in (asked or {}).get(who, ())
                continue
            old = too_old.get((kind, newest.at))
            if old is None:
                old = too_old[kind, newest.at] = is_stale(kind, newest.at, standing.as_of)
            known = newest.answer.value is not Value.UNKNOWN
            said.append(Said(who, standing.perspectives[who], newest.answer, newest.at, old and known))
        profiles[code] = IndicatorProfile(code, tuple(said), len(everyone), silent)
    return profiles


@cache
def _apart(value: Value, medians: tuple[Value, ...]) -> tuple[Why, ...]:
    # With an even split either half dissents from the other; taking both medians keeps that in sight.
    far = any(abs(value.degree - median.degree) >= FAR for median in medians)
    across = any((value is Value.ABSENT) != (median is Value.ABSENT) for median in medians)
    return ((Why.FAR,) if far else ()) + ((Why.ACROSS,) if across else ())
