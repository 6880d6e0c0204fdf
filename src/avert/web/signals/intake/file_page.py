"""What the page of a file shows: what each row becomes, and which lines cannot be taken in."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.web.records.pages import Pages
from avert.web.records.words import place_name
from avert.web.signals.intake.rows import Reading, Row
from avert.web.signals.vocabulary import About
from avert.web.site import sheets
from avert.web.site.components import Crumb, Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

SHOWN, MISTAKES_SHOWN, LETTERS_SHOWN = 20, 50, 160
NUMBER = Column("row", gettext_lazy("Row"), is_name=True)
COLUMNS = (
    NUMBER,
    Column("about", gettext_lazy("Is about")),
    Column("where", gettext_lazy("Where"), is_name=True),
    Column("when", gettext_lazy("When"), note=gettext_lazy("in UTC")),
    Column("text", gettext_lazy("Says"), is_name=True, is_text=True),
    Column("remark", gettext_lazy("Remark"), is_text=True),
)
MISTAKES = (NUMBER, Column("what", gettext_lazy("What to do"), is_text=True))


def above() -> Crumb:
    """Return the step to how reports reach us."""
    return Crumb(_("How reports reach us"), reverse("signals:intake:intake"))


def pages_of(file: Any) -> Pages:
    """Return how a file is called and where its pages are."""
    url = reverse("signals:intake:file", args=[file.pk])
    return Pages(file.name, url, above().url, (above(), Crumb(own_name(file.name), url)))


def context_of(reading: Reading) -> dict[str, Any]:
    """Return what the rows of a file become."""
    good, bad = reading.good, reading.bad
    return {
        "good": len(good),
        "bad": len(bad),
        "facts": _facts(reading),
        "table": Table(_("What the first rows become"), COLUMNS, [_row(row) for row in good[:SHOWN]]),
        "mistakes": Table(
            _("What cannot be taken in as it is"), MISTAKES, [_mistake(row) for row in bad[:MISTAKES_SHOWN]]
        ),
        "more": max(0, len(bad) - MISTAKES_SHOWN),
    }


def left_out_sheet(reading: Reading) -> str:
    """Return the rows that cannot be taken in, with what to do, as CSV in which nothing can act as a formula."""
    text, width = io.StringIO(newline=""), len(reading.columns)
    writer = csv.writer(text)
    writer.writerow([*map(sheets.cell, reading.columns), "row", "what_to_do"])
    for row in reading.bad:
        cells = [sheets.cell(value) for value in row.cells[:width]]
        writer.writerow([*cells, *[""] * (width - len(cells)), row.number, str(row.mistake)])
    return text.getvalue()


def template_sheet() -> str:
    """Return an empty table with one row to show how it is filled in."""
    row = {
        "text": _("Leaflets at the market say that families must leave by Friday"),
        "about": About.THREAT.value,
        "place": "Kenya",
        "where": "Nakuru",
        "happened_at": "2026-03-02 08:30",
        "threatens_life": "no",
        "language": "en",
        "message_id": "1",
    }
    return sheets.sheet([sheets.Column(name, "") for name in row], [row])


def _facts(reading: Reading) -> list[Fact]:
    used = ", ".join(f"{name} ({column})" for name, column in reading.used.items())
    ignored = ", ".join(name or _("a column without a name") for name in reading.left_out)
    return [
        Fact(_("Columns that are used"), own_name(used)),
        Fact(
            _("Columns that are left out"),
            own_name(ignored) if ignored else _("none"),
            _("Nothing of them is kept. Names and numbers of those who reported do not belong here."),
        ),
    ]


def _row(row: Row) -> dict[str, Any]:
    content, at = row.content, row.content.get("happened_at")
    named = filter(None, [content["where"], place_name(content["place"]) if content["place"] else ""])
    text = content["text"]
    return {
        "row": str(row.number),
        "about": Cell(
            About(content["about"]).label, note=_("a life is in danger") if content["threatens_life"] else ""
        ),
        "where": ", ".join(named) or "–",
        "when": at.strftime("%Y-%m-%d %H:%M") if at else "–",
        "text": text if len(text) <= LETTERS_SHOWN else f"{text[:LETTERS_SHOWN]} …",
        "remark": row.remark or "–",
    }


def _mistake(row: Row) -> dict[str, Any]:
    return {"row": str(row.number), "what": row.mistake}


def taken_in(count: int) -> str:
    """Return what is said when a file was taken in."""
    return ngettext(
        "One report was taken in, and the file removed.",
        "%(count)s reports were taken in, and the file removed.",
        count,
    ) % {"count": count}
