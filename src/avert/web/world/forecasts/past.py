"""Past forecasts of one country against what happened: a chart of the bands with outcomes, and how many lay inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from avert.figures import forecast_fan
from avert.places import Place
from avert.provenance import Provenance
from avert.sources.results import Issued
from avert.web.site.components import Fact
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.places import code_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.forecasts import selectors
from avert.web.world.forecasts.words import forecast_file, interval, odds

PROTOCOLS = ("cm-bench", "cm-bench-36")
"""The first that has forecasts of a country is shown: the steps that planners ask for most, without overlap."""


@dataclass(frozen=True)
class Past:
    """What the page shows of past forecasts of a country."""

    model: str
    protocol: str
    facts: list[Fact]
    drawing: Drawing


def past_of(place: Place, kind: str) -> Past | None:
    """Return past forecasts of one type in a country; None where no test has any."""
    tests = selectors.evaluations()
    for name in PROTOCOLS:
        of_protocol = [test for test in tests if test.result.specification["protocol"] == name]
        rows = past_rows(of_protocol, place, kind)
        if rows.height:
            used = Provenance.of(source for test in of_protocol for source in test.result.sources)
            return Past(rows["model"][0], name, _facts(rows), _drawing(rows, place, used))
    return None


def past_rows(tests: Sequence[Issued], place: Place, kind: str) -> pl.DataFrame:
    """Return one past forecast a month: of several, that of the nearest origin."""
    found = [selectors.rows_of(test.frames["past"], place) for test in tests if "past" in test.frames]
    if not found:
        return pl.DataFrame()
    rows = pl.concat(found).filter(pl.col("violence_type") == kind)
    return rows.sort("month_id", "step").unique("month_id", keep="first", maintain_order=True)


def _facts(rows: pl.DataFrame) -> list[Fact]:
    known = rows.drop_nulls("outcome")
    shares = []
    for least, low, high, right in (
        (90, "q05", "q95", _("90\u202f% would be right")),
        (50, "q25", "q75", _("50\u202f% would be right")),
    ):
        inside = known.filter(pl.col("outcome").is_between(pl.col(low), pl.col(high))).height
        term = _("Months within the {share} interval").format(share=f"{least}{numbers.THIN}%")
        shares.append(Fact(term, _("{n} of {months}").format(n=inside, months=known.height), right))
    above = known.filter(pl.col("outcome") > pl.col("q95")).height
    worse = Fact(
        _("Months worse than the 90\u202f% interval"),
        str(above),
        _("what planners fear most: about 1 in 20 would be right"),
    )
    return [*shares, worse]


def _drawing(rows: pl.DataFrame, place: Place, provenance: Provenance) -> Drawing:
    title = _("Forecast then, and recorded since")
    outcomes = rows.select("month_id", deaths="outcome")
    figure = forecast_fan(outcomes, rows, title=title, provenance=provenance, lang=language())
    caption = _(
        "Each stretch was forecast from its own origin, by a model that had seen nothing later. Deaths are those of "
        "today's releases: a forecaster of the time knew less."
    )
    files = forecast_file("past", place=code_of(place))
    return drawing(figure, caption=caption, table=_table(rows, title), downloads=files)


def _table(rows: pl.DataFrame, caption: str) -> Table:
    columns = (
        Column("month", _("Month")),
        Column("origin", _("Forecast from")),
        Column("recorded", _("Recorded"), is_number=True),
        Column("median", _("Median"), is_number=True),
        Column("half", _("50\u202f% interval"), is_number=True),
        Column("most", _("90\u202f% interval"), is_number=True),
        Column("p", _("Odds of 25 or more"), is_number=True),
    )
    return Table(caption, columns, [_row(row) for row in rows.iter_rows(named=True)], is_caption_hidden=True)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "month": numbers.month(row["month_id"]),
        "origin": numbers.month(row["origin"]),
        "recorded": Cell(None if row["outcome"] is None else numbers.count(row["outcome"])),
        "median": numbers.count(row["q50"]),
        "half": interval(row["q25"], row["q75"]),
        "most": interval(row["q05"], row["q95"]),
        "p": odds(row["p_25"]),
    }
