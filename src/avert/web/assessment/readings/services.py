"""Giving readings and filling statements: each is only ever added, by whoever speaks for the stakeholder."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.assessment import frameworks
from avert.assessment.frameworks import Framework
from avert.assessment.values import Trend, Value
from avert.deadlines import in_utc
from avert.errors import InputError, some
from avert.web.accounts.models import Person
from avert.web.assessment.models import Assessment, Evidence, Reading, Stakeholder, Statement
from avert.web.assessment.readings.policy import gives_for
from avert.web.audit.occasions import Occasion
from avert.web.exercises.selectors import now_in
from avert.web.records import services as records
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import Sharing
from avert.web.records.taking_part import add_part, everybody_in
from avert.web.records.writing import rows_of

LONGEST_TEXT, LONGEST_SLOT = 2000, 300
TICK = dt.timedelta(microseconds=1)


@transaction.atomic
def give_reading(
    *,
    assessment: Assessment,
    stakeholder: Stakeholder,
    framework: str,
    values: Mapping[str, str],
    viewer: Person,
    occasion: Occasion,
    trends: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    cited: Mapping[str, Sequence[uuid.UUID | str]] | None = None,
    texts: Mapping[str, str] | None = None,
    dissent: str = "",
    at: dt.datetime | None = None,
    sharing: Sharing | None = None,
) -> Reading:
    """Add what a stakeholder says in the current round, for whoever reads the assessment or fewer.

    Nothing given before is changed; *not asked* is left out, so that it takes the place of nothing. Raises
    PermissionDenied where another speaks for the stakeholder, InputError for unusable content, WiderThanParentError.
    """
    if stakeholder.assessment_id != assessment.pk:
        raise InputError("This stakeholder belongs to another assessment. Choose one of this assessment.")
    owner_id = gives_for(viewer, stakeholder)
    if owner_id is None:
        raise PermissionDenied("Only the stakeholder's own organisation gives its reading.")
    used = _framework_in(assessment, framework)
    reading = Reading(
        owner_id=owner_id,
        marking=assessment.marking,
        assessment=assessment,
        stakeholder=stakeholder,
        framework=used.id,
        round=assessment.round,
        at=_moment(stakeholder, assessment, at, occasion),
        dissent=dissent.strip(),
        **_said(used, values, trends or {}, reasons or {}, texts or {}),
    )
    reading.cited = _cited(cited or {}, reading.values, assessment, viewer)
    if not (reading.values or reading.texts or reading.dissent):
        raise InputError(
            "Nothing is answered yet, so there is nothing to keep. Answer at least one question."
        )
    sharing = everybody_in(assessment, besides=owner_id) if sharing is None else sharing
    return records.create(record=reading, viewer=viewer, occasion=occasion, sharing=sharing)


def add_statement(
    *,
    assessment: Assessment,
    framework: str,
    template: str,
    slots: Mapping[str, str],
    viewer: Person,
    occasion: Occasion,
) -> Statement:
    """Add a statement: a framework's template filled in. Raises like ``give_reading``."""
    used = _framework_in(assessment, framework)
    words = filled(used, template, slots)
    made = Statement(assessment=assessment, framework=used.id, template=template, slots=words)
    return add_part(part=made, viewer=viewer, occasion=occasion)


