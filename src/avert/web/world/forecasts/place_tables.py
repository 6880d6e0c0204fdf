"""The tables of one country: sums with their odds, odds of a single month, turns for the worse."""

from __future__ import annotations

import polars as pl
from django.utils.translation import gettext as _

from avert.forecast.summaries import THRESHOLDS
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.forecasts.cells import before, deaths
from avert.web.world.forecasts.words import (
    BANDS,
    months_ahead,
    odds,
    span,
)


def _odds_columns() -> list[Column]:
    words = [_("{number} or more").format(number=numbers.count(least)) for least in THRESHOLDS]
    return [Column(f"p_{least}", word, is_number=True) for least, word in zip(THRESHOLDS, words, strict=True)]


def sums_table(sums: pl.DataFrame, origin: int) -> Table:
    """Return the deaths summed over the months to come, with the odds of so many."""
    columns = (
        Column("period", _("Deaths in all")),
        Column("deaths", _("Deaths"), is_number=True, note=_("median, 90\u202f% interval")),
        *_odds_columns(),
        Column("before", _("Recorded before"), is_number=True, note=_("in as many months")),
    )
    body = [
        {"period": _period(row["last_step"], origin), "deaths": deaths(row), "before": before(row)}
        | {f"p_{least}": odds(row[f"p_{least}"]) for least in THRESHOLDS}
        for row in sums.iter_rows(named=True)
    ]
    return Table(_("Deaths summed over the months to come"), columns, body, is_caption_hidden=True)


def _period(months: int, origin: int) -> Cell:
    return Cell(months_ahead(months), note=_("to {month}").format(month=numbers.month(origin + months)))


def odds_table(months: pl.DataFrame, origin: int) -> Table:
    """Return the odds of a number of deaths in one month, on average over months that lie about as far ahead."""
    found = []
    for first, last in BANDS:
        inside = months.filter(pl.col("step").is_between(first, last))
        if inside.height:
            shares = {f"p_{least}": odds(inside[f"p_{least}"].mean()) for least in THRESHOLDS}  # type: ignore[arg-type]
            found.append(
                {
                    "band": Cell(
                        _("Months {first} to {last}").format(first=first, last=last),
                        note=span(origin, first, last),
                    )
                }
                | shares
            )
    columns = (Column("band", _("In one month")), *_odds_columns())
    return Table(_("Odds by month"), columns, found, is_caption_hidden=True)


def turns_table(sums: pl.DataFrame, origin: int) -> Table:
    """Return the odds of an onset and of an escalation by how long one looks ahead."""
    columns = (
        Column("period", _("Within")),
        Column("onset", _("Onset"), is_number=True, note=_("25 or more after a quiet year")),
        Column("escalation", _("Escalation"), is_number=True, note=_("twice as many, and 25 more")),
    )
    body = [
        {
            "period": _period(row["last_step"], origin),
            "onset": _("not quiet before") if row["p_onset"] is None else odds(row["p_onset"]),
            "escalation": None if row["p_escalation"] is None else odds(row["p_escalation"]),
        }
        for row in sums.iter_rows(named=True)
    ]
    return Table(_("Turns for the worse"), columns, body, is_caption_hidden=True)
