"""The map of reach: the first-level units of one country, each as the worst of the areas in it that are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from avert.figures import Figure, Step, countries_with_units, unit_map
from avert.places import area_of
from avert.web.records.words import place_name
from avert.web.site.components import Download
from avert.web.site.drawings import Drawing, drawing, language
from avert.web.site.tables import Column, Table
from avert.web.society.network.reach_words import SHAPES, WORDS, Reach

PAINTS = {
    Reach.NONE: "faint",
    Reach.UP: "soft",
    Reach.BACK: "soft",
    Reach.NOBODY: "paper",
    Reach.BOTH: "accent",
}


def country_of(asked: Any, areas: Mapping[str, Reach]) -> str:
    """Return the country to be drawn: the one asked for, that of the exercise, or the only one these areas lie in."""
    given = [asked.place, asked.exercise.place if asked.exercise else ""]
    found = {country for area in areas if (country := _above(area)[-1]) in countries_with_units()}
    wanted = [one for one in given if one] or (sorted(found) if len(found) == 1 else [])
    return wanted[0] if wanted and wanted[0] in countries_with_units() else ""


def drawing_of(country: str, areas: Mapping[str, Reach], downloads: list[Download]) -> Drawing:
    """Return the map on its page, with its table twin."""
    figure = figure_of(country, areas)
    columns = [Column("unit", _("Unit"), is_name=True), Column("shown_as", _("A warning from there"))]
    table = Table(figure.title, columns, figure.table.rows(named=True), is_caption_hidden=True)
    outside = outside_of(country, areas)
    caption = _("Not on the map: {areas}.").format(areas=", ".join(outside)) if outside else ""
    return drawing(figure, caption=caption, fine=figure.caption, table=table, downloads=downloads)


def figure_of(country: str, areas: Mapping[str, Reach]) -> Figure:
    """Draw each unit as the worst of the areas in it; what nobody wrote anything of is hatched."""
    steps = [Step(str(WORDS[one]), PAINTS.get(one, ""), SHAPES.get(one, "")) for one in Reach]
    steps[list(Reach).index(Reach.BOTH)] = Step(str(WORDS[Reach.BOTH]), PAINTS[Reach.BOTH])
    steps.append(Step(_("Nothing written down")))
    shown: dict[str, int] = {}
    for area, reach in areas.items():
        unit = unit_of(country, area)
        if unit:
            # The words are in order, the worst first.
            shown[unit] = min(list(Reach).index(reach), shown.get(unit, len(steps)))
    title = _("Where warnings from {country} are heard and answered").format(country=place_name(country))
    return unit_map(country, steps, shown, title=title, lang=language())


def unit_of(country: str, area: str) -> str:
    """Return the unit of a country in which an area lies, or nothing."""
    above = _above(area)
    return above[-2] if len(above) > 1 and above[-1] == country else ""


def outside_of(country: str, areas: Mapping[str, Reach]) -> list[str]:
    """Return the areas that are not on the map, each with how a warning from there fares."""
    apart = [area for area in areas if area != country and not unit_of(country, area)]
    return [f"{place_name(area)} ({str(WORDS[areas[area]]).lower()})" for area in sorted(apart)]


def _above(area: str) -> list[str]:
    found = [area]
    while (known := area_of(found[-1])) is not None:
        found.append(known.parent)
    return found
