"""The formats of brief and submission: names, content types, and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from avert.brief.document import PreventionBrief
from avert.brief.submission import Submission
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
    """Write a brief or a submission in one of FORMATS.

    Raises InputError for another format.
    """
    if form not in CONTENT_TYPES:
        raise InputError(f"{form!r} is no format of a brief. There are: {', '.join(FORMATS)}.")
    is_brief = isinstance(document, PreventionBrief)
    content = _brief(document, form) if is_brief else _submission(document, form)  # type: ignore[arg-type]
    as_bytes = content.encode() if isinstance(content, str) else content
    return Rendered(as_bytes, f"{document.file_stem}.{form}", CONTENT_TYPES[form])


def _brief(brief: PreventionBrief, form: str) -> str | bytes:
    from avert.brief import docx, html, json, pdf

    writers: Mapping[str, Callable[[PreventionBrief], str | bytes]] = {
        "html": html.brief_html,
        "pdf": pdf.brief_pdf,
        "docx": docx.brief_docx,
        "json": json.brief_json,
    }
    return writers[form](brief)


def _submission(submission: Submission, form: str) -> str | bytes:
    from avert.brief import docx, html, json, pdf

    writers: Mapping[str, Callable[[Submission], str | bytes]] = {
        "html": html.submission_html,
        "pdf": pdf.submission_pdf,
        "docx": docx.submission_docx,
        "json": json.submission_json,
    }
    return writers[form](submission)
