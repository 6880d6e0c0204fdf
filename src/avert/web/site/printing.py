"""Papers set by typst: all words reach it as data, so that nothing written can become markup."""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import get_language, get_language_bidi

from avert.handling import Marking

if TYPE_CHECKING:
    from typst import Compiler

# Paper is found, copied and photographed, and a text message is read on its way.
MOST_OUT_OF_HAND = Marking.AMBER_STRICT
PAPERS = ("a4", "a5")
SIZES = {"a4": ("15", "13", "11", "9", "7.5"), "a5": ("12", "11", "10", "8.5", "7.5")}
"""Sizes of type in points, tried in order until each sheet fits its page; the last is used as it comes."""


def paper_asked(asked: str) -> str:
    """Return the size of paper that was asked for, A4 if there is no such."""
    return asked if asked in PAPERS else PAPERS[0]


def print_paper(
    package: str, template: str, document: dict[str, Any], *, now: dt.datetime, paper: str, pages: int
) -> bytes:
    """Set a document with a template from ``papers/`` of a package, in the reader's language and direction.

    ``document`` has a ``title``. The type is as large as so many pages allow; the same document at the same instant
    gives the same bytes.
    """
    at = now.astimezone(dt.UTC).replace(microsecond=0)
    source = "".join(
        (resources.files(where) / "papers" / name).read_text(encoding="utf-8")
        for where, name in (("avert.web.site", "paper.typ"), (package, template))
    )
    frames = {"paper": paper, "lang": (get_language() or "en")[:2], "is_rtl": get_language_bidi()}
    text = json.dumps({"day": f"{at:%Y-%m-%d}", **frames, **document}, default=str)
    size = next((size for size in SIZES[paper] if _pages(source, text, size) <= pages), SIZES[paper][-1])
    compiled = _compiler(source, text, size).compile(format="pdf", timestamp=at, pdf_standards=["ua-1"])
    assert isinstance(compiled, bytes)  # noqa: S101  one PDF
    return compiled


def paper_response(content: bytes, name: str) -> HttpResponse:
    """Send a paper to be kept; its name says nothing of what is on it."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def _pages(source: str, text: str, size: str) -> int:
    return int(json.loads(_compiler(source, text, size).query("<pages>", field="value", one=True)))


def _compiler(source: str, text: str, size: str) -> Compiler:
    import typst

    inputs = {"document": text, "size": size}
    return typst.Compiler(source.encode(), ignore_system_fonts=True, sys_inputs=inputs)
