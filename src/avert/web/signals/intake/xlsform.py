"""The XLSForm: a form definition for ODK, KoboToolbox and those that speak like them, made from data."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from avert.web.signals.intake.wording import REFERRAL
from avert.web.signals.vocabulary import About

FORM = Path(__file__).with_name("form.yaml")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_REPORTED = {About.STRUCTURE, About.CALENDAR, About.FIGURE}  # nobody sees these happen


def xlsform(version: str = "1") -> bytes:
    """Return the form as a workbook of the sheets survey, choices and settings."""
    from openpyxl import Workbook

    form: dict[str, Any] = yaml.safe_load(FORM.read_text(encoding="utf-8"))
    survey = [row | ({"label": str(REFERRAL)} if row["name"] == "referral" else {}) for row in form["survey"]]
    settings = {"form_title": form["title"], "form_id": form["id"], "version": version}
    book = Workbook()
    book.remove(book.worksheets[0])
    _add(book, "survey", ("type", "name", "label", "required"), survey)
    _add(book, "choices", ("list_name", "name", "label"), _choices(form["yes_no"]))
    _add(book, "settings", tuple(settings), [settings])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _choices(yes_no: Mapping[str, str]) -> Iterable[dict[str, str]]:
    reported = [about for about in About if about not in NOT_REPORTED]
    yield from ({"list_name": "about", "name": about.value, "label": str(about.label)} for about in reported)
    yield from ({"list_name": "yes_no", "name": name, "label": label} for name, label in yes_no.items())


def _add(book: Any, title: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    sheet = book.create_sheet(title)
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(column, "") for column in columns])
