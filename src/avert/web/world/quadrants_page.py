"""Where armed conflict and structural violence meet: four quadrants, their record, and who stands in which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.figures import Quadrant, quadrant_chart
from avert.places import place_of_gwcode
from avert.places.names import fold
from avert.provenance import Provenance
from avert.sources.results import Issued
from avert.web.site.components import Crumb, Download, SourceLine
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Cell, Column, Table
from avert.web.world import numbers
from avert.web.world.addresses import address_or_empty, file_format, place_url

SURE = 0.9
"""From so many of the random weightings on the same side, a country's side is not marked as uncertain."""
SIDES = ((True, False), (True, True), (False, False), (False, True))
"""Structural violence high, then conflict: the upper row first, peace on the left."""
NAMES: dict[tuple[bool, bool], Promise] = {
    (True, True): gettext_lazy("In conflict, with high structural violence"),
    (True, False): gettext_lazy("Without conflict, with high structural violence"),
    (False, True): gettext_lazy("In conflict, with low structural violence"),
    (False, False): gettext_lazy("Without conflict, with low structural violence"),
}


@dataclass(frozen=True)
class Stand:
    """A country in its quadrant. ``note`` says what to bear in mind."""

    name: str
    url: str
    note: str


@dataclass(frozen=True)
class Group:
    """A quadrant with its record and the countries that stand in it."""

    name: str | Promise
    record: str
    stands: list[Stand]


def quadrants_context(issued: Issued) -> dict[str, Any]:
    """Return what the page of quadrants shows."""
    places = issued.frames["places"]
    year = int(places["year"].max())  # type: ignore[arg-type]
    rates = rates_before(issued)
    known = places.drop_nulls("is_structure_high")
    groups = [_group(sides, rates[sides], known) for sides in SIDES]
    return {
        "year": year,
        "crumbs": [Crumb(_("Claims"), reverse("claims"))],
        "chart": _chart(rates, known, year, issued),
        "groups": groups,
        "source": SourceLine.of(Provenance.of(issued.result.sources), address_or_empty("data")),
        "table": _rates_table(issued),
    }


def rates_before(issued: Issued) -> dict[tuple[bool, bool], dict[str, Any]]:
    """Return the record of each quadrant, with what was known the year before and against all country-years."""
    rows = issued.frames["quadrants"].filter(against="all_years", window="before")
    return {(row["is_structure_high"], row["is_in_conflict"]): row for row in rows.iter_rows(named=True)}


def _chart(
    rates: dict[tuple[bool, bool], dict[str, Any]], known: pl.DataFrame, year: int, issued: Issued
) -> Drawing:
    boxes = [_box(sides, rates[sides], known, year) for sides in SIDES]
    figure = quadrant_chart(
        [boxes[:2], boxes[2:]],
        title=_("How often did a mass killing begin in the year after?"),
        rows=(_("High structural violence"), _("Low structural violence")),
        columns=(_("Without armed conflict"), _("In armed conflict")),
        provenance=Provenance.of(issued.result.sources),
        lang=language(),
    )
    file = Download(file_format("csv"), reverse("claims-quadrants-file"))
    caption = _(
        "In large figures the share of country-years since 1960 that were followed by an onset within the next year, "
        "with its 95 % interval (Wilson). High is above the median of all these country-years."
    )
    return drawing(figure, caption=caption, table=_places_table(known), downloads=[file])


def _box(sides: tuple[bool, bool], rate: dict[str, Any], known: pl.DataFrame, year: int) -> Quadrant:
    standing = _in(known, sides).height
    now = ngettext("{n} country in {year}", "{n} countries in {year}", standing).format(n=standing, year=year)
    return Quadrant(rate["rate"], rate["rate_low"], rate["rate_high"], _counted(rate), now)


def _counted(rate: dict[str, Any]) -> str:
    return _("{n} onsets in {of} country-years").format(
        n=rate["onsets"], of=numbers.count(rate["country_years"])
    )


def _in(known: pl.DataFrame, sides: tuple[bool, bool]) -> pl.DataFrame:
    return known.filter(is_structure_high=sides[0], is_in_conflict=sides[1])


def _group(sides: tuple[bool, bool], rate: dict[str, Any], known: pl.DataFrame) -> Group:
    bounds = numbers.percent_range(rate["rate_low"], rate["rate_high"])
    record = f"{numbers.percent(rate['rate'])} ({bounds}); {_counted(rate)}" if bounds else _counted(rate)
    stands = [_stand(row) for row in _in(known, sides).iter_rows(named=True)]
    return Group(NAMES[sides], record, sorted(stands, key=lambda stand: fold(stand.name)))


def _stand(row: dict[str, Any]) -> Stand:
    place = place_of_gwcode(row["country_gwcode"])
    notes = [_("war")] if row["is_war"] else []
    if row["weightings_agree"] < SURE:
        notes.append(_("side uncertain"))
    return Stand(place.name(language(), row["year"]), place_url(place), ", ".join(notes))


def _places_table(known: pl.DataFrame) -> Table:
    columns = (
        Column("place", _("Country"), is_name=True),
        Column("quadrant", _("Where it stands")),
        Column("agree", _("Weightings that agree"), is_number=True, note=_("of 500 at random")),
        Column("note", _("Note")),
    )
    named = [(_stand(row), row) for row in known.iter_rows(named=True)]
    rows = [
        {
            "place": Cell(stand.name, stand.url),
            "quadrant": NAMES[row["is_structure_high"], row["is_in_conflict"]],
            "agree": numbers.whole_percent(row["weightings_agree"]),
            "note": stand.note or "–",
        }
        for stand, row in sorted(named, key=lambda pair: fold(pair[0].name))
    ]
    return Table(_("Countries by quadrant"), columns, rows, is_caption_hidden=True)


def _rates_table(issued: Issued) -> Table:
    """Return every version of the quadrants' record, so that none passes for the only one."""
    against = {"all_years": _("all country-years"), "that_year": _("the states of that year")}
    window = {"before": _("year before alone"), "same_or_before": _("same year or the one before")}
    columns = (
        Column("quadrant", _("Quadrant")),
        Column("against", _("High against")),
        Column("window", _("Conflict in the")),
        Column("rate", _("Onsets a year"), is_number=True, note=_("95 % interval")),
        Column("counted", _("Counted")),
    )
    rows = [
        {
            "quadrant": NAMES[row["is_structure_high"], row["is_in_conflict"]],
            "against": against[row["against"]],
            "window": window[row["window"]],
            "rate": Cell(
                numbers.percent(row["rate"]),
                note=numbers.percent_range(row["rate_low"], row["rate_high"]),
            ),
            "counted": _counted(row),
        }
        for row in issued.frames["quadrants"].drop_nulls("rate").iter_rows(named=True)
    ]
    return Table(_("The record of each quadrant, by definition"), columns, rows, is_caption_hidden=True)
