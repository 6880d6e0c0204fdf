"""The page of one country: what the next months may bring, what that rests on, and what it was worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert import periods
from avert.brief.words import likelihood_word
from avert.figures import forecast_fan
from avert.places import Place
from avert.provenance import Provenance
from avert.sources.results import Issued
from avert.web.site.components import Crumb, Fact, SourceLine
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.places import code_of
from avert.web.site.tables import Column, Table
from avert.web.world import numbers
from avert.web.world.addresses import address_or_empty, place_url
from avert.web.world.forecasts import selectors
from avert.web.world.forecasts.cells import unreliable
from avert.web.world.forecasts.past import past_of
from avert.web.world.forecasts.place_tables import odds_table, sums_table, turns_table
from avert.web.world.forecasts.rests_on import rests_on, revisions_of, silence_of
from avert.web.world.forecasts.tabs import type_tabs
from avert.web.world.forecasts.words import (
    TYPES,
    forecast_file,
    interval,
    odds,
    span,
)
from avert.web.world.words import likelihood

SHOWN_MONTHS, ONSET = 12, 25


def place_context(place: Place, issued: Issued | None, kind: str, *, now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of a country shows; without a forecast of it, that there is none."""
    name = place.name(language())
    same = {
        "crumbs": [
            Crumb(_("World"), reverse("world")),
            Crumb(_("Forecasts of deaths"), reverse("forecasts")),
        ],
        "name": name,
        "place_url": place_url(place),
        "is_issued": issued is not None,
    }
    about = selectors.rows_of(issued.frames["countries"], place) if issued else None
    if issued is None or about is None or about.is_empty():
        return same
    return same | _forecast(place, issued, about.row(0, named=True), kind, now)


def _forecast(
    place: Place, issued: Issued, about: dict[str, Any], kind: str, now: dt.datetime
) -> dict[str, Any]:
    of_type = pl.col("violence_type") == kind
    months = selectors.rows_of(issued.frames["months"], place).filter(of_type).sort("month_id")
    sums = selectors.rows_of(issued.frames["sums"], place).filter(of_type).sort("last_step")
    origin, code = periods.month_of_text(issued.result.origin), code_of(place)
    return {
        "lead": _lead(sums, origin, kind, is_silent=about["is_reporting_blackout"]),
        "tabs": type_tabs(kind, reverse("forecast-of-place", args=[code])),
        "is_silent": about["is_reporting_blackout"],
        "silence": silence_of(issued.frames.get("blackouts"), place),
        "is_old": origin + 3 < periods.month_id(now.year, now.month),
        "origin": numbers.month(origin),
        "facts": year_ahead(sums, about, origin),
        "fan": _fan(place, months, origin, kind, issued) if months.height else None,
        "sums": sums_table(sums, origin),
        "odds": odds_table(months, origin),
        "turns": turns_table(sums, origin),
        "rests_on": rests_on(about, origin),
        "revisions": revisions_of(issued.frames.get("revisions"), kind),
        "past": past_of(place, kind),
        "source": SourceLine.of(Provenance.of(issued.result.sources), address_or_empty("data")),
        "result": issued.result,
        "model": issued.result.specification["model"],
    }


def _of_period(sums: pl.DataFrame, months: int) -> dict[str, Any] | None:
    rows = sums.filter(pl.col("last_step") == months)
    return rows.row(0, named=True) if rows.height else None


def _lead(sums: pl.DataFrame, origin: int, kind: str, *, is_silent: bool) -> str:
    row = _of_period(sums, SHOWN_MONTHS)
    if is_silent:
        return _(
            "Unreliable: the record has fallen silent. What follows is computed as if that silence were calm."
        )
    if row is None:
        return ""
    return _("{type}, {period}: {median} deaths, 90\u202f% interval {interval}. Odds of 25 or more: {odds}.").format(
        type=TYPES[kind], period=span(origin, 1, SHOWN_MONTHS), median=numbers.count(row["q50"]),
        interval=interval(row["q05"], row["q95"]), odds=odds(row["p_25"]),
    )  # fmt: skip


