"""Asking for probabilities in rounds: each judges in private, rounds are closed, and in the end it is known.

A judgement is TLP:RED and names nobody, so that by the rules for all records only whoever wrote it reads it: neither
colleagues nor whoever keeps the question. What closed rounds say, ``selectors`` tells without saying who said it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.assessment.models import Assessment, Judgement, Question, Stakeholder
from avert.web.assessment.questions import selectors
from avert.web.audit.occasions import Occasion
from avert.web.exercises.selectors import now_in
from avert.web.records import services as records
from avert.web.records.selectors import is_readable, is_writable
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.taking_part import add_part, writes_for_in
from avert.web.records.writing import rows_of

# No letter or figure that is taken for another one when it is written by hand or read out.
SIGNS, LENGTH = "34679CDFHKMNPRTWXY", 5
TICK = dt.timedelta(microseconds=1)
WHAT_IS_JUDGED = ("text", "resolved_by", "horizon")


def ask_question(
    *,
    assessment: Assessment,
    viewer: Person,
    occasion: Occasion,
    sharing: Sharing | None = None,
    **content: Any,
) -> Question:
    """Ask a question with a yes or no to come. Raises InputError for a base rate without its source."""
    _check_base_rate(content)
    part = Question(assessment=assessment, **content)
    return add_part(part=part, viewer=viewer, occasion=occasion, sharing=sharing)


@transaction.atomic
def change_question(
    *,
    record: Question,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Question:
    """Change what a question says; what is judged stays as it is once somebody has judged it."""
    _check_base_rate(
        {name: getattr(record, name) for name in ("base_rate", "base_rate_source")} | dict(fields)
    )
    # Whoever is just judging comes before or after, never between.
    rows_of(Question).select_for_update(of=("self",)).get(pk=record.pk)
    is_other = any(name in fields and fields[name] != getattr(record, name) for name in WHAT_IS_JUDGED)
    if is_other and rows_of(Judgement).filter(question=record.pk).exists():
        raise InputError(
            "Somebody has judged this question already, and would have answered another one. Ask a new question."
        )
    return records.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


@transaction.atomic
def judge(
    *,
    question: Question,
    best: float,
    viewer: Person,
    occasion: Occasion,
    rng: Random,
    lowest: float | None = None,
    highest: float | None = None,
    confidence: int | None = None,
    reason: str = "",
    origins: Sequence[str] = (),
    stakeholder: Stakeholder | None = None,
    is_from_paper: bool = False,
    expert: str = "",
) -> Judgement:
    """Add a judgement in the open round; it takes the place of an earlier one of the same expert in that round.

    The viewer's own, or one that somebody wrote on paper, which the people of whoever keeps the assessment type in:
    ``expert`` is then the sign of a paper of hers in an earlier round. Raises InputError where the round is not open
    or the numbers are in no order, PermissionDenied.
    """
    asked = rows_of(Question).select_for_update(of=("self",)).select_related("assessment").get(pk=question.pk)
    owner_id = writes_for_in(viewer, asked, Judgement)
    if owner_id is None or not is_readable(asked, viewer=viewer):
        raise PermissionDenied
    if not asked.is_open:
        raise InputError("No round of this question is open, so a judgement would count for nothing.")
    _check_order(lowest, best, highest)
    if stakeholder is not None and stakeholder.assessment_id != asked.assessment_id:
        raise InputError("This perspective belongs to another assessment. Choose one of this assessment.")
    if is_from_paper and not is_writable(asked.assessment, viewer=viewer):
        raise PermissionDenied
    sign = _sign(asked, viewer, rng, expert if is_from_paper else None)
    made = Judgement(
        owner_id=owner_id,
        marking=Marking.RED,
        question=asked,
        stakeholder=stakeholder,
        round=asked.round,
        expert=sign,
        is_from_paper=is_from_paper,
        lowest=lowest,
        best=best,
        highest=highest,
        confidence=confidence,
        reason=reason,
        origins=list(origins),
    )
    after = _after_the_last(made, occasion)
    return records.create(record=made, viewer=viewer, occasion=after, sharing=NOBODY_ELSE)


@transaction.atomic
def close_round(
    *, question: Question, row_version: int, viewer: Person, occasion: Occasion, is_last: bool = False
) -> Question:
    """Close the open round, so that what was said in it is told without names; open the next unless it is the last.

    Raises InputError where no round is open or nobody has judged in this one.
    """
    # Whoever is just judging comes before or after, never between.
    asked = rows_of(Question).select_for_update(of=("self",)).get(pk=question.pk)
    if not asked.is_open:
        raise InputError("No round of this question is open.")
    if not rows_of(Judgement).filter(question=asked.pk, round=asked.round).exists():
        raise InputError("Nobody has judged in this round. Wait for a judgement, or ask for one.")
    fields: dict[str, Any] = {"is_open": False} if is_last else {"round": asked.round + 1}
    return records.change(
        record=question, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion
    )


def resolve(
    *, question: Question, row_version: int, outcome: bool, on: dt.date, viewer: Person, occasion: Occasion
) -> Question:
    """Say whether it was so, and since when that is known; what is known is judged no more."""
    if on > now_in(question.assessment.exercise, occasion.at).date():
        raise InputError("A day that is still to come tells nothing yet. Give the day on which it was known.")
    fields = {"outcome": outcome, "resolved_on": on, "is_open": False}
    return records.change(
        record=question, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion
    )


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that the questions of an assessment were read."""
    records.append_list_read(kind=Question, occasion=occasion)


def append_export(*, assessment: Assessment, occasion: Occasion) -> None:
    """Write down that what was judged in closed rounds was taken out as a file."""
    records.append_export(record=assessment, occasion=occasion)


def _sign(question: Question, viewer: Person, rng: Random, paper: str | None) -> str:
    """Return the sign of the viewer herself or of a paper of hers; a new one on first use in the assessment."""
    known = selectors.signs_of(viewer, question.assessment, is_from_paper=paper is not None)
    if paper:
        if paper not in known:
            raise InputError("You typed in no paper with this sign. Choose one of yours, or leave it open.")
        return paper
    if known and paper is None:
        return known[0]
    taken = set(
        rows_of(Judgement)
        .filter(question__assessment=question.assessment_id)
        .values_list("expert", flat=True)
    )
    while (sign := "".join(rng.choices(SIGNS, k=LENGTH))) in taken:
        continue
    return sign


def _after_the_last(made: Judgement, occasion: Occasion) -> Occasion:
    """Return the occasion, after whatever the expert judged before in this round: the latest counts, so none ties."""
    rows = rows_of(Judgement).filter(question=made.question_id, round=made.round, expert=made.expert)
    last = rows.aggregate(last=Max("created_at"))["last"]
    return replace(occasion, at=last + TICK) if last and last >= occasion.at else occasion


def _check_order(lowest: float | None, best: float, highest: float | None) -> None:
    given = [value for value in (lowest, best, highest) if value is not None]
    if given != sorted(given) or not 0 <= given[0] <= given[-1] <= 1:
        raise InputError(
            "Lowest, best and highest are in no order, so one of them is mistaken. Give probabilities from 0 to 100 "
            "per cent, the best between the others."
        )


def _check_base_rate(content: Mapping[str, Any]) -> None:
    if content.get("base_rate") is not None and not str(content.get("base_rate_source") or "").strip():
        raise InputError(
            "A base rate without its source cannot be checked. Add the source, or leave both out."
        )