def change_statement(
    *,
    record: Statement,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Statement:
    """Say a statement in other words. Raises like ``records.services.change``."""
    slots = filled(frameworks.load_framework(record.framework), record.template, fields)
    return records.change(
        record=record,
        row_version=row_version,
        fields={"slots": slots},
        viewer=viewer,
        occasion=occasion,
        why=why,
    )


def append_readings_read(*, occasion: Occasion) -> None:
    """Write down that readings were read together."""
    records.append_list_read(kind=Reading, occasion=occasion)


def filled(framework: Framework, template: str, slots: Mapping[str, str]) -> dict[str, str]:
    """Return the words of every gap of a template. Raises InputError where one is empty or too long."""
    found = next((one for one in framework.statements if one.id == template), None)
    if found is None:
        raise InputError("This framework has no such statement. Choose one of those it has.")
    words = {gap: str(slots.get(gap, "")).strip() for gap in found.gaps}
    if not all(words.values()):
        raise InputError("A statement with a gap says nothing. Fill every gap, or write 'not known'.")
    _refuse_long(words, LONGEST_SLOT)
    return words


def _framework_in(assessment: Assessment, framework: str) -> Framework:
    if framework not in assessment.frameworks:
        raise InputError(
            "This assessment does not ask by that framework. Choose one of its own, or add it to the assessment."
        )
    return frameworks.load_framework(framework)


def _said(
    framework: Framework,
    values: Mapping[str, str],
    trends: Mapping[str, str],
    reasons: Mapping[str, str],
    texts: Mapping[str, str],
) -> dict[str, dict[str, str]]:
    given = {code: value for code, value in values.items() if value != Value.NOT_ASKED}
    words, told = _written(reasons), _written(texts)
    questions = {one.id for one in framework.questions}
    _refuse_unknown({*given, *trends, *words}, framework.indicators, "indicators")
    _refuse_unknown(told, questions, "questions")
    _refuse_unknown(given.values(), {*Value}, "values")
    _refuse_unknown(trends.values(), {*Trend}, "trends")
    if hanging := sorted({*trends, *words} - given.keys()):
        raise InputError(
            f"{some(hanging)}: a trend or a reason without a value belongs to nothing. Give a value, if only 'unknown'."
        )
    _refuse_long(words | told, LONGEST_TEXT)
    return {
        "values": {code: str(value) for code, value in given.items()},
        "trends": {code: str(trend) for code, trend in trends.items() if trend != Trend.UNKNOWN},
        "reasons": words,
        "texts": told,
    }


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text.strip() for key, text in texts.items() if text.strip()}


def _refuse_unknown(given: Collection[str], known: Collection[str], what: str) -> None:
    # What was typed may be anything, so it is not repeated.
    if any(one not in known for one in given):
        raise InputError(
            f"Some of the {what} are none that this framework has. Use those of its sheet, as they are written there."
        )


def _refuse_long(texts: Mapping[str, str], most: int) -> None:
    if any(len(text) > most for text in texts.values()):
        raise InputError(f"A text is longer than {most} characters. Shorten it.")


def _cited(
    cited: Mapping[str, Sequence[uuid.UUID | str]],
    values: Mapping[str, str],
    assessment: Assessment,
    viewer: Person,
) -> dict[str, list[str]]:
    named = {code: [str(key) for key in keys] for code, keys in cited.items() if keys}
    wanted = {key for keys in named.values() for key in keys}
    if not wanted:
        return {}
    found = readable_by(viewer, Evidence).filter(assessment=assessment)
    known = {str(key) for key in found.values_list("pk", flat=True)}
    if not wanted <= known or not named.keys() <= values.keys():
        raise InputError(
            "Some of the evidence is not in this assessment, or for an indicator without a value. Choose it anew."
        )
    return named


def _moment(
    stakeholder: Stakeholder, assessment: Assessment, at: dt.datetime | None, occasion: Occasion
) -> dt.datetime:
    now = now_in(assessment.exercise, occasion.at)
    at = now if at is None else in_utc(at)
    if at > now:
        raise InputError("A reading cannot be of a time to come. Give the time at which it was said.")
    # The clock of an exercise stands still, and of two readings at one time neither would be the newer.
    rows_of(Stakeholder).select_for_update().get(pk=stakeholder.pk)
    taken = set(
        rows_of(Reading)
        .filter(stakeholder=stakeholder, at__gte=at, at__lt=at + 1000 * TICK)
        .values_list("at", flat=True)
    )
    while at in taken:
        at += TICK
    return at
