"""The brief and the submission as PDF, set by typst. The same input gives the same bytes.

All words reach typst as data, so that no name can become markup; no fonts but those in typst's wheel are used, so
that the page is the same on every machine; the files are tagged (PDF/UA-1) for those who have them read aloud.
"""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from avert.brief.document import PreventionBrief
from avert.brief.json import brief_payload, submission_payload, week_payload
from avert.brief.quantities import day_text
from avert.brief.submission import Submission
from avert.brief.week import WeeklyReport

if TYPE_CHECKING:
    from typst import Compiler

PICTURE_PPI = 200.0
MOST_PAGES = 1000
SIZES = ("10", "9.5", "9", "8.5", "8", "7.5")
"""Sizes of type in points, tried in order until the document fits its pages; the last is used as it comes."""


def brief_pdf(brief: PreventionBrief) -> bytes:
    """Set the brief on A4."""
    payload = brief_payload(brief)
    for part, said in zip(brief.parts, payload["parts"], strict=True):
        if part.figure is not None:
            said["figure"]["svg"] = part.figure.svg
    for source, said in zip(brief.sources, payload["sources"], strict=True):
        said["day"] = day_text(source.vintage)
    return _compiled("brief.typ", payload, brief.issued_at, most_pages=2)


def week_pdf(report: WeeklyReport) -> bytes:
    """Set the weekly situation report on A4, on as many pages as it takes."""
    payload = week_payload(report)
    for source, said in zip(report.sources, payload["sources"], strict=True):
        said["day"] = day_text(source.vintage)
    return _compiled("week.typ", payload, report.issued_at, most_pages=MOST_PAGES)


def submission_pdf(submission: Submission) -> bytes:
    """Set the submission on A4."""
    return _compiled("submission.typ", submission_payload(submission), submission.issued_at, most_pages=1)


def picture_of(svg: str) -> bytes:
    """Return a drawing as PNG, for formats that take no SVG."""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 480pt)'
    )
    return _bytes(_compiler(source, {"svg": svg}).compile(format="png", ppi=PICTURE_PPI))


def _compiled(template: str, payload: dict[str, Any], issued_at: dt.datetime, most_pages: int) -> bytes:
    at = issued_at.astimezone(dt.UTC).replace(microsecond=0)
    units = ("year", "month", "day", "hour", "minute", "second")
    moment = {unit: getattr(at, unit) for unit in units} | {"issued": f"{day_text(at.date())}, {at:%H:%M}"}
    folder = resources.files("avert.brief") / "templates"
    source = "".join((folder / name).read_text(encoding="utf-8") for name in ("frame.typ", template))
    document = json.dumps(payload | moment)
    chosen = next((s for s in SIZES if _pages(source, document, s) <= most_pages), SIZES[-1])
    compiler = _compiler(source, {"document": document, "size": chosen})
    return _bytes(compiler.compile(format="pdf", timestamp=at, pdf_standards=["ua-1"]))


def _pages(source: str, document: str, size: str) -> int:
    laid_out = _compiler(source, {"document": document, "size": size})
    return int(json.loads(laid_out.query("<pages>", field="value", one=True)))


def _compiler(source: str, inputs: dict[str, str]) -> Compiler:
    import typst

    return typst.Compiler(source.encode(), ignore_system_fonts=True, sys_inputs=inputs)


def _bytes(compiled: object) -> bytes:
    assert isinstance(compiled, bytes)  # noqa: S101  one PDF, or one page of PNG
    return compiled
