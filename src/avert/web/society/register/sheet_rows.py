"""The register as a file with tags of the Humanitarian Exchange Language; protected ones are left out of it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from avert.handling import Marking
from avert.web.site.sheets import Column, cell, sheet
from avert.web.society.register.words import how_many

CSV = "text/csv; charset=utf-8; header=present"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    Column("structure_id", "#org+id"),
    Column("name", "#org+name"),
    Column("kind", "#org+type"),
    Column("sector", "#sector"),
    Column("level", "#org+level"),
    Column("place", "#geo+code"),
    Column("areas", "#geo+code+list"),
    Column("where", "#loc+name"),
    Column("is_decision_maker", "#org+decides"),
    Column("capacities", "#capacity+list"),
    Column("languages", "#org+language+list"),
    Column("mandate", "#description+mandate"),
    Column("mandate_document", "#meta+mandate+url"),
    Column("begins", "#date+start"),
    Column("ends", "#date+end"),
    Column("consent", "#meta+consent"),
    Column("review_on", "#date+review"),
    Column("source", "#meta+source"),
    Column("marking", "#meta+marking"),
    Column("note", "#meta+note"),
)
NAMES = tuple(column.name for column in COLUMNS)


def rows_of_file(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what the file says of structures, and in a last row how many are left out of it and what it is not for.

    Those whom being known puts at risk stand in no file, nor does what is for named persons only.
    """
    structures = list(found)
    told = [one for one in structures if not one.is_protected and one.marking < Marking.RED]
    return [*(_row(one) for one in told), dict.fromkeys(NAMES) | {"note": _note(len(structures) - len(told))}]


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as comma-separated text with a row of tags."""
    return sheet(COLUMNS, rows, has_tags=True).encode()


def as_xlsx(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as a workbook of one sheet with a row of tags."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("structures")
    page.append([column.name for column in COLUMNS])
    page.append([column.hxl for column in COLUMNS])
    for row in rows:
        page.append([cell(row[name]) for name in NAMES])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _row(one: Any) -> dict[str, Any]:
    plain = {name: _plain(getattr(one, name)) for name in NAMES if name not in {"structure_id", "note"}}
    return {"structure_id": str(one.pk), **plain, "marking": str(one.marking), "note": None}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _note(left_out: int) -> str:
    terms = _("Not to be used to choose targets, to refuse asylum, or as propaganda.")
    if not left_out:
        return terms
    said = _("Left out, because being known puts them at risk or they are for named persons only: {number}.")
    return f"{said.format(number=how_many(left_out))} {terms}"
