"""Reading what stakeholders said: always for a viewer, and in few queries however long the history is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.json import KeyTextTransform, KeyTransform

from avert.assessment.readings import Reading, StoredAnswers
from avert.web.accounts.vocabulary import Level, Sector
from avert.web.assessment import models
from avert.web.assessment.models import Assessment, Evidence, Stakeholder, Statement
from avert.web.assessment.readings.policy import speaks_as
from avert.web.assessment.selectors import stakeholders_of
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.records.taking_part import writes_for_in

Ids = Collection[uuid.UUID]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One reading, as far as a page that shows many needs it."""

    id: uuid.UUID
    assessment: uuid.UUID
    stakeholder: uuid.UUID
    framework: str
    round: int
    at: dt.datetime
    values: Mapping[str, str]
    dissent: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one reading says of one indicator."""

    id: uuid.UUID
    owner: uuid.UUID
    stakeholder: uuid.UUID
    round: int
    at: dt.datetime
    dissent: str
    value: str
    trend: str | None
    reason: str | None
    cited: list[str] | None


@dataclass(frozen=True, slots=True)
class Inside:
    """An assessment that lies within another, and the way down to it."""

    id: uuid.UUID
    title: str
    path: tuple[uuid.UUID, ...]


def given_for_by(viewer: Viewer, assessment: Assessment) -> list[Stakeholder]:
    """Return the stakeholders whose reading the viewer gives, by name."""
    found, own = stakeholders_of(viewer, assessment.pk), speaks_as(viewer, assessment)
    return [one for one in found if (one.organisation_id or assessment.owner_id) in own]


def perspective_of(stakeholder: Stakeholder | None) -> str:
    """Return from where a stakeholder looks: the group it speaks for, else its sector, else its level."""
    if stakeholder is None:
        return ""
    sector = Sector(stakeholder.sector).label if stakeholder.sector else ""
    level = Level(stakeholder.level).label if stakeholder.level else ""
    return stakeholder.group or str(sector) or str(level)


def readings_of(viewer: Viewer, assessment: Assessment, framework: str) -> tuple[Reading, ...]:
    """Return every reading by one framework that the viewer may read, with reasons, evidence and dissent.

    Stakeholders stand by their id as text.
    """
    people = {one.pk: one for one in stakeholders_of(viewer, assessment.pk)}
    found = _readings(viewer, [assessment.pk]).filter(framework=framework)
    columns = (
        "stakeholder", "round", "at", "created_at", "dissent", "values", "trends", "reasons", "cited",
    )  # fmt: skip
    return tuple(
        Reading(str(who), perspective_of(people.get(who)), round_, at, StoredAnswers(*said), dissent, written)
        for who, round_, at, written, dissent, *said in found.values_list(*columns)
    )


def told_in(
    viewer: Viewer, assessments: Ids, frameworks: Collection[str], *, as_of: dt.datetime
) -> list[Told]:
    """Return the readings that the viewer may read, earlier rounds first: what is later overrides where it answers."""
    found = _readings(viewer, assessments).filter(framework__in=frameworks, at__lte=as_of)
    columns = ("pk", "assessment", "stakeholder", "framework", "round", "at", "values", "dissent")
    return [Told(*row) for row in found.values_list(*columns)]


def trends_in(viewer: Viewer, readings: Ids) -> dict[uuid.UUID, dict[str, str]]:
    """Return the trends that these readings give."""
    found = readable_by(viewer, models.Reading).filter(pk__in=readings)
    return dict(found.values_list("pk", "trends"))


def details_in(viewer: Viewer, readings: Ids) -> dict[uuid.UUID, tuple[dict[str, str], dict[str, str]]]:
    """Return the trends and reasons that these readings give."""
    found = readable_by(viewer, models.Reading).filter(pk__in=readings)
    return {key: (trends, reasons) for key, trends, reasons in found.values_list("pk", "trends", "reasons")}


def said_of(
    viewer: Viewer, assessment: Assessment, framework: str, code: str, *, as_of: dt.datetime
) -> list[Said]:
    """Return what was said of one indicator, the newest first."""
    found = _readings(viewer, [assessment.pk]).filter(framework=framework, at__lte=as_of)
    rows = found.reverse().values_list(
        "pk",
        "owner",
        "stakeholder",
        "round",
        "at",
        "dissent",
        *(KeyTextTransform(code, name) for name in ("values", "trends", "reasons")),
        KeyTransform(code, "cited"),
    )
    said = (Said(*row) for row in rows)
    return [one for one in said if one.value is not None]


def texts_in(
    viewer: Viewer, assessment: Assessment, framework: str, *, as_of: dt.datetime
) -> dict[str, dict[uuid.UUID, str]]:
    """Return for each question what each stakeholder last answered in words."""
    found = _readings(viewer, [assessment.pk]).filter(framework=framework, at__lte=as_of)
    answers: dict[str, dict[uuid.UUID, str]] = {}
    for who, texts in found.exclude(texts={}).values_list("stakeholder", "texts"):
        for question, text in texts.items():
            answers.setdefault(question, {})[who] = text
    return answers


def inside_of(viewer: Viewer, assessment: Assessment) -> list[Inside]:
    """Return what lies within an assessment, level by level, as far as the viewer may read the way down."""
    found = readable_by(viewer, Assessment).filter(exercise=assessment.exercise_id, within__isnull=False)
    children: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = {}
    for key, within, title in found.order_by("title", "pk").values_list("pk", "within", "title"):
        children.setdefault(within, []).append((key, title))
    listed: list[Inside] = []
    seen = {assessment.pk}
    waiting: list[tuple[uuid.UUID, tuple[uuid.UUID, ...]]] = [(assessment.pk, ())]
    for above, path in waiting:
        for key, title in children.get(above, ()):
            if key not in seen:
                seen.add(key)
                listed.append(Inside(key, title, (*path, key)))
                waiting.append((key, (*path, key)))
    return listed


def evidence_in(viewer: Viewer, assessment: Assessment) -> list[Evidence]:
    """Return the evidence of an assessment that the viewer may read, the newest first."""
    return list(readable_by(viewer, Evidence).filter(assessment=assessment).order_by("-created_at", "pk"))


def statements_in(viewer: Viewer, assessment: Assessment, framework: str) -> RecordQuerySet:
    """Return the statements made by one framework, the newest first."""
    found: RecordQuerySet = readable_by(viewer, Statement).filter(assessment=assessment, framework=framework)
    return found.order_by("-created_at", "pk")


def may_state(viewer: Viewer, assessment: Assessment) -> bool:
    """Say whether the viewer may add a statement."""
    return writes_for_in(viewer, assessment, Statement) is not None


def _readings(viewer: Viewer, assessments: Iterable[uuid.UUID]) -> Any:
    return readable_by(viewer, models.Reading).filter(assessment__in=assessments).order_by("round", "at")
