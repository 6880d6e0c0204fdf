"""Assessments as a list, those of a narrower level under the wider one that they lie in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from avert.web.assessment.selectors import MOST_ABOVE, in_these
from avert.web.assessment.vocabulary import Subject
from avert.web.records.naming import Names
from avert.web.records.words import place_name
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name, value

STEP = "– "


def nested(outer: Sequence[Any], readable: Any) -> list[tuple[int, Any]]:
    """Return assessments with those that lie in them, each with how deep; one query a level, whatever their number."""
    inner: dict[Any, list[Any]] = defaultdict(list)
    layer = list(outer)
    for _depth in range(MOST_ABOVE):
        if not layer:
            break
        layer = list(in_these(readable, [row.pk for row in layer]))
        for row in layer:
            inner[row.within_id].append(row)
    return [pair for row in outer for pair in _walk(row, inner, 0)]


def table_of(rows: Sequence[tuple[int, Any]], *, viewer: Any, today: dt.date) -> Table:
    """Return assessments as a table."""
    columns = (
        Column("what", _("What is assessed")),
        Column("level", _("Level")),
        Column("where", _("Where"), is_name=True),
        Column("who", _("Kept by"), is_name=True),
        Column("round", _("Round"), is_number=True),
        Column("review", _("Look again on")),
    )
    names = Names(viewer)
    found = [_row(depth, row, names, today) for depth, row in rows]
    return Table(_("Assessments"), columns, found, is_caption_hidden=True)


def where_text(row: Any) -> str:
    """Return the place of an assessment, and where in it."""
    return ": ".join(part for part in (place_name(row.place), row.where) if part)


def review_note(row: Any, today: dt.date) -> str:
    """Say whether an assessment should have been looked at again."""
    if row.review_on is None or row.review_on > today:
        return ""
    return _("due today") if row.review_on == today else _("overdue")


def _walk(row: Any, inner: dict[Any, list[Any]], depth: int) -> Iterator[tuple[int, Any]]:
    yield depth, row
    if depth < MOST_ABOVE:
        for below in inner[row.pk]:
            yield from _walk(below, inner, depth + 1)


def _row(depth: int, row: Any, names: Names, today: dt.date) -> dict[str, Any]:
    title = own_name(f"{STEP * depth}{row.title}")
    where = where_text(row)
    review = value(row.review_on) if row.review_on else _("no day set")
    return {
        "what": Cell(
            title,
            reverse("assessment:assessment", args=[row.pk]),
            note=_("of ourselves") if row.subject == Subject.SELF else "",
        ),
        "level": row.get_level_display(),
        "where": where or "–",
        "who": names.organisation(row.owner_id),
        "round": row.round,
        "review": Cell(review, note=review_note(row, today)),
    }
