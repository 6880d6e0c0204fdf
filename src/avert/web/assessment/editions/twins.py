"""An assessment of a conflict beside one of ourselves: the same questions, asked twice.

In an assessment of ourselves the value of an indicator says how far we reach, hold or do something about it: absent is
not, latent is partly, present or acute is yes. In that of the conflict something matters as soon as one stakeholder
calls a risk more than absent, or a protection less than present: a dissent is enough.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from avert.assessment.frameworks import (
    DimensionKind,
    Framework,
    Indicator,
    Polarity,
    TwinQuestion,
    list_frameworks,
    load_framework,
    load_indicators,
)
from avert.assessment.mirror import BiasIndex, Item, Lens, Meets, Mirror, Own, bias_index, mirror
from avert.assessment.readings import Answer, Reading, Standing, StoredAnswers, latest
from avert.assessment.values import Value
from avert.web.assessment import models
from avert.web.assessment.models import Assessment, Stakeholder
from avert.web.assessment.vocabulary import Subject
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by

LENSES: Mapping[DimensionKind, Lens] = {
    DimensionKind.ACTOR: Lens.WHO,
    DimensionKind.TARGET: Lens.WHO,
    DimensionKind.MOTIVE: Lens.WHY,
    DimensionKind.CAPACITY: Lens.HOW,
    DimensionKind.TRIGGER: Lens.WHEN,
    DimensionKind.STRUCTURAL: Lens.WHERE,
}
MEETS: Mapping[Value, Meets] = {
    Value.ABSENT: Meets.NO,
    Value.LATENT: Meets.PARTLY,
    Value.PRESENT: Meets.YES,
    Value.ACUTE: Meets.YES,
}
UNMET_PROTECTION = frozenset({Value.ABSENT, Value.LATENT})


@dataclass(frozen=True)
class Twins:
    """The two assessments, either of which may be missing for this viewer."""

    conflict: Assessment | None
    own: Assessment | None


@dataclass(frozen=True)
class Side:
    """What of one of the two stands now: values, and answers in words by question and role."""

    standing: Standing
    roles: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]


def twins_of(viewer: Viewer, assessment: Assessment) -> Twins:
    """Return an assessment with its other half, the newest where there are several."""
    readable = readable_by(viewer, Assessment)
    if assessment.subject == Subject.SELF:
        return Twins(readable.filter(pk=assessment.twin_id).first(), assessment)
    return Twins(assessment, readable.filter(twin=assessment.pk).order_by("created_at", "pk").last())


def side_of(viewer: Viewer, assessment: Assessment, as_of: dt.datetime) -> Side:
    """Return what the viewer may read of one of the two."""
    people = readable_by(viewer, Stakeholder).filter(assessment=assessment.pk)
    roles = {str(key): name for key, name in people.values_list("pk", "name")}
    rows = list(
        readable_by(viewer, models.Reading)
        .filter(assessment=assessment.pk, at__lte=as_of)
        .order_by("round", "at", "created_at", "pk")
    )
    texts: dict[str, dict[str, str]] = {}
    for row in rows:
        for question, text in row.texts.items():
            texts.setdefault(question, {})[str(row.stakeholder_id)] = text
    return Side(latest(map(_told, rows), as_of), roles, texts)


def questions_in(assessments: Collection[Assessment]) -> Iterator[tuple[Framework, TwinQuestion]]:
    """Yield the questions that the frameworks of these assessments ask twice."""
    known = {one.id for one in list_frameworks()}
    ids = dict.fromkeys(key for one in assessments for key in one.frameworks)
    for framework in (load_framework(key) for key in ids if key in known):
        for question in framework.questions:
            yield framework, question


def mirror_of(conflict: Side, own: Side) -> Mirror:
    """Return where what matters and what we do about it do not meet."""
    known = load_indicators()
    lenses = _lenses()
    items = [
        Item(code, lenses.get(code, Lens.WHAT), _matters(known.get(code), said), _cited(said))
        for code, said in _by_code(conflict.standing).items()
    ]
    asked = {item.id for item in items}
    answers = [
        Own(
            f"{who}:{code}",
            lenses.get(code, Lens.WHAT),
            MEETS.get(newest.answer.value, Meets.UNKNOWN),
            code if code in asked else None,
            newest.answer.evidence,
        )
        for who, said in own.standing.answers.items()
        for code, newest in said.items()
    ]
    return mirror(items, answers)


def bias_of() -> BiasIndex:
    """Return the bias index, for which options would have to be ranked: an assessment ranks none."""
    return bias_index({}, {}, {})


def _told(row: models.Reading) -> Reading:
    answers = StoredAnswers(row.values, row.trends, row.reasons, row.cited)
    return Reading(str(row.stakeholder_id), "", row.round, row.at, answers, recorded_at=row.created_at)


def _by_code(standing: Standing) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answers in standing.answers.values():
        for code, newest in answers.items():
            found.setdefault(code, []).append(newest.answer)
    return dict(sorted(found.items()))


def _matters(indicator: Indicator | None, said: Collection[Answer]) -> bool | None:
    values = [answer.value for answer in said if answer.value.is_known]
    if not values:
        return None
    if indicator is not None and indicator.polarity is Polarity.PROTECTIVE:
        return any(value in UNMET_PROTECTION for value in values)
    return any(value is not Value.ABSENT for value in values)


def _cited(said: Collection[Answer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for answer in said for key in answer.evidence))


def _lenses() -> dict[str, Lens]:
    frameworks = (load_framework(one.id) for one in list_frameworks())
    kinds = [(one, {dimension.id: dimension.kind for dimension in one.dimensions}) for one in frameworks]
    return {
        code: LENSES.get(found[indicator.dimension], Lens.WHAT)
        for framework, found in kinds
        for code, indicator in framework.indicators.items()
    }
