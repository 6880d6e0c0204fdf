"""The risk of one place by year: forecasts that had not seen what followed, then the issued ones with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from avert.figures import risk_trajectory
from avert.places import Place
from avert.web.site.components import Download
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.risk import selectors


def history_of(place: Place, model: str, name: str, downloads: Sequence[Download] = ()) -> Drawing | None:
    """Return the risks of a place by year; None where fewer than three years are known."""
    years = selectors.history(place, model)
    if years.height < 3:
        return None
    figure = risk_trajectory(years, title=_("Risk by year in {place}").format(place=name), lang=language())
    caption = _(
        "Each year's risk comes from a model that had seen only what was decided by then, but from data as revised "
        "since. Where no bar is drawn, no interval was computed, which does not make it surer."
    )
    return drawing(figure, caption=caption, table=_table(years, figure.title), downloads=downloads)


def _table(years: pl.DataFrame, title: str) -> Table:
    columns = (
        Column("year", _("From the figures of")),
        Column("risk", _("Risk"), is_number=True, note=_("90 % interval")),
        Column("rank", _("Rank"), is_number=True),
        Column("followed", _("A mass killing began within two years")),
    )
    rows = [_row(row) for row in years.sort("year", descending=True).iter_rows(named=True)]
    return Table(title, columns, rows, is_caption_hidden=True)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    bounds = numbers.percent_range(row["risk_low"], row["risk_high"])
    return {
        "year": str(row["year"]),
        "risk": Cell(numbers.percent(row["risk"]), note=bounds or _("no interval")),
        "rank": Cell(row["rank"], note=_("of {n}").format(n=row["ranked_count"])),
        "followed": None if row["is_followed"] is None else _("yes") if row["is_followed"] else _("no"),
    }
