"""One country's line on the page of the monthly risk: three thresholds, and its first-level units as recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.brief.words import likelihood_word
from avert.errors import UnknownPlaceError
from avert.places import Place
from avert.sources.results import Issued
from avert.web.site.components import Fact
from avert.web.site.drawings import language
from avert.web.site.places import code_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.addresses import place_at, place_url
from avert.web.world.words import likelihood


@dataclass(frozen=True)
class Country:
    """What the page shows of one country. ``units`` is None where no event of it is loaded."""

    code: str
    name: str
    url: str
    facts: list[Fact]
    is_silent: bool
    units: Table | None
    months_known: str


def country_of(issued: Issued, asked: str) -> Country | None:
    """Return the line of the country that an address asks for; None where it asks for none that is listed."""
    place = _place(asked)
    if place is None:
        return None
    rows = issued.frames["risks"].filter(pl.col("country_gwcode").is_in([place.gwcode]))
    if rows.is_empty():
        return None
    units = issued.frames["units"].filter(pl.col("country_gwcode").is_in([place.gwcode]))
    return Country(
        code_of(place),
        place.name(language()),
        place_url(place),
        [_fact(row) for row in rows.sort("threshold").iter_rows(named=True)],
        bool(rows["is_reporting_blackout"][0]),
        _units(units) if units.height else None,
        _months_known(units),
    )


def _place(asked: str) -> Place | None:
    try:
        return place_at(asked) if asked else None
    except UnknownPlaceError:
        return None


def _fact(row: dict[str, Any]) -> Fact:
    term = _("{number} or more").format(number=numbers.count(row["threshold"]))
    word = likelihood_word(row["p"])
    if word is None:
        return Fact(term, None, _("Fewer than 12 months of its record are known."))
    shown = format_html("{} {}", numbers.percent(row["p"]), likelihood(word))
    bounds = numbers.percent_range(row["p_low"], row["p_high"])
    rank = numbers.count_range(row["rank_low"], row["rank_high"])
    note = _("90 % interval {bounds}; rank {rank}, interval {ranks}").format(
        bounds=bounds, rank=row["rank"], ranks=rank
    )
    return Fact(term, shown, note if bounds else "")


def _units(units: pl.DataFrame) -> Table:
    columns = (
        Column("unit", _("First-level unit, as UCDP names it"), is_name=True),
        Column("deaths", _("Deaths recorded"), is_number=True),
        Column("events", _("Events"), is_number=True),
        Column("last", _("Last in"), is_number=True),
    )
    rows = [
        {
            "unit": Cell(row["adm1_name"] or _("placed in no unit")),
            "deaths": numbers.count(row["fatalities_os_best"]),
            "events": row["events_count"],
            "last": numbers.month(row["last_month"]),
        }
        for row in units.iter_rows(named=True)
    ]
    return Table(_("Deaths in one-sided violence by first-level unit"), columns, rows, is_caption_hidden=True)


def _months_known(units: pl.DataFrame) -> str:
    if units.is_empty():
        return ""
    known = int(units["months_known_count"][0])
    return ngettext(
        "Events of {known} of the 12 months are loaded.",
        "Events of {known} of the 12 months are loaded.",
        known,
    ).format(known=known)
