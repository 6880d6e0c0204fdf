"""The formats of brief, weekly report and submission: names, content types, and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from avert.brief.document import PreventionBrief
from avert.brief.submission import Submission
from avert.brief.week import WeeklyReport
from avert.errors import InputError

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
FORMATS = tuple(CONTENT_TYPES)


@dataclass(frozen=True)
class Rendered:
    """A finished file."""

    content: bytes
    file_name: str
    content_type: str


def render(document: PreventionBrief | Submission, form: str) -> Rendered:
    """Write a brief, a weekly situation report or a submission in one of FORMATS.

    Raises InputError for another format.
    """
    if form not in CONTENT_TYPES:
        raise InputError(f"{form!r} is no format of a brief. There are: {', '.join(FORMATS)}.")
    content = _writers(document)[form](document)
    as_bytes = content.encode() if isinstance(content, str) else content
    return Rendered(as_bytes, f"{document.file_stem}.{form}", CONTENT_TYPES[form])


def _writers(document: PreventionBrief | Submission) -> Mapping[str, Callable[[Any], str | bytes]]:
    from avert.brief import docx, html, json, pdf

    if isinstance(document, Submission):
        return {
            "html": html.submission_html,
            "pdf": pdf.submission_pdf,
            "docx": docx.submission_docx,
            "json": json.submission_json,
        }
    if isinstance(document, WeeklyReport):
        return {
            "html": html.brief_html,
            "pdf": pdf.week_pdf,
            "docx": docx.brief_docx,
            "json": json.week_json,
        }
    return {"html": html.brief_html, "pdf": pdf.brief_pdf, "docx": docx.brief_docx, "json": json.brief_json}
