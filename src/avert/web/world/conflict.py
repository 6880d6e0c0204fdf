"""The conflict lens: structural violence indicator by indicator, and armed conflicts by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.brief.lenses import ConflictLens
from avert.figures import Measure, sparkline
from avert.risk.structure import CHANGE_YEARS, PAST_YEARS
from avert.risk.structure_indicators import StructureIndicator, structure_indicators
from avert.web.site.components import Download
from avert.web.site.drawings import Drawing, drawing, language, svgs_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.atrocity import in_english

SERIES_YEARS = 25


@dataclass(frozen=True)
class Lens:
    """What the page shows of it; None where nothing is known."""

    profile: Table | None
    indicators: Sequence[StructureIndicator]
    series: Table | None
    conflicts: Drawing | None
    conflicts_said: str


def lens_of(lens: ConflictLens, *, downloads: Sequence[Download]) -> Lens:
    """Return the conflict lens as the page shows it."""
    known = {found.indicator: found for found in structure_indicators()}
    shown = [] if lens.structure is None else lens.structure["indicator"].to_list()
    return Lens(
        _profile(lens.structure, lens.structure_series, known) if lens.structure is not None else None,
        [known[name] for name in shown if name in known],
        _series(lens.structure_series, shown, known) if lens.structure_series is not None else None,
        _conflicts(lens.conflicts, downloads) if lens.conflicts is not None else None,
        _said(lens.conflicts) if lens.conflicts is not None else "",
    )


def _profile(rows: pl.DataFrame, series: pl.DataFrame | None, known: dict[str, StructureIndicator]) -> Table:
    year = rows["year"].max()
    columns = (
        Column("name", _("Indicator")),
        Column("value", _("Value"), is_number=True, note=_("interval")),
        Column("world", _("World"), is_number=True, note=_("states that do better")),
        Column("past", _("Own past"), is_number=True, note=_("better years of {n}").format(n=PAST_YEARS)),
        Column("trend", _("Last {n} years").format(n=SERIES_YEARS)),
    )
    body = [_indicator(row, series, known.get(row["indicator"])) for row in rows.iter_rows(named=True)]
    caption = _("Structural violence, {year}").format(year=year)
    return Table(caption, columns, body, is_caption_hidden=True)


def _indicator(
    row: dict[str, Any], series: pl.DataFrame | None, indicator: StructureIndicator | None
) -> dict[str, Any]:
    label = indicator.label if indicator else row["indicator"]
    shown: dict[str, Any] = {"name": Cell(in_english(label), note=_direction(row))}
    if row["value"] is not None:
        shown["value"] = Cell(numbers.decimal(row["value"]), note=_interval(row))
    for column, share in (("world", row["share_of_world_better"]), ("past", row["own_past_rank"])):
        if share is not None:
            shown[column] = numbers.whole_percent(share)
    if series is not None:
        shown["trend"] = _trend(series.filter(pl.col("indicator") == row["indicator"]), label)
    return shown


def _direction(row: dict[str, Any]) -> str:
    """Say which way the value went in five years, and whether the intervals of both years are apart."""
    change = row["change_5y"]
    if change is None:
        return ""
    named = {"years": CHANGE_YEARS}
    if change == 0:
        return _("the same as {years} years before").format(**named)
    is_worse = (change > 0) == (row["worse_is"] == "high")
    if row.get("is_change_clear") is False:
        return _("no clear change in {years} years").format(**named)
    return (
        _("worse than {years} years before") if is_worse else _("better than {years} years before")
    ).format(**named)


def _interval(row: dict[str, Any]) -> str:
    if row["value_low"] is None or row["value_high"] is None:
        return ""
    return f"{numbers.decimal(row['value_low'])}–{numbers.decimal(row['value_high'])}"


def _trend(series: pl.DataFrame, label: str) -> SafeString | None:
    if series.is_empty():
        return None
    last = int(series["year"].max())  # type: ignore[arg-type]
    values = dict(series.select("year", "value").iter_rows())
    years = list(range(last - SERIES_YEARS + 1, last + 1))
    figure = sparkline(
        [values.get(year) for year in years],
        measure=Measure(label, style="decimal"),
        title=_("{name}, {first}–{last}").format(name=label, first=years[0], last=last),
        names=[str(year) for year in years],
        width=96.0,
        lang=language(),
    )
    return format_html('<span class="spark" lang="en">{}</span>', svgs_of(figure)[0])


def _series(series: pl.DataFrame, shown: Sequence[str], known: dict[str, StructureIndicator]) -> Table:
    last = int(series["year"].max())  # type: ignore[arg-type]
    values = {
        (name, year): value for name, year, value in series.select("indicator", "year", "value").iter_rows()
    }
    labels = {name: known[name].label if name in known else name for name in shown}
    columns = [
        Column("year", _("Year")),
        *(Column(name, in_english(label), is_number=True) for name, label in labels.items()),
    ]
    rows = [
        {"year": str(year)}
        | {name: numbers.decimal(value) for name in shown if (value := values.get((name, year))) is not None}
        for year in range(last, last - SERIES_YEARS, -1)
    ]
    return Table(_("Indicators by year"), columns, rows, is_caption_hidden=True)


def _conflicts(conflicts: pl.DataFrame, downloads: Sequence[Download]) -> Drawing:
    rows = conflicts.sort("year")
    years = [str(year) for year in rows["year"]]
    title = _("Armed conflicts with the state as a party, {first}–{last}").format(
        first=years[0], last=years[-1]
    )
    figure = sparkline(
        rows["conflicts_count"].cast(pl.Float64).to_list(),
        measure=Measure(_("Armed conflicts")),
        title=title,
        names=years,
        width=480.0,
        height=64.0,
        lang=language(),
    )
    columns = (
        Column("year", _("Year")),
        Column("count", _("Armed conflicts"), is_number=True),
        Column("war", _("War among them"), note=_("1,000 battle deaths or more")),
    )
    body = [
        {"year": str(row["year"]), "count": row["conflicts_count"], "war": row["is_war"]}
        for row in rows.reverse().iter_rows(named=True)
    ]
    return drawing(figure, table=Table(title, columns, body, is_caption_hidden=True), downloads=downloads)


def _said(conflicts: pl.DataFrame) -> str:
    """Say how many conflicts the state was a party to last, and how often before."""
    known = conflicts.drop_nulls("conflicts_count").sort("year")
    if known.is_empty():
        return _("In no year is it known whether the state was a party to an armed conflict.")
    last = known.row(-1, named=True)
    number = last["conflicts_count"]
    text = ngettext(
        "Party to one armed conflict in {year}.", "Party to {count} armed conflicts in {year}.", number
    )
    now = (text if number else _("Party to no armed conflict in {year}.")).format(
        count=number, year=last["year"]
    )
    war = _("One at least was a war.") if last["is_war"] else ""
    past = _("Party to one in {active} of {all} years since {first}.").format(
        active=known.filter("is_conflict").height, all=known.height, first=known["year"][0]
    )
    where = _("Conflicts count wherever they are fought; sending troops in support does not.")
    return " ".join(filter(None, [now, war, past, where]))
