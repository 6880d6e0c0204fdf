"""Blank forms to be filled in by hand, each with a short number so that it can be typed back and found again."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from avert.handling import Marking
from avert.web.book.vocabulary import EntryKind
from avert.web.site.printing import print_paper

# No letter or figure that is taken for another one when it is written by hand or read out.
SIGNS = "34679CDFHKMNPRTWXY"
LENGTH = 5
MOST_COPIES = 20


def new_number(rng: Random) -> str:
    """Return a number for one paper."""
    return "".join(rng.choices(SIGNS, k=LENGTH))


def as_number(typed: str) -> str:
    """Return a number as it stands on paper, however it was typed.

    >>> as_number(" c4-fh 7")
    'C4FH7'
    """
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def blank_forms(kind: str, *, copies: int, rng: Random, now: dt.datetime, paper: str) -> bytes:
    """Return so many blank forms as PDF: one for a meeting, or one for anything else that happened."""
    document = {
        "title": _("What has happened here, and what did we do?"),
        "marking": str(Marking.AMBER_STRICT),
        "numbers": [new_number(rng) for _copy in range(copies)],
        "words": _words(),
        "fields": _meeting() if kind == EntryKind.MEETING else _incident(),
        "kinds": []
        if kind == EntryKind.MEETING
        else [str(k.label) for k in EntryKind if k != EntryKind.MEETING],
        "heading": str(EntryKind.MEETING.label) if kind == EntryKind.MEETING else "",
    }
    return print_paper("avert.web.book", "entry.typ", document, now=now, paper=paper, pages=copies)


def _words() -> dict[str, str]:
    return {
        "number": _("Number of this paper"),
        "day": _("Day"),
        "time": _("Time"),
        "where": _("Where"),
        "women": _("Women"),
        "men": _("Men"),
        "youth": _("Of these, young people"),
        "roles": _("Who took part, as roles"),
        "to_do": _("What remains to be done"),
        "role": _("By which role"),
        "by": _("By when"),
        "careful": _(
            "No names: write roles and numbers. A number that nobody counted stays empty. "
            "Keep the paper where nobody else finds it, and destroy it once it is typed in."
        ),
        "typed": _("Typed in"),
    }


def _incident() -> list[dict[str, Any]]:
    return [{"label": _("What happened"), "lines": 5}, {"label": _("What was done"), "lines": 3}]


def _meeting() -> list[dict[str, Any]]:
    return [
        {"label": _("What was on the agenda"), "lines": 2},
        {"label": _("What was said"), "lines": 3},
        {"label": _("What was decided"), "lines": 2},
        {"label": _("Next meeting: day, time, where"), "lines": 1},
    ]
