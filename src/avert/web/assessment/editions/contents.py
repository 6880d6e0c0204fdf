"""What an edition holds: of what stands in an assessment only that which everybody reads whom the edition is for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from avert.assessment.ageing import Kind
from avert.assessment.coverage import Reached, coverage
from avert.assessment.frameworks import Indicator, load_indicators
from avert.assessment.readings import Reading as Told
from avert.assessment.readings import Standing, StoredAnswers, latest
from avert.web.assessment import models
from avert.web.assessment.editions.circles import Circles
from avert.web.assessment.models import Assessment, Claim, Evidence, Gap, Reading, Stakeholder, Weight
from avert.web.assessment.vocabulary import GapState
from avert.web.assessment.voices.heard import expected_in, person_of
from avert.web.records.audiences import Circle
from avert.web.records.models import Record
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by

AnyRecord = TypeVar("AnyRecord", bound=Record)
KINDS: Mapping[str, type[Record]] = {
    "stakeholders": Stakeholder,
    "readings": Reading,
    "claims": Claim,
    "evidence": Evidence,
    "gaps": Gap,
}
HEAD = ("title", "question", "subject", "level", "where", "frameworks", "groups", "languages", "round")


@dataclass(frozen=True)
class Contents:
    """The parts that everybody in a circle reads, and how many the viewer reads besides: these are only counted."""

    assessment: Assessment
    as_of: dt.datetime
    stakeholders: tuple[Stakeholder, ...]
    readings: tuple[Reading, ...]
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    weights: tuple[Weight, ...]
    gaps: tuple[Gap, ...]
    left_out: Mapping[str, int]

    @property
    def standing(self) -> Standing:
        """Return what each stakeholder says now."""
        named = {row.pk: row.group or row.sector or row.level or row.name for row in self.stakeholders}
        cited = {str(row.pk) for row in self.evidence}
        return latest((_told(row, named[row.stakeholder_id], cited) for row in self.readings), self.as_of)

    @property
    def parts(self) -> list[str]:
        """Return the ids of all that is in it, so that it can be said later who may read that."""
        rows = (self.stakeholders, self.readings, self.claims, self.evidence, self.weights, self.gaps)
        return sorted(str(row.pk) for kind in rows for row in kind)


def contents_for(viewer: Viewer, assessment: Assessment, circle: Circle, as_of: dt.datetime) -> Contents:
    """Return what stands in an assessment at a time, for a viewer and everybody in a circle."""
    found = _found(viewer, assessment, as_of)
    circles = Circles([row for rows in found.values() for row in rows])
    kept = {name: [row for row in rows if circles.all_read(circle, row)] for name, rows in found.items()}
    return _contents(assessment, as_of, found, kept)


def contents_read_by(viewer: Viewer, assessment: Assessment, as_of: dt.datetime) -> Contents:
    """Return what stands in an assessment at a time, for a viewer alone."""
    found = _found(viewer, assessment, as_of)
    return _contents(assessment, as_of, found, dict(found))


def _contents(
    assessment: Assessment, as_of: dt.datetime, found: Mapping[str, list[Any]], kept: dict[str, list[Any]]
) -> Contents:
    people, claims, evidence = (_keys(kept[name]) for name in ("stakeholders", "claims", "evidence"))
    kept["readings"] = [row for row in kept["readings"] if row.stakeholder_id in people]
    kept["weights"] = [
        row for row in kept["weights"] if row.claim_id in claims and row.evidence_id in evidence
    ]
    left_out = {name: n for name in KINDS if (n := len(found[name]) - len(kept[name]))}
    return Contents(
        assessment, as_of, **{name: tuple(rows) for name, rows in kept.items()}, left_out=left_out
    )


def plain_of(contents: Contents) -> dict[str, Any]:
    """Return what an edition holds besides the readings, as plain values."""
    standing, known = contents.standing, load_indicators()
    answered = {code for answers in standing.answers.values() for code in answers}
    return {
        **{name: getattr(contents.assessment, name) for name in HEAD},
        "is_exercise": contents.assessment.exercise_id is not None,
        "people": {str(row.pk): _person(row) for row in contents.stakeholders},
        "indicators": {code: known[code].text for code in sorted(answered & known.keys())},
        "claims": list(_claims(contents)),
        "gaps": [_gap(row) for row in contents.gaps],
        "coverage": list(coverage_of(contents)),
        "left_out": dict(contents.left_out),
        "parts": contents.parts,
    }


def kinds_of(standing: Standing) -> dict[str, Kind]:
    """Return how each indicator that was answered ages; one that no framework here knows ages in no known way."""
    known: Mapping[str, Indicator] = load_indicators()
    answered = {code for answers in standing.answers.values() for code in answers}
    return {code: known[code].time_scale.ages_as for code in sorted(answered & known.keys())}


def _found(viewer: Viewer, assessment: Assessment, as_of: dt.datetime) -> dict[str, list[Any]]:
    weights = readable_by(viewer, Weight).filter(claim__assessment=assessment.pk)
    found = {name: _parts(viewer, kind, assessment, as_of) for name, kind in KINDS.items()}
    return found | {"weights": list(weights.order_by("created_at", "pk"))}


def _parts(viewer: Viewer, kind: type[Record], assessment: Assessment, as_of: dt.datetime) -> list[Any]:
    found = readable_by(viewer, kind).filter(assessment=assessment.pk)
    if kind is Reading:
        found = found.filter(at__lte=as_of)
    if kind is Gap:
        found = found.filter(state=GapState.OPEN)
    if kind is Evidence:
        found = found.filter(is_discarded=False)
    return list(found.order_by("created_at", "pk"))


def _keys(rows: Iterable[Record]) -> set[uuid.UUID]:
    return {row.pk for row in rows}


def _told(row: models.Reading, perspective: str, cited: set[str]) -> Told:
    named = {code: [key for key in keys if key in cited] for code, keys in row.cited.items()}
    answers = StoredAnswers(row.values, row.trends, row.reasons, named)
    who, at = str(row.stakeholder_id), row.created_at
    return Told(who, perspective, row.round, row.at, answers, row.dissent, recorded_at=at)


def _person(row: Stakeholder) -> dict[str, Any]:
    names = ("name", "group", "is_of_group", "sector", "level")
    return {name: getattr(row, name) for name in names}


def _claims(contents: Contents) -> Iterable[dict[str, Any]]:
    counted: dict[uuid.UUID, Counter[str]] = {row.pk: Counter() for row in contents.claims}
    for weight in contents.weights:
        counted[weight.claim_id][str(weight.bearing)] += 1
    for row in contents.claims:
        said = {name: getattr(row, name) for name in ("text", "answers", "indicator")}
        yield said | {"evidence": dict(counted[row.pk])}


def _gap(row: Gap) -> dict[str, Any]:
    due = row.due_on.isoformat() if row.due_on else None
    return {"what": row.what, "indicator": row.indicator, "who": row.who, "due_on": due}


def coverage_of(contents: Contents) -> Iterator[dict[str, Any]]:
    """Yield by dimension whose voice is missing from what is in it, as plain values."""
    answered = {row.stakeholder_id for row in contents.readings if row.round >= contents.assessment.round}
    people = [person_of(row, _reached(row, answered)) for row in contents.stakeholders]
    for dimension, found in coverage(expected_in(contents.assessment), people).items():
        yield {
            "dimension": str(dimension),
            "is_expected_known": found.is_expected_known,
            "missing": [{"name": voice.name, "heard": str(voice.heard)} for voice in found.missing],
            "not_stated": found.not_stated,
        }


def _reached(row: Stakeholder, answered: set[uuid.UUID]) -> Reached:
    if row.pk in answered:
        return Reached.ANSWERED
    return Reached.ASKED if row.asked_on else Reached.INVITED
