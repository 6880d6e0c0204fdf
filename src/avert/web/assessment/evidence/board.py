"""What is claimed, and how evidence bears on it, as one viewer may know it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from avert.assessment import claims as core
from avert.assessment.evidence import Consistency, Evidence
from avert.assessment.frameworks import Indicator, load_indicators
from avert.assessment.grading import Grade
from avert.assessment.hypotheses import Matrix, Row, grade_weight
from avert.web.assessment.evidence import selectors

NOON = dt.time(12, tzinfo=dt.UTC)
Weights = Mapping[uuid.UUID, Mapping[uuid.UUID, Sequence[Any]]]
"""Claim → evidence → what each organisation says of the two."""


@dataclass(frozen=True)
class Board:
    """Evidence, claims and weights; nothing stands on it that the viewer may not read."""

    evidence: Sequence[Any]
    claims: Sequence[Any]
    weights: Weights

    @classmethod
    def of(cls, viewer: Any, assessment: Any) -> Board:
        """Return what the viewer may know."""
        evidence, claims = selectors.evidence_in(viewer, assessment), selectors.claims_in(viewer, assessment)
        known = {row.pk for row in evidence}
        weights: dict[uuid.UUID, dict[uuid.UUID, list[Any]]] = {claim.pk: {} for claim in claims}
        for weight in selectors.weights_in(viewer, weights):
            if weight.evidence_id in known:
                weights[weight.claim_id].setdefault(weight.evidence_id, []).append(weight)
        return cls(evidence, claims, weights)

    @cached_property
    def pieces(self) -> dict[str, Evidence]:
        """Return all evidence as the core knows it."""
        return {str(row.pk): _piece(row) for row in self.evidence}

    @cached_property
    def row_of(self) -> dict[str, Any]:
        """Return the evidence by id."""
        return {str(row.pk): row for row in self.evidence}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Return the indicators that claims may be about."""
        return load_indicators() if any(claim.indicator for claim in self.claims) else {}

    @property
    def kept(self) -> list[Any]:
        """Return the evidence that counts."""
        return [row for row in self.evidence if not row.is_discarded]

    @property
    def discarded(self) -> list[Any]:
        """Return the evidence that does not count any more."""
        return [row for row in self.evidence if row.is_discarded]

    def bearing(self, claim: Any, evidence_id: uuid.UUID) -> Consistency:
        """Return how evidence bears on a claim, whoever weighed it."""
        return settled(weight.bearing for weight in self.weights[claim.pk].get(evidence_id, ()))

    def is_disputed(self, claim: Any, evidence_id: uuid.UUID) -> bool:
        """Say whether organisations weigh the two differently."""
        return len({weight.bearing for weight in self.weights[claim.pk].get(evidence_id, ())}) > 1

    def standing(self, claim: Any, now: dt.datetime) -> core.ClaimStanding:
        """Return what a claim rests on."""
        indicator = self.indicators.get(claim.indicator)
        kind = indicator.time_scale.ages_as if indicator else None
        cited = tuple(core.Citation(str(key), self.bearing(claim, key)) for key in self.weights[claim.pk])
        return core.stand(core.Claim(str(claim.pk), kind, cited), self.pieces, now)

    def is_untested(self, claim: Any) -> bool:
        """Say whether nothing that counts was ever weighed against a claim but as saying nothing."""
        bearings = (
            weight.bearing
            for key, weights in self.weights[claim.pk].items()
            for weight in weights
            if not self.row_of[str(key)].is_discarded
        )
        return all(bearing == Consistency.NEUTRAL for bearing in bearings)

    def rivals(self) -> dict[str, list[Any]]:
        """Return the claims by the question that they answer, those that answer none last."""
        found: dict[str, list[Any]] = {}
        for claim in self.claims:
            found.setdefault(claim.answers, []).append(claim)
        return dict(sorted(found.items(), key=lambda item: not item[0]))

    def matrix(self, claims: Sequence[Any]) -> Matrix:
        """Return competing claims against the evidence that counts and was weighed for any of them."""
        rows = tuple(
            Row(
                evidence_id=str(row.pk),
                ratings={str(claim.pk): self.bearing(claim, row.pk) for claim in claims},
                weight=grade_weight(_grade(row)),
                origin=row.origin or None,
            )
            for row in self.kept
            if any(row.pk in self.weights[claim.pk] for claim in claims)
        )
        return Matrix(tuple(str(claim.pk) for claim in claims), rows)


def settled(bearings: Iterable[str]) -> Consistency:
    """Return what counts of what several organisations say: the side that most of them take, strongly if most do.

    >>> settled(["C", "CC", "CC"]), settled(["C", "I"]), settled(["I", "II", "C"])
    (<Consistency.VERY_CONSISTENT: 'CC'>, <Consistency.NOT_RATED: '-'>, <Consistency.INCONSISTENT: 'I'>)
    """
    said = [Consistency(bearing) for bearing in bearings]
    sides = Counter(one.stance for one in said).most_common(2)
    if not sides or (len(sides) > 1 and sides[0][1] == sides[1][1]):
        return Consistency.NOT_RATED
    of_side = Counter(one for one in said if one.stance is sides[0][0])
    # The weaker word where as many say the one as the other.
    return max(of_side, key=lambda one: (of_side[one], -abs(one.degree or 0)))


def _piece(row: Any) -> Evidence:
    return Evidence(
        id=str(row.pk),
        source=row.source,
        at=dt.datetime.combine(row.happened_on, NOON) if row.happened_on else None,
        grade=_grade(row),
        origin=row.origin or None,
        discarded=row.discarded_why if row.is_discarded else "",
    )


def _grade(row: Any) -> Grade:
    return Grade.parse(f"{row.reliability}{row.credibility}")