def year_ahead(sums: pl.DataFrame, about: Mapping[str, Any], origin: int) -> list[Fact]:
    """Return the year ahead in four figures."""
    row = _of_period(sums, SHOWN_MONTHS)
    if row is None:
        return []
    word = likelihood_word(row["p_25"])
    said = unreliable() if about["is_reporting_blackout"] else likelihood(word) if word else ""
    note = span(origin, 1, SHOWN_MONTHS)
    if about["is_reporting_blackout"]:
        note = f"{note}; {_('the record has fallen silent')}"
    recorded = row["deaths_before"]
    return [
        Fact(_("25 or more deaths"), format_html("{} {}", odds(row["p_25"]), said), note),
        Fact(
            _("Deaths, median"),
            numbers.count(row["q50"]),
            _("90\u202f% interval {interval}, 50\u202f% interval {half}").format(
                interval=interval(row["q05"], row["q95"]), half=interval(row["q25"], row["q75"])
            ),
        ),
        Fact(
            _("Recorded in the 12 months before"),
            None if recorded is None else numbers.count(recorded),
            _unknown_text(about["unknown_months_count"]),
        ),
        _turn_fact(row),
    ]


def _turn_fact(row: Mapping[str, Any]) -> Fact:
    """Return the odds of an onset where it was quiet, else those of an escalation."""
    if row["p_onset"] is not None:
        return Fact(
            _("Onset"),
            odds(row["p_onset"]),
            _("25 or more deaths after a year without any recorded"),
        )
    shown = None if row["p_escalation"] is None else odds(row["p_escalation"])
    return Fact(_("Escalation"), shown, _("at least twice the deaths of the 12 months before, and 25 more"))


def _unknown_text(unknown: int) -> str:
    return ngettext("{n} month unknown", "{n} months unknown", unknown).format(n=unknown) if unknown else ""


def _fan(place: Place, months: pl.DataFrame, origin: int, kind: str, issued: Issued) -> Drawing:
    recorded = selectors.recorded(place, kind, origin)
    title = _("Deaths by month: {type}").format(type=TYPES[kind])
    figure = forecast_fan(
        recorded,
        months,
        title=title,
        origin=origin,
        provenance=Provenance.of(issued.result.sources),
        lang=language(),
    )
    caption = _(
        "Of a hundred months forecast so, about ninety should lie in the lighter band and fifty in the darker one. The "
        "scale is that of ratios: from one line to the next are ten times as many deaths."
    )
    return drawing(
        figure,
        caption=caption,
        table=_twin(figure.table, title),
        downloads=forecast_file("months", place=code_of(place)),
    )


def _twin(rows: pl.DataFrame, caption: str) -> Table:
    columns = (
        Column("month", _("Month")),
        Column("recorded", _("Recorded"), is_number=True),
        Column("median", _("Median"), is_number=True),
        Column("half", _("50\u202f% interval"), is_number=True),
        Column("most", _("90\u202f% interval"), is_number=True),
    )
    return Table(
        caption, columns, [_twin_row(row) for row in rows.iter_rows(named=True)], is_caption_hidden=True
    )


def _twin_row(row: dict[str, Any]) -> dict[str, Any]:
    is_ahead = row["q50"] is not None
    nothing = "" if not is_ahead else "–"
    known = None if row["is_looked_at"] else nothing or "–"
    return {
        "month": numbers.month(row["month_id"]),
        "recorded": known if row["deaths"] is None else numbers.count(row["deaths"]),
        "median": numbers.count(row["q50"]) if is_ahead else "–",
        "half": interval(row["q25"], row["q75"]) if is_ahead else "–",
        "most": interval(row["q05"], row["q95"]) if is_ahead else "–",
    }
