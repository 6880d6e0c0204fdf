"""Code cards to cut out, and the sheet that says what the numbers mean, as PDF set by typst.

All words reach typst as data. The cards name nobody and no program: whoever finds one learns what is printed on it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from avert.warning.text_codes.card import CodeCard

FOLDER = Path(__file__).parent


def card_pdf(card: CodeCard, *, now: dt.datetime) -> bytes:
    """Set four cards on A4, with what is printed alone."""
    printed = {
        "language": card.language,
        "title": card.title,
        "lead": card.lead,
        "example": card.example,
        "lines": card.lines,
        "kinds": [{"code": kind.code, "says": kind.says} for kind in card.kinds],
        "places": [{"code": place.code, "where": place.where} for place in card.places],
    }
    return _compiled("card.typ", printed, now)


def key_pdf(card: CodeCard, *, now: dt.datetime) -> bytes:
    """Set the sheet for the office: every number with its word and its meaning, and what to tell those who text."""
    return _compiled("key.typ", asdict(card), now)


def _compiled(template: str, document: Mapping[str, object], now: dt.datetime) -> bytes:
    import typst

    source = (FOLDER / template).read_bytes()
    compiler = typst.Compiler(source, ignore_system_fonts=True, sys_inputs={"document": json.dumps(document)})
    at = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    made = compiler.compile(format="pdf", timestamp=at)
    assert isinstance(made, bytes)  # noqa: S101  one PDF
    return made
