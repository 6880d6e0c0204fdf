"""The list of cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from avert.replays import ReplaySummary
from avert.web.replays.words import english, places, span
from avert.web.site.tables import Cell, Column, Table


def cases_context(cases: Iterable[tuple[ReplaySummary, int]]) -> dict[str, Any]:
    """Return what the list of cases shows."""
    columns = (
        Column("title", _("Case"), is_text=True),
        Column("places", _("Place")),
        Column("days", _("Days")),
        Column("control", _("Control")),
        Column("items", _("Items"), is_number=True, note=_("known by its last day")),
    )
    rows = [_row(case, items) for case, items in cases]
    return {"cases": Table(_("Cases that can be replayed"), columns, rows, is_caption_hidden=True)}


def _row(case: ReplaySummary, items: int) -> dict[str, Any]:
    return {
        "title": Cell(english(case.title), reverse("replays:replay", args=[case.id])),
        "places": places(case.places),
        "days": format_html("{} – {}", span(case.first_day), span(case.last_day)),
        "control": case.is_control,
        "items": items,
    }
