"""What stakeholders read in the same situation on a day, side by side, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from avert.assessment.frameworks import load_indicators
from avert.replays import Assessment, Replay, Source
from avert.web.replays.known_page import citations
from avert.web.replays.words import english, word
from avert.web.site.tables import Cell, Column, Table


def readings_context(seen: Replay) -> dict[str, Any]:
    """Return the readings known by the day: what each stakeholder last said of each indicator, and each as a whole."""
    cited = {source.id: source for source in seen.sources}
    return {
        "side_by_side": _side_by_side(seen.assessments) if seen.assessments else None,
        "readings": _readings(seen.assessments, cited) if seen.assessments else None,
    }


def _side_by_side(readings: Iterable[Assessment]) -> Table:
    newest = {}
    for reading in sorted(readings, key=lambda one: (one.known, one.round)):
        for answer in reading.answers:
            newest[answer.indicator, reading.stakeholder] = (reading, answer)
    columns = (
        Column("indicator", _("Indicator"), is_text=True),
        Column("who", _("Who")),
        Column("value", _("Value")),
        Column("why", _("Why"), is_text=True),
        Column("known", _("Known")),
    )
    known = load_indicators()
    rows = [
        {
            "indicator": Cell(english(known[code].text if code in known else code), note=code),
            "who": Cell(english(reading.who), note=word(reading.perspective)),
            "value": Cell(word(answer.value), note=word(answer.trend)),
            "why": english(answer.reason),
            "known": Cell(reading.known, note=word(reading.basis)),
        }
        for (code, _who), (reading, answer) in sorted(newest.items(), key=lambda item: _order(item[0][0]))
    ]
    return Table(_("What each said last of each indicator"), columns, rows, is_caption_hidden=True)


def _order(code: str) -> tuple[str, list[int]]:
    prefix, _dash, number = code.partition("-")
    return prefix, [int(part) for part in number.split(".") if part.isdecimal()]


def _readings(readings: Iterable[Assessment], cited: Mapping[str, Source]) -> Table:
    columns = (
        Column("known", _("Known")),
        Column("who", _("Who")),
        Column("text", _("In one sentence"), is_text=True),
        Column("dissent", _("Dissent"), is_text=True),
        Column("basis", _("Basis and sources")),
    )
    rows = [
        {
            "known": Cell(one.known, note=_("round {number}").format(number=one.round)),
            "who": Cell(english(one.who), note=english(one.where) if one.where else ""),
            "text": english(one.text),
            "dissent": english(one.dissent) if one.dissent else "–",
            "basis": Cell(word(one.basis), note=citations(one.sources, dict(cited))),
        }
        for one in readings
    ]
    return Table(_("Readings of the situation"), columns, rows, is_caption_hidden=True)
