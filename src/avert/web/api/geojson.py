"""The world by one measure as GeoJSON (RFC 7946): every place, with null where nothing is known of it."""

from __future__ import annotations

from typing import Any

from avert.figures.degrees import ATTRIBUTION, DISCLAIMER, geometry_of
from avert.figures.map_places import is_state_in
from avert.figures.world_shapes import world as world_shapes
from avert.places import Place, all_places
from avert.web.api.selectors import Answer

OWN = ("value", "value_low", "value_high", "rank", "word", "is_silent")
UNKNOWN = "Unknown: the data have no figure for this year. That is not zero."
NO_STATE = "Not listed as an independent state in this year, and no figures of its own: unknown, not zero."
A_POINT = "A position only, in places approximate: no outline at this scale."


def world_collection(answer: Answer) -> dict[str, Any]:
    """Return what the API says of the world as features, with the same envelope beside them."""
    rows = {row["place_key"]: row for row in answer["rows"]}
    year = answer["year"]
    shown = [place for place in all_places() if place.key in rows or _is_shown(place, year)]
    return {
        "type": "FeatureCollection",
        **{name: value for name, value in answer.items() if name != "rows"},
        "disclaimer": DISCLAIMER,
        "boundaries": ATTRIBUTION,
        "features": [_feature(place, rows.get(place.key), year) for place in shown],
    }


def _is_shown(place: Place, year: int) -> bool:
    """Leave out former states outside their time; all other places are there in every year, even without figures."""
    return place.kind != "former_state" or is_state_in(place, year)


def _feature(place: Place, row: Answer | None, year: int) -> dict[str, Any]:
    geometry = geometry_of(place)
    said = {name: row[name] for name in OWN} if row else dict.fromkeys(OWN)
    note = [_note(place, row, year)] + ([A_POINT] if geometry and geometry["type"] == "Point" else [])
    return {
        "type": "Feature",
        "id": place.key,
        "geometry": geometry,
        "properties": {
            "place_key": place.key,
            "iso3": place.iso3_in(year),
            "name": place.name(year=year),
            "kind": place.kind,
            **said,
            "is_unknown": said["value"] is None,
            "note": " ".join(filter(None, note)),
        },
    }


def _note(place: Place, row: Answer | None, year: int) -> str:
    if row is not None:
        return "" if row["value"] is not None else UNKNOWN
    if is_state_in(place, year):
        return UNKNOWN
    shape = world_shapes().shapes.get(place.key)
    if shape is not None and shape.shown_with:
        return f"{NO_STATE} The world map shows it with {shape.shown_with}."
    return NO_STATE
