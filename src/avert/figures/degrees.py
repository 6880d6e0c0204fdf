"""The world's shapes in longitude and latitude, for files that other programs draw."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from avert.places import Place

_FILE = Path(__file__).parent / "data" / "degrees.json"

ATTRIBUTION = "Made with Natural Earth, 1:50 million (public domain); simplified for world maps."
DISCLAIMER = (
    "Names and borders shown do not imply any opinion on the legal status of a territory. Outlines are simplified "
    "and are not for measuring areas or for drawing a border."
)


@lru_cache(maxsize=1)
def geometries() -> dict[str, dict[str, Any]]:
    """Return a GeoJSON geometry for every place by key; the file behind it is described in ``data/README.md``.

    Polygons follow RFC 7946: WGS 84, cut at 180°, outer rings counter-clockwise. A place that is too small for an
    outline, or has none in the source, is a Point near its middle or its capital.
    """
    found: dict[str, dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def geometry_of(place: Place) -> dict[str, Any] | None:
    """Return the GeoJSON geometry of a place, None where there is none."""
    return geometries().get(place.key)
