"""How much a report can be relied on, and how many independent ones there are.

The Admiralty system grades source and information apart (NATO AJP-2.1, annex). F and 6 mean that nobody can judge:
they are unknown, never low. Ten reports that go back to one origin are one report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from avert.errors import InputError


class Reliability(Enum):
    """How reliable a source is, whatever it says."""

    A = "completely reliable"
    B = "usually reliable"
    C = "fairly reliable"
    D = "not usually reliable"
    E = "unreliable"
    F = "reliability cannot be judged"


class Credibility(Enum):
    """How credible a piece of information is, whoever says it."""

    CONFIRMED = 1
    PROBABLY_TRUE = 2
    POSSIBLY_TRUE = 3
    DOUBTFUL = 4
    IMPROBABLE = 5
    CANNOT_BE_JUDGED = 6


@dataclass(frozen=True)
class Grade:
    """Source and information, graded apart."""

    reliability: Reliability = Reliability.F
    credibility: Credibility = Credibility.CANNOT_BE_JUDGED

    @property
    def is_known(self) -> bool:
        """Say whether both could be judged."""
        return self.reliability is not Reliability.F and self.credibility is not Credibility.CANNOT_BE_JUDGED

    def __str__(self) -> str:
        """Return the two signs, such as ``B2``."""
        return f"{self.reliability.name}{self.credibility.value}"

    @classmethod
    def parse(cls, text: str) -> Grade:
        """Return the grade of two signs.

        >>> Grade.parse("b2").reliability.value
        'usually reliable'
        """
        sign, number = text.strip().upper()[:1], text.strip()[1:]
        if sign not in Reliability.__members__ or number not in {"1", "2", "3", "4", "5", "6"}:
            raise InputError(
                f"{text!r} is not an Admiralty grade. Use a letter A–F and a number 1–6, such as B2."
            )
        return cls(Reliability[sign], Credibility(int(number)))


class Stance(Enum):
    """What a report says of the claim at hand."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True)
class Report:
    """A report on one claim. ``origin`` names whoever it goes back to in the end; none if nobody knows."""

    id: str
    stance: Stance
    grade: Grade = Grade()
    origin: str | None = None


@dataclass(frozen=True)
class Weighed:
    """How many independent origins support and contradict a claim, and the best grade on each side.

    Reports of unknown origin are counted apart, since they may all be one. A best grade is none where no report
    could be judged. ``notes`` say in words what was counted how.
    """

    supporting: int
    contradicting: int
    of_both_minds: int
    unknown_supporting: int
    unknown_contradicting: int
    best_supporting: Grade | None
    best_contradicting: Grade | None
    notes: tuple[str, ...]

    @property
    def is_corroborated(self) -> bool:
        """Say whether at least two independent origins support it."""
        return self.supporting >= 2

    @property
    def is_contradicted(self) -> bool:
        """Say whether anybody contradicts it."""
        return self.contradicting + self.of_both_minds + self.unknown_contradicting > 0


def weigh(reports: Iterable[Report]) -> Weighed:
    """Return how a claim stands: independent origins on each side, never a single score.

    >>> reports = [Report("1", Stance.SUPPORTS, Grade.parse("C3"), "radio"),
    ...            Report("2", Stance.SUPPORTS, Grade.parse("B2"), "radio"),
    ...            Report("3", Stance.SUPPORTS)]
    >>> weighed = weigh(reports)
    >>> weighed.supporting, weighed.unknown_supporting, str(weighed.best_supporting)
    (1, 1, 'B2')
    >>> weighed.notes[0]
    '2 reports go back to one origin and count once.'
    """
    listed = sorted({report.id: report for report in reports}.values(), key=lambda report: report.id)
    origins: dict[str, list[Report]] = {}
    for report in listed:
        if report.origin is not None:
            origins.setdefault(report.origin, []).append(report)
    stances = [{report.stance for report in group} for group in origins.values()]
    unknown = [report.stance for report in listed if report.origin is None]
    return Weighed(
        supporting=stances.count({Stance.SUPPORTS}),
        contradicting=stances.count({Stance.CONTRADICTS}),
        of_both_minds=stances.count({Stance.SUPPORTS, Stance.CONTRADICTS}),
        unknown_supporting=unknown.count(Stance.SUPPORTS),
        unknown_contradicting=unknown.count(Stance.CONTRADICTS),
        best_supporting=_best(listed, Stance.SUPPORTS),
        best_contradicting=_best(listed, Stance.CONTRADICTS),
        notes=_notes(origins, stances, len(unknown), listed),
    )


def _best(reports: list[Report], stance: Stance) -> Grade | None:
    known = [report.grade for report in reports if report.stance is stance and report.grade.is_known]
    return min(known, key=lambda grade: (grade.reliability.name, grade.credibility.value), default=None)


def _notes(
    origins: dict[str, list[Report]], stances: list[set[Stance]], unknown: int, reports: list[Report]
) -> tuple[str, ...]:
    notes = [
        f"{len(g)} reports go back to one origin and count once." for g in origins.values() if len(g) > 1
    ]
    both = sum(len(stance) > 1 for stance in stances)
    if both:
        notes.append(f"{both} of the origins both support and contradict it, and count for neither.")
    if unknown:
        notes.append(
            f"{unknown} of unknown origin: they may go back to the others, so they corroborate nothing."
        )
    ungraded = sum(not report.grade.is_known for report in reports)
    if ungraded:
        notes.append(f"{ungraded} could not be graded in full. That is unknown, not low.")
    return tuple(notes)
