"""Derive ``units.json`` and the list of first-level units from Natural Earth: see README.md for choices and licence.

python derive_units.py admin1.geojson units.json ../../places/data/units.csv
"""

from __future__ import annotations

import csv
import json
import math
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avert.figures.projection import azimuthal
from avert.places import find_place

SIZE = 1000  # of a country's longer side, in whole numbers
COUNTRIES = {
    "CIV": "CIV", "COL": "COL", "ETH": "ETH", "GHA": "GHA", "GMB": "GMB", "KEN": "KEN", "MMR": "MMR", "SDS": "SSD",
}  # fmt: skip
# Natural Earth's code of a country, and its ISO 3166-1 code.

NAMES = {
    "adm1:SDS-147": "Northern Bahr el Ghazal",
    "adm1:SDS-864": "Western Equatoria",
    "adm1:SDS-870": "Jonglei",
    "adm1:SDS-872": "Warrap",
    "adm1:SDS-873": "Western Bahr el Ghazal",
    "adm1:SDS-892": "Eastern Equatoria",
}
# What the state itself calls its units, where the source spells them otherwise.

Floats = NDArray[np.float64]
Ring = NDArray[np.int64]


def main(source: Path, shapes: Path, units: Path) -> None:
    """Read, project, round, and write."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    drawn: dict[str, Any] = {}
    rows: list[dict[str, str]] = []
    here = (one for one in features if one["properties"]["adm0_a3"] in COUNTRIES)
    ordered = sorted(here, key=_country)
    for country, parts in groupby(ordered, key=_country):
        found = sorted(_named(list(parts)), key=lambda one: one["properties"]["adm1_code"])
        drawn[country] = on_map(found)
        rows += [_row(one, country) for one in found]
    shapes.write_text(_one_unit_a_line(drawn), encoding="utf-8")
    with units.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, ["key", "name", "parent"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def on_map(features: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the units of a country in an equal-area projection about its middle, as paths of whole numbers."""
    outlines = {_key(one): rings_of(one["geometry"]) for one in features}
    every = np.concatenate([ring for rings in outlines.values() for ring in rings])
    centre = middle_of(every)
    x, y = azimuthal(every[:, 0], every[:, 1], centre=centre)
    scale = SIZE / max(np.ptp(x), np.ptp(y))
    left, top = x.min(), y.max()

    def placed(ring: Floats) -> Ring:
        across, up = azimuthal(ring[:, 0], ring[:, 1], centre=centre)
        pixels: Ring = np.rint(np.column_stack([across - left, top - up]) * scale).astype(np.int64)
        return pixels

    units = {
        key: {"d": path(rounded), "at": inside(max(rounded, key=area))}
        for key, rings in outlines.items()
        if (rounded := [kept for ring in rings if len(kept := without_repeats(placed(ring))) > 3])
    }
    return {"width": round(np.ptp(x) * scale), "height": round(np.ptp(y) * scale), "units": units}


def rings_of(geometry: dict[str, Any]) -> list[Floats]:
    """Return all rings of a shape in degrees."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [np.array(ring, dtype=np.float64) for polygon in polygons for ring in polygon]


def middle_of(points: Floats) -> tuple[float, float]:
    """Return the middle of points on the sphere, in degrees."""
    lon, lat = np.radians(points).T
    x, y, z = (
        float(part.mean()) for part in (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
    )
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def without_repeats(ring: Ring) -> Ring:
    """Drop points that fell on the one before. A border that two units share is rounded alike in both."""
    kept: Ring = ring[np.r_[True, (np.diff(ring, axis=0) != 0).any(axis=1)]]
    return kept


def area(ring: Ring) -> float:
    """Return the area of a closed ring."""
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def inside(ring: Ring) -> tuple[int, int]:
    """Return the point of a grid within a ring that is farthest from its edge: there a sign can stand."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    steps = [np.linspace(low[axis], high[axis], 41)[1:-1] for axis in (0, 1)]
    grid = np.array(np.meshgrid(*steps)).reshape(2, -1).T
    within = grid[[_is_inside(point, ring) for point in grid]]
    if not len(within):
        return tuple(np.rint(ring.mean(axis=0)).astype(int).tolist())
    best = within[np.argmax([_distance(point, ring) for point in within])]
    return round(float(best[0])), round(float(best[1]))


def path(rings: list[Ring]) -> str:
    """Write closed rings as SVG path data with relative whole numbers."""
    text = ""
    for ring in rings:
        steps = np.diff(ring, axis=0)[:-1]
        moves = " ".join(f"{dx} {dy}" for dx, dy in steps)
        text += f"M{ring[0][0]} {ring[0][1]}l{moves}z"
    return text.replace(" -", "-")


def _is_inside(point: Floats, ring: Ring) -> bool:
    (x, y), (a, b) = point, (ring[:-1], ring[1:])
    crosses = (a[:, 1] > y) != (b[:, 1] > y)
    rise = np.where(crosses, b[:, 1] - a[:, 1], 1)
    at = a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / rise
    return bool(np.count_nonzero(crosses & (at > x)) % 2)


def _distance(point: Floats, ring: Ring) -> float:
    start, way = ring[:-1].astype(float), np.diff(ring, axis=0).astype(float)
    along = ((point - start) * way).sum(axis=1) / np.maximum((way**2).sum(axis=1), 1e-9)
    nearest = start + way * np.clip(along, 0, 1)[:, None]
    return float(np.hypot(*(nearest - point).T).min())


def _named(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what the source draws without saying what it is; a unit without a name must be looked at."""
    known = [one for one in features if one["properties"]["name"]]
    if nameless := [_key(one) for one in features if one not in known and not _key(one).endswith("+99?")]:
        raise SystemExit(f"These have no name: {nameless}")
    return known


def _row(feature: dict[str, Any], country: str) -> dict[str, str]:
    key = _key(feature)
    return {"key": key, "name": NAMES.get(key, feature["properties"]["name"]), "parent": country}


def _country(feature: dict[str, Any]) -> str:
    return find_place(COUNTRIES[feature["properties"]["adm0_a3"]]).key


def _key(feature: dict[str, Any]) -> str:
    return f"adm1:{feature['properties']['adm1_code']}"


def _one_unit_a_line(drawn: dict[str, Any]) -> str:
    countries = []
    for country, shape in drawn.items():
        head = json.dumps({name: shape[name] for name in ("width", "height")}, separators=(",", ":"))[:-1]
        units = ",\n".join(
            f"{json.dumps(key)}:{json.dumps(unit, separators=(',', ':'))}"
            for key, unit in shape["units"].items()
        )
        countries.append(f'{json.dumps(country)}:{head},"units":{{\n{units}\n}}}}')
    return "{\n" + ",\n".join(countries) + "\n}\n"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
