"""The register as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.records.naming import Names
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name
from avert.web.society.register.words import trust_text, where_text
from avert.web.society.selectors import also_merged, trust_for

COLUMNS = (
    Column("name", gettext_lazy("Structure"), is_text=True),
    Column("kind", gettext_lazy("Kind")),
    Column("level", gettext_lazy("Level")),
    Column("sector", gettext_lazy("Sector")),
    Column("where", gettext_lazy("Where"), is_name=True),
    Column("trust", gettext_lazy("Trusted by"), is_text=True),
    Column("review", gettext_lazy("Look again on")),
)


def table_of(rows: Sequence[Any], *, viewer: Any, today: dt.date) -> Table:
    """Return structures as a table that says how far groups trust each, and which are to be looked at again."""
    names, trust = Names(viewer), latest_trust(rows, viewer=viewer)
    found = [_row(row, names, trust.get(row.pk, {}), today) for row in rows]
    return Table(_("Structures"), COLUMNS, found, is_caption_hidden=True)


def latest_trust(rows: Iterable[Any], *, viewer: Any) -> dict[Any, dict[str, Any]]:
    """Return how far each group trusts each structure, with what was said of those merged into it."""
    rows = list(rows)
    shown = also_merged(viewer, rows)
    said: dict[Any, dict[str, Any]] = {}
    for key, by_group in trust_for(viewer, list(shown)).items():
        for group, one in by_group.items():
            kept = said.setdefault(shown[key], {}).get(group)
            if kept is None or (one.on or dt.date.min) > (kept.on or dt.date.min):
                said[shown[key]][group] = one
    return said


def review_cell(day: dt.date | None, today: dt.date) -> Cell:
    """Return the day on which to look again, with a word where that has come."""
    if day is None:
        return Cell("–")
    return Cell(day, note=_("overdue") if day <= today else "")


def _row(row: Any, names: Names, trust: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    is_own = row.owner_id in names.own
    shared = "" if is_own else _("from {organisation}").format(organisation=names.organisation(row.owner_id))
    at_risk = _("protected") if row.is_protected else ""
    return {
        "name": Cell(
            own_name(row.name),
            url=reverse("society:structure", args=[row.pk]),
            note=", ".join(note for note in (at_risk, shared) if note),
        ),
        "kind": row.get_kind_display() or "–",
        "level": row.get_level_display() or "–",
        "sector": row.get_sector_display() or "–",
        "where": where_text(row) or "–",
        "trust": own_name(trust_text(trust)) if trust else "–",
        "review": review_cell(row.review_on, today),
    }
