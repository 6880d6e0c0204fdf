"""A sheet of answers: blank, to print or fill in, and read back row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from avert.assessment.frameworks import Framework
from avert.assessment.values import Trend, Value
from avert.errors import InputError, some
from avert.web.assessment.readings.services import LONGEST_TEXT
from avert.web.site import sheets
from avert.web.uploads.tables import Sheet

COLUMNS = ("indicator", "value", "trend", "reason")
NEEDED = COLUMNS[:2]
NO_COLUMNS = _(
    "The sheet needs the columns indicator and value. Take the blank sheet, and keep its first row as it is."
)
NOTHING = _("No row has a value, so there is nothing to keep. Fill in the column value.")


def blank_sheet(framework: Framework, former: Mapping[str, Any]) -> str:
    """Return a sheet to fill in, with what was last said where that is given; nothing in it can act as a formula."""
    titles = {one.id: one.heading for one in framework.dimensions}
    rows = [
        {
            "indicator": one.code,
            "value": str(former[code].value) if code in former else "",
            "trend": str(former[code].trend) if code in former else "",
            "reason": former[code].reason if code in former else "",
            "dimension": titles[one.dimension],
            "question": one.text,
            "values": ", ".join(Value),
            "trends": ", ".join(Trend),
        }
        for code, one in framework.indicators.items()
    ]
    columns = [sheets.Column(name, "") for name in (*COLUMNS, "dimension", "question", "values", "trends")]
    return sheets.sheet(columns, rows)


def read_answers(sheet: Sheet, framework: Framework) -> dict[str, dict[str, Any]]:
    """Return what a sheet says as ``give_reading`` takes it. Raises InputError naming rows, never what is in them."""
    at = {name.strip().lower(): number for number, name in reversed(list(enumerate(sheet.columns)))}
    if not set(NEEDED) <= at.keys():
        raise InputError(NO_COLUMNS)
    said: dict[str, dict[str, Any]] = {"values": {}, "trends": {}, "reasons": {}}
    wrong = []
    for number, cells in sheet.rows:
        row = {name: cells[at[name]].strip() if at.get(name, 999) < len(cells) else "" for name in COLUMNS}
        if not (row["value"] or row["trend"] or row["reason"]):
            continue
        if _is_usable(row, framework, said["values"]):
            _keep(row, said)
        else:
            wrong.append(number)
    if wrong:
        raise InputError(
            f"Rows {some(wrong, 10)} cannot be used. Each needs an indicator of this framework, once, one of its "
            f"values, a trend or none, and a reason of at most {LONGEST_TEXT} characters."
        )
    if not said["values"]:
        raise InputError(NOTHING)
    return said


def _is_usable(row: Mapping[str, str], framework: Framework, known: Mapping[str, str]) -> bool:
    is_new = row["indicator"] in framework.indicators and row["indicator"] not in known
    is_said = row["value"].lower().replace(" ", "_") in {*Value}
    is_trend = row["trend"].lower() in {"", *Trend}
    return is_new and is_said and is_trend and len(row["reason"]) <= LONGEST_TEXT


def _keep(row: Mapping[str, str], said: dict[str, dict[str, Any]]) -> None:
    code, value = row["indicator"], row["value"].lower().replace(" ", "_")
    if value == Value.NOT_ASKED:
        return
    said["values"][code] = value
    if row["trend"]:
        said["trends"][code] = row["trend"].lower()
    if row["reason"]:
        # The sheet that we hand out puts an apostrophe before what a spreadsheet would compute.
        text = row["reason"]
        said["reasons"][code] = text[1:] if text.startswith("'") and sheets.cell(text[1:]) == text else text
