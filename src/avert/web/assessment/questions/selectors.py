"""Reading questions for a viewer, and what was judged in closed rounds: to whoever reads the question, without names.

Judgements are readable only to whoever wrote them. Here alone they are read past that, as numbers and words that say
neither who wrote them nor for which organisation, and never those of a round that is still open.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q

from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import Sector
from avert.web.assessment.models import Assessment, Judgement, Question, Stakeholder
from avert.web.assessment.selectors import stakeholders_of
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.records.writing import rows_of

IS_CLOSED = Q(round__lt=F("question__round")) | Q(question__is_open=False)


@dataclass(frozen=True)
class Said:
    """What one expert said in a closed round, last before it was closed.

    ``perspective`` is the group spoken for, else the sector, else the stakeholder as such; empty where the viewer does
    not know of the stakeholder, or none was named.
    """

    question_id: uuid.UUID
    round: int
    expert: str
    lowest: float | None
    best: float
    highest: float | None
    confidence: int | None
    reason: str
    origins: tuple[str, ...]
    perspective: str


def questions_in(viewer: Viewer, assessment: Assessment) -> list[Question]:
    """Return the questions that the viewer may read, those still open first and the next to be known first."""
    found = readable_by(viewer, Question).filter(assessment=assessment.pk)
    return list(found.order_by("-is_open", "horizon", "created_at", "pk"))


def said_in_closed_rounds(viewer: Viewer, assessment: Assessment) -> list[Said]:
    """Return what was judged in closed rounds of the questions that the viewer may read, by question and round."""
    questions = readable_by(viewer, Question).filter(assessment=assessment.pk).order_by().values("pk")
    rows = rows_of(Judgement).filter(IS_CLOSED, question__in=questions).order_by("created_at", "pk")
    latest = {(row.question_id, row.round, row.expert): row for row in rows}
    known = perspectives_for(viewer, assessment)
    # By sign: the order in which they were written could tell who wrote them.
    return [_said(latest[key], known) for key in sorted(latest, key=str)]


def how_many_judged(questions: Collection[Question]) -> dict[uuid.UUID, int]:
    """Return by question how many experts gave a judgement in its round that is open now: no more is told of it."""
    rows = rows_of(Judgement).filter(question__in=[one.pk for one in questions], round=F("question__round"))
    counted = rows.order_by().values("question").annotate(n=Count("expert", distinct=True))
    return {row["question"]: row["n"] for row in counted}


def own_judgements(viewer: Viewer, question: Question) -> list[Judgement]:
    """Return what the viewer wrote herself on a question, her own and from paper, the latest of each round."""
    rows = _written_by(viewer).filter(question=question.pk).order_by("created_at", "pk")
    latest = {(row.round, row.is_from_paper, row.expert): row for row in rows}
    return [latest[key] for key in sorted(latest)]


def signs_of(viewer: Viewer, assessment: Assessment, *, is_from_paper: bool) -> list[str]:
    """Return the signs under which the viewer has judged in this assessment: her own, or those of her papers."""
    rows = _written_by(viewer).filter(question__assessment=assessment.pk, is_from_paper=is_from_paper)
    return sorted(set(rows.values_list("expert", flat=True)))


def perspectives_for(viewer: Viewer, assessment: Assessment) -> Mapping[uuid.UUID, Stakeholder]:
    """Return the stakeholders from whose perspective somebody may judge."""
    return {row.pk: row for row in stakeholders_of(viewer, assessment.pk)}


def perspective_of(stakeholder: Stakeholder) -> str:
    """Return from where a stakeholder looks, in a word that several may share."""
    sector = str(Sector(stakeholder.sector).label) if stakeholder.sector else ""
    return stakeholder.group or sector or stakeholder.name


def _written_by(viewer: Viewer) -> RecordQuerySet:
    author = viewer.pk if isinstance(viewer, Person) else None
    found: RecordQuerySet = readable_by(viewer, Judgement).filter(created_by=author)
    return found


def _said(row: Judgement, known: Mapping[uuid.UUID, Stakeholder]) -> Said:
    who = known.get(row.stakeholder_id) if row.stakeholder_id else None
    return Said(
        question_id=row.question_id,
        round=row.round,
        expert=row.expert,
        lowest=row.lowest,
        best=row.best,
        highest=row.highest,
        confidence=row.confidence,
        reason=row.reason,
        origins=tuple(str(origin) for origin in row.origins),
        perspective=perspective_of(who) if who else "",
    )
