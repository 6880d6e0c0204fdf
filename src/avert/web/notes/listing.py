"""The list of notes as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.records.audiences import named_in
from avert.web.records.naming import Names
from avert.web.records.words import place_name
from avert.web.site.tables import Cell, Column, Table

ON_A_PAGE = 50
NEWEST_FIRST = "-written"
SORTS = {"title": "title", "marking": "marking", "written": "created_at"}
COLUMNS = (
    Column("title", gettext_lazy("Note"), is_name=True, is_sortable=True),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("others", gettext_lazy("Shared")),
    Column("marking", gettext_lazy("Marking"), is_name=True, is_sortable=True),
    Column("written", gettext_lazy("Written"), is_sortable=True),
)


def page_of(notes: Any, *, asked: str, number: str | int) -> tuple[Page[Any], str]:
    """Return one page of notes in the order asked for, and that order."""
    key = asked.removeprefix("-")
    asked, key = (asked, key) if key in SORTS else (NEWEST_FIRST, "written")
    direction = "-" if asked.startswith("-") else ""
    ordered = notes.defer("text").order_by(f"{direction}{SORTS[key]}", "pk")
    return Paginator(ordered, ON_A_PAGE).get_page(number), asked


def table_of(notes: Sequence[Any], *, sort: str, viewer: Any) -> Table:
    """Return notes as a table, with whom they belong to as far as the viewer may know."""
    names = Names(viewer)
    shared = named_in({note.audience_id for note in notes})
    rows = [_row(note, names, note.audience_id in shared) for note in notes]
    return Table(_("Notes"), COLUMNS, rows, sort=sort, is_caption_hidden=True)


def _row(note: Any, names: Names, is_shared: bool) -> dict[str, Any]:
    is_own = note.owner_id in names.own
    shared_by = (
        "" if is_own else _("from {organisation}").format(organisation=names.organisation(note.owner_id))
    )
    return {
        "title": Cell(note.title, url=reverse("notes:note", args=[note.pk]), note=shared_by),
        "place": Cell(place_name(note.place) or "–"),
        "others": (_("yes") if is_shared else _("no")) if is_own else _("with you"),
        "marking": str(note.marking),
        "written": note.created_at.date(),
    }
