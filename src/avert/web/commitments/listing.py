"""The list of commitments as a table, their totals, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.commitments import Totals, Word
from avert.web.commitments.ledger import Line
from avert.web.commitments.words import WORDS, due_text
from avert.web.records.naming import Names
from avert.web.records.words import place_name
from avert.web.site import sheets
from avert.web.site.components import Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

ON_A_PAGE = 50
COLUMNS = (
    Column("what", gettext_lazy("What was promised"), is_text=True),
    Column("who", gettext_lazy("By whom, to whom"), is_text=True),
    Column("due", gettext_lazy("Due")),
    Column("status", gettext_lazy("Was it kept?")),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("marking", gettext_lazy("Marking"), is_name=True),
)
SHEET = tuple(
    sheets.Column(name, "")
    for name in (
        "what", "by", "to", "place", "due_on", "due_time", "zone", "status", "is_overdue", "is_disputed", "reports",
        "verified_how", "verified_by", "marking",
    )
)  # fmt: skip
LONGEST = 140


def table_of(lines: Sequence[Line], *, viewer: Any) -> Table:
    """Return commitments as a table, with whose record each is as far as the viewer may know."""
    names = Names(viewer)
    return Table(_("Commitments"), COLUMNS, [_row(line, names) for line in lines], is_caption_hidden=True)


def facts_of(totals: Totals) -> list[Fact]:
    """Return the totals by what can be said; there are none by who promised."""
    counted = [Fact(WORDS[word], totals.words[word]) for word in Word]
    return [
        *counted,
        Fact(_("Overdue"), totals.overdue, _("Past the date, and nobody reports it kept or broken.")),
        Fact(
            _("Reports disagree"), totals.disputed, _("Counted as unknown; the disagreement is the finding.")
        ),
    ]


def sheet_of(lines: Iterable[Line]) -> str:
    """Return commitments as comma-separated text."""
    return sheets.sheet(SHEET, [_sheet_row(line) for line in lines])


def status_text(line: Line) -> str:
    """Say what can be said of a commitment, in a word."""
    return _("Reports disagree") if line.status.is_disputed else str(WORDS[line.status.word])


def _row(line: Line, names: Names) -> dict[str, Any]:
    row = line.row
    is_own = row.owner_id in names.own
    shared = "" if is_own else _("from {organisation}").format(organisation=names.organisation(row.owner_id))
    what = row.what if len(row.what) <= LONGEST else f"{row.what[:LONGEST]}…"
    to = _("to {whom}").format(whom=row.to)
    return {
        "what": Cell(own_name(what), url=reverse("commitments:commitment", args=[row.pk]), note=shared),
        "who": Cell(own_name(row.by), note=to),
        "due": Cell(due_text(line.promise.due), note=_("overdue") if line.is_overdue else ""),
        "status": status_text(line),
        "place": Cell(place_name(row.place) or "–"),
        "marking": str(row.marking),
    }


def _sheet_row(line: Line) -> dict[str, Any]:
    row = line.row
    plain = {
        name: getattr(row, name)
        for name in ("what", "by", "to", "place", "zone", "verified_how", "verified_by")
    }
    return plain | {
        "due_on": row.due_on and row.due_on.isoformat(),
        "due_time": row.due_time and row.due_time.isoformat("minutes"),
        "status": line.status.word.value,
        "is_overdue": line.is_overdue,
        "is_disputed": line.status.is_disputed,
        "reports": len(line.reports),
        "marking": str(row.marking),
    }
