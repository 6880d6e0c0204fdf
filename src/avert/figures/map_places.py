"""What the map says of each place in a year: its number, that it is unknown, or that it was not a state."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

import polars as pl

from avert.errors import InputError, MissingColumnError, UnknownPlaceError, some
from avert.figures.world_shapes import Shape, world
from avert.places import Place, all_places, place_of_gwcode


class Status(Enum):
    """What is known of a place."""

    VALUE = "value"
    UNKNOWN = "unknown"
    UNLISTED = "not listed as a state"


@dataclass(frozen=True)
class MapPlace:
    """One place as the map shows it. ``counted_with`` names the place whose number it shows."""

    place: Place
    shape: Shape
    status: Status
    value: float | None = None
    low: float | None = None
    high: float | None = None
    counted_with: Place | None = None


Row = tuple[float | None, float | None, float | None]


def map_places(values: pl.DataFrame, year: int, shown_with: Mapping[str, str] | None) -> list[MapPlace]:
    """Return everything that the map of a year draws, in no particular order."""
    rows = _rows(values)
    places = {place.key: place for place in all_places()}
    shapes = world().shapes
    lost = [key for key in rows if key not in shapes]
    if lost:
        raise UnknownPlaceError(
            f"The map has no place {some(map(repr, lost))}, so that its number would be lost. "
            "Use keys such as gw:530 or iso3:PSE; find_place(text).key gives them."
        )
    own = {key: _own(places[key], shapes[key], rows, year) for key in shapes}
    for key, other in _followers(shown_with, rows).items():
        if own[other].status is not Status.UNLISTED:
            place, shape = places[key], shapes[key]
            own[key] = replace(own[other], place=place, shape=shape, counted_with=places[other])
    drawn = [
        _findable(found, found.place.key in rows or is_state_in(found.place, year)) for found in own.values()
    ]
    return [found for found in drawn if found.shape.path or found.shape.circle]


def _findable(found: MapPlace, has_say: bool) -> MapPlace:
    """Keep the circle of what was a state or has a row; the map is not littered with the others."""
    return found if has_say else replace(found, shape=replace(found.shape, circle=None))


def is_state_in(place: Place, year: int) -> bool:
    """Tell whether Gleditsch and Ward list the place as a state on any day of a year."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return any(
        (span.start is None or span.start <= last) and (span.end is None or first <= span.end)
        for span in place.periods
    )


def place_table(places: list[MapPlace], words: Mapping[str, str], year: int, lang: str) -> pl.DataFrame:
    """Return the map's numbers as a table, highest first, then what is unknown, then what was no state.

    Places that show the number of another are left out, so that nothing is counted twice.
    """
    own = [found for found in places if found.counted_with is None]
    own.sort(key=lambda found: _order(found, lang, year))
    has_interval = any(found.low is not None for found in own)
    columns = {
        "place_key": [found.place.key for found in own],
        "place": [found.place.name(lang, year) for found in own],
        "value": [found.value for found in own],
        "low": [found.low for found in own],
        "high": [found.high for found in own],
        "shown_as": [words[found.place.key] for found in own],
    }
    if not has_interval:
        del columns["low"], columns["high"]
    kinds = dict.fromkeys(("value", "low", "high"), pl.Float64)
    schema = {name: kinds.get(name, pl.String()) for name in columns}
    return pl.DataFrame(columns, schema=schema)


def _order(found: MapPlace, lang: str, year: int) -> tuple[int, float, str]:
    rank = (Status.VALUE, Status.UNKNOWN, Status.UNLISTED).index(found.status)
    return rank, -(found.value or 0.0), found.place.name(lang, year)


def _followers(shown_with: Mapping[str, str] | None, rows: Mapping[str, Row]) -> dict[str, str]:
    """Return for each place without a row of its own the place whose number it shows."""
    usual = {key: shape.shown_with for key, shape in world().shapes.items() if shape.shown_with}
    chosen = usual if shown_with is None else shown_with
    return {key: other for key, other in chosen.items() if key not in rows}


def _own(place: Place, shape: Shape, rows: Mapping[str, Row], year: int) -> MapPlace:
    """Return what the place itself has: its number, or why it has none."""
    value, low, high = rows.get(place.key, (None, None, None))
    if value is not None:
        return MapPlace(place, shape, Status.VALUE, value, low, high)
    could_be_known = is_state_in(place, year) or (place.key in rows and not place.periods)
    return MapPlace(place, shape, Status.UNKNOWN if could_be_known else Status.UNLISTED)


def _rows(values: pl.DataFrame) -> dict[str, Row]:
    """Read the frame into numbers by place key; NaN counts as unknown."""
    if "value" not in values.columns:
        raise MissingColumnError.of("The frame", "value", "world_map", "rename the column to be shown")
    keys = _keys(values)
    repeated = [key for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if repeated:
        raise InputError(
            f"The map can show one number per place, but {some(repeated)} has several rows. "
            "Choose one year, or aggregate first."
        )
    columns = [_floats(values, name) for name in ("value", "low", "high")]
    return dict(zip(keys, zip(*columns, strict=True), strict=True))


def _keys(values: pl.DataFrame) -> list[str]:
    if "place_key" in values.columns:
        return values["place_key"].to_list()
    if "country_gwcode" in values.columns:
        return [place_of_gwcode(code).key for code in values["country_gwcode"].to_list()]
    raise MissingColumnError.of(
        "The frame", "place_key", "world_map", "give place_key (gw:530) or country_gwcode (530)"
    )


def _floats(values: pl.DataFrame, name: str) -> list[float | None]:
    if name not in values.columns:
        return [None] * values.height
    numbers = [
        None if value is None or math.isnan(value) else float(value) for value in values[name].to_list()
    ]
    if any(number is not None and math.isinf(number) for number in numbers):
        raise InputError(
            f"Column {name!r} holds infinity, which no class can show. Leave it null if unknown."
        )
    return numbers
