"""The world by one measure: the map, the ranked list, and what the measure is and is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.brief import WorldTable
from avert.figures import world_map
from avert.figures.map_words import DISCLAIMER
from avert.places import Place, place_of_gwcode
from avert.web.site.components import Download, SourceLine, Tab
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.world import numbers, selectors
from avert.web.world.addresses import address_or_empty, downloads, file_format, place_url
from avert.web.world.measures import SHOWN, Shown
from avert.web.world.ranked_list import FIRST_ROWS, named_like, ranked_list

LONGEST_NAME = 80


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    measure: str
    year: int | None
    name: str
    sort: str
    is_all: bool

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """Read the query; a year that is no number counts as one that is not known."""
        year = query.get("year", "")
        return cls(
            measure=query.get("measure", "risk"),
            year=None if not year else int(year) if year.isascii() and year.isdigit() else -1,
            name=query.get("name", "").strip()[:LONGEST_NAME],
            sort=query.get("sort", "-value"),
            is_all=query.get("all") == "yes",
        )


def world_context(table: WorldTable, asked: Asked) -> dict[str, Any]:
    """Return everything that the page of the world shows."""
    shown = SHOWN[table.measure]
    rows = named_like(table.rows, asked.name) if asked.name else table.rows
    kept = rows if asked.is_all or asked.name else rows.head(FIRST_ROWS)
    files = downloads(
        *(
            (file_format(form), "downloads:world", (table.measure, table.year, form))
            for form in ("csv", "geojson")
        )
    )
    return {
        "asked": asked,
        "shown": shown,
        "year": table.year,
        "period": shown.period(table.year),
        "years": sorted(table.years, reverse=True),
        "title": shown.title(table.year),
        "lead": _lead(table, shown),
        "tabs": _tabs(table.measure),
        "map": _map(table, shown, files),
        "list": ranked_list(kept, shown, table.year, sort=asked.sort),
        "list_count": kept.height,
        "all_count": table.rows.height,
        "silent": _links(selectors.silent_places()),
        "without_rows": _links(selectors.places_without_rows()),
        "source": SourceLine.of(table.provenance, address_or_empty("data")),
    }


def _tabs(measure: str) -> list[Tab]:
    base = address_or_empty("world")
    return [Tab(shown.label, f"{base}?measure={key}", key == measure) for key, shown in SHOWN.items()]


def _lead(table: WorldTable, shown: Shown) -> str:
    known = table.rows.drop_nulls("value")
    if shown.is_risk:
        first = [
            place_of_gwcode(code).name(language(), table.year) for code in known["country_gwcode"].head(3)
        ]
        return _(
            "For {period} the model ranks these highest: {places}. Intervals overlap widely: read a rank as a range, "
            "and look at what is not in the number."
        ).format(period=shown.period(table.year), places=", ".join(first))
    total, places = numbers.count(float(known["value"].sum())), known.filter(pl.col("value") > 0).height
    unknown = table.rows.height - known.height
    text = ngettext(
        "{total} deaths are recorded, in {places} country.",
        "{total} deaths are recorded, in {places} countries.",
        places,
    ).format(total=total, places=places)
    if not unknown:
        return text
    return (
        text
        + " "
        + ngettext(
            "Of {unknown} country the number is unknown.",
            "Of {unknown} countries the number is unknown.",
            unknown,
        ).format(unknown=unknown)
    )


def _map(table: WorldTable, shown: Shown, files: list[Download]) -> Drawing:
    values = table.rows.select("place_key", "value", low="value_low", high="value_high")
    figure = world_map(
        values,
        measure=shown.drawn(),
        year=table.year,
        title=shown.title(table.year),
        href=address_or_empty("country", "KEY").replace("KEY", "{key}"),
        lang=language(),
    )
    return drawing(figure, fine=_(DISCLAIMER), downloads=files)


def _links(places: Iterable[Place]) -> list[Download]:
    named = [Download(place.name(language()), place_url(place)) for place in places]
    return sorted(named, key=lambda link: str(link.label))
