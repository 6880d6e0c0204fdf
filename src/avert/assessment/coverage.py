"""Whose voice is missing: who was expected, invited, asked and heard, by dimension. Never one score.

What nobody stated is not known: a person whose language nobody wrote down is not a speaker of none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from avert.assessment.readings import Standing


class Dimension(StrEnum):
    """In what respect voices differ."""

    GROUP = "group"
    LEVEL = "level"
    SECTOR = "sector"
    GENDER = "gender"
    AGE = "age"
    DISABILITY = "disability"
    DISPLACEMENT = "displacement"
    LANGUAGE = "language"
    SIDE = "side"


class Reached(IntEnum):
    """How far a stakeholder has been brought in; each implies those before."""

    NAMED = 0
    INVITED = 1
    ASKED = 2
    ANSWERED = 3


class Heard(StrEnum):
    """What can be said of one voice."""

    HEARD = "heard"
    NO_ANSWER = "asked_without_an_answer"
    NOT_ASKED = "invited_not_asked"
    ONLY_THROUGH_OTHERS = "only_through_others"
    NOT_KNOWN = "not_known"
    MISSING = "missing"


@dataclass(frozen=True)
class Stakeholder:
    """Who takes part, as what, and for whom else they speak without belonging to them.

    A dimension that is not in ``is_of`` was stated by nobody; an empty set is stated to be none of them.
    """

    id: str
    reached: Reached
    is_of: Mapping[Dimension, frozenset[str]] = field(default_factory=dict)
    speaks_for: Mapping[Dimension, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Voice:
    """One group, level, language … : how many of its own were brought how far, and who spoke in its place."""

    dimension: Dimension
    name: str
    is_expected: bool
    invited: int
    asked: int
    answered: int
    through: tuple[str, ...]
    heard: Heard


@dataclass(frozen=True)
class DimensionCoverage:
    """One dimension. Without a list of who is expected nobody can say who is missing.

    ``not_stated`` counts the stakeholders of whom nobody stated it.
    """

    dimension: Dimension
    is_expected_known: bool
    voices: tuple[Voice, ...]
    not_stated: int

    @property
    def missing(self) -> tuple[Voice, ...]:
        """Return the expected voices of which none of its own answered, or none is known to have."""
        return tuple(voice for voice in self.voices if voice.is_expected and voice.heard is not Heard.HEARD)


@dataclass(frozen=True)
class AboutAGroup:
    """Who answered an indicator that is about a group: its own, others, and those of whom it is not stated."""

    code: str
    group: str
    own: int
    others: int
    not_stated: int

    @property
    def is_only_from_others(self) -> bool:
        """Say whether it is known that none of those it is about answered."""
        return self.own == 0 and self.not_stated == 0


def coverage(
    expected: Mapping[Dimension, Collection[str]], stakeholders: Iterable[Stakeholder]
) -> dict[Dimension, DimensionCoverage]:
    """Return for every dimension whose voice was expected, brought in, heard, and is missing."""
    listed = list(stakeholders)
    return {dimension: _of_one(dimension, expected.get(dimension), listed) for dimension in Dimension}


def about_groups(
    about: Mapping[str, str], standing: Standing, stakeholders: Iterable[Stakeholder]
) -> tuple[AboutAGroup, ...]:
    """Return who gave a known value to each indicator that is about a group; ``about`` maps codes to groups."""
    groups = {person.id: person.is_of.get(Dimension.GROUP) for person in stakeholders}
    found = []
    for code, group in about.items():
        told = [
            groups.get(who)
            for who, answers in standing.answers.items()
            if code in answers and answers[code].answer.value.is_known
        ]
        own = sum(of is not None and group in of for of in told)
        unstated = sum(of is None for of in told)
        found.append(AboutAGroup(code, group, own, len(told) - own - unstated, unstated))
    return tuple(found)


def _of_one(
    dimension: Dimension, expected: Collection[str] | None, listed: list[Stakeholder]
) -> DimensionCoverage:
    named = {name for person in listed for name in person.is_of.get(dimension, ())}
    names = dict.fromkeys([*(expected or ()), *sorted(named)])
    unstated = sum(dimension not in person.is_of for person in listed)
    voices = tuple(_voice(dimension, name, name in (expected or ()), listed) for name in names)
    return DimensionCoverage(dimension, expected is not None, voices, unstated)


def _voice(dimension: Dimension, name: str, is_expected: bool, listed: list[Stakeholder]) -> Voice:
    own = [person for person in listed if name in person.is_of.get(dimension, ())]
    invited, asked, answered = (
        sum(person.reached >= reached for person in own)
        for reached in (Reached.INVITED, Reached.ASKED, Reached.ANSWERED)
    )
    through = tuple(
        sorted(
            person.id
            for person in listed
            if person not in own
            and person.reached is Reached.ANSWERED
            and name in person.speaks_for.get(dimension, ())
        )
    )
    # One who answered and of whom it is not stated may be of them: then nobody can say that they are missing.
    may_be = any(
        dimension not in person.is_of and person.reached is Reached.ANSWERED and person.id not in through
        for person in listed
    )
    heard = _heard(invited, asked, answered, through, may_be)
    return Voice(dimension, name, is_expected, invited, asked, answered, through, heard)


def _heard(invited: int, asked: int, answered: int, through: tuple[str, ...], may_be: bool) -> Heard:
    if answered:
        return Heard.HEARD
    if may_be:
        return Heard.NOT_KNOWN
    if through:
        return Heard.ONLY_THROUGH_OTHERS
    if asked:
        return Heard.NO_ANSWER
    return Heard.NOT_ASKED if invited else Heard.MISSING
