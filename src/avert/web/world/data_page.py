"""What pages are computed from: results, datasets, how fresh they are, how to cite them, how to add more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.periods import month_id
from avert.provenance import Provenance
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers, selectors
from avert.web.world.sources import cited

KINDS: dict[str, Promise] = {
    "risk": gettext_lazy("Risk of new mass killing"),
    "risk-evaluation": gettext_lazy("Test of the models of risk"),
    "deaths": gettext_lazy("Deaths by country"),
    "conflicts": gettext_lazy("Armed conflicts"),
    "structure": gettext_lazy("Structural violence"),
    "episodes": gettext_lazy("List of mass killings"),
    "claims": gettext_lazy("Tests of claims"),
    "monthly-risk": gettext_lazy("Monthly risk of one-sided violence"),
    "country-forecast": gettext_lazy("Forecast of deaths by country and month"),
    "country-forecast-evaluation": gettext_lazy("Test of the forecasts of deaths"),
}


def data_context(held: Sequence[selectors.Held], loaded: pl.DataFrame, *, now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page on data shows."""
    used = [source for found in held if found.result for source in found.result.sources]
    return {
        "results": _results(held, now),
        "loaded": _loaded(loaded, now) if loaded.height else None,
        "is_packaged": any(found.is_packaged for found in held),
        "sources": cited(Provenance.of(used)),
    }


def _results(held: Sequence[selectors.Held], now: dt.datetime) -> Table:
    columns = (
        Column("kind", _("What pages show")),
        Column("store", _("Comes from")),
        Column("origin", _("Reaches to")),
        Column("as_of", _("Newest release known from")),
        Column("issued", _("Computed on")),
    )
    caption = _("Results that pages read")
    return Table(caption, columns, [_result(found, now) for found in held], is_caption_hidden=True)


def _result(found: selectors.Held, now: dt.datetime) -> dict[str, Any]:
    result = found.result
    if result is None:
        return {"kind": KINDS[found.kind], "store": _("not loaded")}
    return {
        "kind": KINDS[found.kind],
        "store": _("the snapshot that came with Avert") if found.is_packaged else _("your data"),
        "origin": _reach(result.origin),
        "as_of": Cell(result.data_as_of, note=_age(result.data_as_of, now)),
        "issued": result.issued_at.date(),
    }


def _loaded(loaded: pl.DataFrame, now: dt.datetime) -> Table:
    columns = (
        Column("title", _("Dataset"), is_name=True),
        Column("release", _("Release"), is_name=True),
        Column("vintage", _("Known from")),
        Column("covers", _("Covers")),
        Column("added", _("Added on")),
    )
    rows = [
        {
            "title": Cell(row["title"], note=_files(row["files"])),
            "release": Cell(
                row["release"], note=_("inferred from its contents") if row["is_inferred"] else ""
            ),
            "vintage": Cell(row["vintage"], note=_age(row["vintage"], now)),
            "covers": Cell(_span(row), note=_where(row["countries"])),
            "added": row["added_at"].date(),
        }
        for row in loaded.iter_rows(named=True)
    ]
    return Table(_("Datasets added here"), columns, rows, is_caption_hidden=True)


def _files(number: int) -> str:
    return ngettext("{n} file", "{n} files", number).format(n=number)


def _span(row: dict[str, Any]) -> str:
    """Write whole years as years, and anything else in months."""
    first, last = numbers.first_day(row["first_month"]), numbers.first_day(row["last_month"])
    if (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    words = dict.fromkeys(numbers.month(row[end]) for end in ("first_month", "last_month"))
    return " – ".join(words)


def _reach(origin: str) -> str:
    """Write the last period of a result, which is a year or a month."""
    year, _dash, month = origin.partition("-")
    return numbers.month(month_id(int(year), int(month))) if month else year


def _where(countries: int | None) -> str:
    if countries is None:
        return _("the world")
    return ngettext("{n} country", "{n} countries", countries).format(n=countries)


def _age(day: dt.date | None, now: dt.datetime) -> str:
    return numbers.age(day, now) if day else ""
