"""The brief and the submission as JSON: the same content, every number with unit, interval, source and vintage.

The schema is stable: fields are added, never renamed or removed, within one ``schema`` name.
"""

from __future__ import annotations

import json
from typing import Any

from avert.brief.document import Part, PreventionBrief, Row
from avert.brief.quantities import Quantity, Statement
from avert.brief.submission import Submission
from avert.brief.week import WeeklyReport
from avert.provenance import Source

BRIEF_SCHEMA = "avert-brief-1"
WEEK_SCHEMA = "avert-week-1"
SUBMISSION_SCHEMA = "avert-submission-1"


def brief_json(brief: PreventionBrief) -> str:
    """Write the brief."""
    return _written(brief_payload(brief))


def week_json(report: WeeklyReport) -> str:
    """Write the weekly situation report."""
    return _written(week_payload(report))


def submission_json(submission: Submission) -> str:
    """Write the submission."""
    return _written(submission_payload(submission))


def brief_payload(brief: PreventionBrief) -> dict[str, Any]:
    """Return the brief in plain types, in the order in which it is read."""
    return {
        "schema": BRIEF_SCHEMA,
        "title": brief.title,
        "place": {"key": brief.place_key, "name": brief.place, "code": brief.code},
        "marking": str(brief.marking),
        "issued_at": brief.issued_at.isoformat(),
        "headline": _statement(brief.headline),
        "blackout": _statement(brief.blackout) if brief.blackout else None,
        "facts": [_quantity(fact) for fact in brief.facts],
        "parts": [_part(part) for part in brief.parts],
        "sources": [_source(source) for source in brief.sources],
        "results": [_row(row) for row in brief.results],
        "prohibited": brief.prohibited,
        "borders": brief.borders,
    }


def week_payload(report: WeeklyReport) -> dict[str, Any]:
    """Return the weekly situation report in plain types."""
    week = {
        "name": str(report.week),
        "first_day": report.week.first_day.isoformat(),
        "zone": report.week.zone,
    }
    of_week = {"schema": WEEK_SCHEMA, "week": week, "left_out_count": report.left_out}
    return brief_payload(report) | of_week


def submission_payload(submission: Submission) -> dict[str, Any]:
    """Return the submission in plain types."""
    return {
        "schema": SUBMISSION_SCHEMA,
        "title": submission.title,
        "place": {"key": submission.place_key, "name": submission.place, "code": submission.code},
        "marking": str(submission.marking),
        "issued_at": submission.issued_at.isoformat(),
        "context": [_statement(statement) for statement in submission.context],
        "context_sources": list(submission.context_sources),
        "fields": [
            {
                "key": field.key,
                "label": field.label,
                "text": field.text or None,
                "missing": None if field.text else field.missing,
                "who_decides": field.who_decides,
            }
            for field in submission.fields
        ],
        "choices": [
            {
                "key": choice.key,
                "label": choice.label,
                "is_chosen": choice.is_chosen,
                "because": choice.because,
            }
            for choice in submission.choices
        ],
        "prohibited": submission.prohibited,
    }


def _part(part: Part) -> dict[str, Any]:
    figure = part.figure
    return {
        "key": part.key,
        "title": part.title,
        "statements": [_statement(statement) for statement in part.statements],
        "figure": figure
        and {"title": figure.title, "description": figure.description, "caption": figure.caption},
        "rows": [_row(row) for row in part.rows],
        "heads": list(part.heads),
        "note": part.note,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {"text": statement.text, "quantities": [_quantity(number) for number in statement.quantities]}


def _quantity(number: Quantity) -> dict[str, Any]:
    return {
        "key": number.key,
        "label": number.label,
        "period": number.period,
        "unit": number.unit,
        "value": number.value,
        "low": number.low,
        "high": number.high,
        "text": number.text,
        "interval": number.interval_text,
        "source": number.source,
        "vintage": number.vintage and number.vintage.isoformat(),
        "source_text": number.source_text,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "label": source.label,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "vintage": source.vintage.isoformat(),
        "is_inferred": source.is_inferred,
        "citation": source.citation,
        "url": source.url,
    }


def _row(row: Row) -> dict[str, str]:
    return {"term": row.term, "text": row.text}


def _written(payload: dict[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=2) + "\n"
