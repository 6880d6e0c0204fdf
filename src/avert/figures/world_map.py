"""A world map of one number per place, as one SVG made by the server."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from avert.errors import UnknownPlaceError
from avert.figures.figure import Canvas, Figure, caption_of, document, unique_id
from avert.figures.legend import narrow_legend, wide_legend
from avert.figures.map_drawing import draw_map
from avert.figures.map_places import MapPlace, map_places, place_table
from avert.figures.map_words import DISCLAIMER, MapWords
from avert.figures.markup import Markup, joined
from avert.figures.measure import Measure, classes_of
from avert.figures.palette import MAP_WIDTH
from avert.figures.wording import translator
from avert.figures.world_shapes import SHAPES_WIDTH, world
from avert.provenance import Provenance


def world_map(
    values: pl.DataFrame,
    *,
    measure: Measure,
    year: int,
    title: str,
    selected: str | None = None,
    href: str | None = None,
    lang: str = "en",
    provenance: Provenance | None = None,
    shown_with: Mapping[str, str] | None = None,
) -> Figure:
    """Draw a number for each place on an equal-area world map.

    Parameters
    ----------
    values
        One row per place: ``place_key`` (``gw:530``) or ``country_gwcode`` (530), ``value`` in the measure's
        unit, optionally ``low`` and ``high``. A null value, or a state without a row, is drawn as unknown.
    measure
        What the numbers are, and the classes they are drawn in.
    year
        The year shown. Who was a state in it comes from :mod:`avert.places`; borders are today's.
    title
        The question the map answers.
    selected
        Key of a place to outline and name.
    href
        Link for every place, with ``{key}`` where its key goes: ``/places/{key}/``.
    lang
        Language of names and words.
    provenance
        Where the numbers come from, for the caption.
    shown_with
        For disputed areas without a row of their own, the place whose number they show. By default Crimea
        follows Ukraine, Northern Cyprus Cyprus, and Somaliland Somalia; ``{}`` lets none follow.

    Returns
    -------
    Figure
        One SVG for all widths. The table holds one row per place drawn, except those that follow another.

    Raises
    ------
    MissingColumnError, UnknownPlaceError, InputError
        A column is absent, a key is on no map, or a place has several rows.

    >>> deaths = pl.DataFrame({"country_gwcode": [530, 625], "value": [49024, None]})
    >>> figure = world_map(deaths, measure=Measure("Deaths", "deaths"), year=2021, title="Where people died")
    >>> figure.table.head(1).rows(), figure.table.filter(place="Sudan")["shown_as"].item()
    ([('gw:530', 'Ethiopia', 49024.0, '49,024 deaths, some')], 'unknown')
    """
    places = map_places(values, year, shown_with)
    if selected is not None and selected not in {found.place.key for found in places}:
        raise UnknownPlaceError(f"{selected!r} is not drawn on the map of {year}, so it cannot be selected.")
    known = [found.value for found in places if found.value is not None]
    words = MapWords(measure, classes_of(measure, known, lang), year, lang)
    description = words.description(places)
    caption = caption_of(provenance or Provenance(), lang, translator(lang)(DISCLAIMER))
    shown_as = {found.place.key: words.shown_as(found) for found in places}
    table = place_table(places, shown_as, year, lang)
    canvas = Canvas(MAP_WIDTH, unique_id(table, "map", title, description, str(selected), str(href)))
    body, height = _drawing(places, words, canvas, selected, href)
    svg = document(
        (body, height),
        canvas,
        title=title,
        description=description,
        classes=f"fig-map fig-rows-{len(words.legend(places))}",
        has_links=href is not None,
    )
    return Figure(svg, table, title, description, caption)


def _drawing(
    places: list[MapPlace], words: MapWords, canvas: Canvas, selected: str | None, href: str | None
) -> tuple[Markup, float]:
    """Return the map and both legends, which share one place below it."""
    below = world().height * MAP_WIDTH / SHAPES_WIDTH + 12
    entries, heading = words.legend(places), words.heading()
    legend, height = wide_legend(heading, entries, canvas, below)
    drawn = draw_map([words.styled(found) for found in places], canvas, selected=selected, href=href)
    return joined([drawn, legend, narrow_legend(heading, entries, canvas, below)]), below + height
