"""Competing hypotheses after Heuer: the one with least against it stands first, and one piece may turn the order.

It makes reasoning open to others. That it also corrects biases is weakly supported, so it decides nothing by itself.
Source: R. J. Heuer, *Psychology of Intelligence Analysis* (1999), chapter 8.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from avert.assessment.evidence import Consistency
from avert.assessment.grading import Grade
from avert.errors import InputError, some

Ranking = tuple[tuple[str, ...], ...]
"""Hypotheses with least against them first; those that tie stand together."""


@dataclass(frozen=True)
class Row:
    """One piece of evidence: how it fits each hypothesis, what it weighs, and whom it goes back to."""

    evidence_id: str
    ratings: Mapping[str, Consistency]
    weight: float = 1.0
    origin: str | None = None

    def rating(self, hypothesis: str) -> Consistency:
        """Return the rating; what is left out is not rated."""
        return self.ratings.get(hypothesis, Consistency.NOT_RATED)


@dataclass(frozen=True)
class Matrix:
    """Hypotheses against evidence."""

    hypotheses: tuple[str, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        ids = [row.evidence_id for row in self.rows]
        if len(set(self.hypotheses)) < len(self.hypotheses) or len(set(ids)) < len(ids):
            raise InputError(
                "A hypothesis or a piece of evidence stands twice and would count twice. Keep one."
            )
        named = {hypothesis for row in self.rows for hypothesis in row.ratings}
        if strangers := sorted(named - set(self.hypotheses)):
            raise InputError(
                f"{some(strangers)}: rated, but no hypothesis here. Add it or leave out the ratings."
            )
        if any(not (math.isfinite(row.weight) and row.weight >= 0) for row in self.rows):
            raise InputError("A weight must be a number from 0 up, or inconsistency could count in favour.")


@dataclass(frozen=True)
class Inconsistency:
    """What speaks against a hypothesis, and how many rows nobody has rated for it: unknown, not in its favour."""

    score: float
    against: tuple[str, ...]
    not_rated: int


@dataclass(frozen=True)
class Flip:
    """Evidence without which the order is another. ``turns_first`` where even the first place changes."""

    dropped: tuple[str, ...]
    origin: str | None
    ranking: Ranking
    turns_first: bool


def grade_weight(grade: Grade) -> float:
    """Return what evidence of a grade may weigh: 2, 1 or ½. A convention; unknown is 1, as if ungraded.

    >>> grade_weight(Grade.parse("B2")), grade_weight(Grade.parse("F6")), grade_weight(Grade.parse("C5"))
    (2.0, 1.0, 0.5)
    """
    if grade.reliability.name in "DE" or grade.credibility.value in {4, 5}:
        return 0.5
    return 2.0 if grade.reliability.name in "AB" and grade.credibility.value in {1, 2} else 1.0


def inconsistencies(matrix: Matrix) -> dict[str, Inconsistency]:
    """Return what speaks against each hypothesis: I counts 1 and II 2, times the weight; consistency counts nothing."""
    found = {}
    for hypothesis in matrix.hypotheses:
        rated = [(row, row.rating(hypothesis)) for row in matrix.rows]
        against = [(row, -(rating.degree or 0)) for row, rating in rated if (rating.degree or 0) < 0]
        found[hypothesis] = Inconsistency(
            math.fsum(row.weight * degree for row, degree in against),
            tuple(row.evidence_id for row, _degree in against),
            sum(rating is Consistency.NOT_RATED for _row, rating in rated),
        )
    return found


def diagnosticity(row: Row, hypotheses: Iterable[str]) -> float | None:
    """Return the variance of a row's ratings, from CC = 2 to II = -2; 0 fits all alike and tells nothing.

    None where fewer than two hypotheses are rated.
    """
    degrees = [d for hypothesis in hypotheses if (d := row.rating(hypothesis).degree) is not None]
    if len(degrees) < 2:
        return None
    mean = sum(degrees) / len(degrees)
    return sum((degree - mean) ** 2 for degree in degrees) / len(degrees)


def rank(matrix: Matrix) -> Ranking:
    """Return the hypotheses with least against them first, ties together."""
    scores = {h: round(found.score, 9) for h, found in inconsistencies(matrix).items()}
    return tuple(tuple(h for h in matrix.hypotheses if scores[h] == s) for s in sorted(set(scores.values())))


def flips(matrix: Matrix) -> tuple[Flip, ...]:
    """Return which single piece of evidence, and which single origin, turns the order when it is left out."""
    pieces = [(None, (row.evidence_id,)) for row in matrix.rows]
    origins: dict[str, tuple[str, ...]] = {}
    for row in matrix.rows:
        if row.origin is not None:
            origins[row.origin] = (*origins.get(row.origin, ()), row.evidence_id)
    before, found = rank(matrix), []
    for origin, dropped in [*pieces, *origins.items()]:
        rest = tuple(row for row in matrix.rows if row.evidence_id not in dropped)
        ranking = rank(replace(matrix, rows=rest))
        if ranking != before:
            found.append(Flip(dropped, origin, ranking, ranking[0] != before[0]))
    return tuple(found)


def posterior(
    prior: Mapping[str, float], likelihoods: Iterable[tuple[str | None, Mapping[str, float]]]
) -> dict[str, float]:
    """Return the probability of each hypothesis by Bayes' rule, for whoever can state likelihoods.

    Each item is an origin and the probability of one piece under each hypothesis. Of each origin, and of all that is
    of unknown origin, only the most telling piece counts, so that reposts of one report do not add up.

    Raises:
        InputError: A prior or likelihood is missing or none, or all hypotheses are ruled out.
    """
    if not prior or not _are_probabilities(prior) or not math.isclose(sum(prior.values()), 1, abs_tol=1e-9):
        raise InputError("Prior probabilities must add up to 1, each from 0 to 1. State them all.")
    telling: dict[str | None, Mapping[str, float]] = {}
    for origin, piece in likelihoods:
        if piece.keys() != prior.keys() or not _are_probabilities(piece):
            raise InputError("A piece needs one likelihood from 0 to 1 for every hypothesis. State them all.")
        telling[origin] = max(telling.get(origin, piece), piece, key=_telling)
    odds = {h: p * math.prod(piece[h] for piece in telling.values()) for h, p in prior.items()}
    total = math.fsum(odds.values())
    if total == 0:
        raise InputError("The evidence rules out every hypothesis. Add the one that is missing.")
    return {hypothesis: value / total for hypothesis, value in odds.items()}


def _are_probabilities(values: Mapping[str, float]) -> bool:
    return all(0 <= value <= 1 for value in values.values())


def _telling(piece: Mapping[str, float]) -> tuple[float, tuple[float, ...]]:
    least, most = min(piece.values()), max(piece.values())
    spread = math.inf if least == 0 < most else (math.log(most / least) if least else 0.0)
    # Equally telling pieces are told apart by their numbers, so that their order does not matter.
    return spread, tuple(value for _h, value in sorted(piece.items()))
