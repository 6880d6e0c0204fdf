"""Derive ``degrees.json`` from ``world.json``: the same outlines in longitude and latitude, as GeoJSON wants them.

python derive_degrees.py world.json degrees.json
"""

from __future__ import annotations

import csv
import importlib
import json
import re
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from avert.figures.projection import degrees_of, equal_earth
from avert.figures.world_shapes import SHAPES_WIDTH as WIDTH

try:
    shapely: Any = importlib.import_module("shapely")
except ModuleNotFoundError:  # Avert itself does without it
    shapely = None

DECIMALS = 2  # of a degree: finer than the tenth of a pixel that the outlines were rounded to
HALF = float(equal_earth(180.0, 0.0, central_meridian=0.0)[0])
TOP = float(equal_earth(0.0, 90.0)[1])
SCALE = WIDTH / (2 * HALF)


def main(source: Path, target: Path) -> None:
    """Read, unproject, cut at 180°, mend, and write one place a line."""
    shapes = json.loads(source.read_text(encoding="utf-8"))["shapes"]
    given = given_points()
    lines = []
    for key, shape in sorted(shapes.items()):
        geometry = outline(shape["d"]) if "d" in shape else None
        if geometry is None:
            geometry = {"type": "Point", "coordinates": given.get(key) or point(shape["circle"])}
        lines.append(f"{json.dumps(key)}:{json.dumps(geometry, separators=(',', ':'))}")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def given_points() -> dict[str, list[float]]:
    """Return the written positions of places without an outline; circles were moved apart and are less exact."""
    with Path(__file__).with_name("points.csv").open(encoding="utf-8", newline="") as lines:
        return {r["key"]: [float(r["longitude"]), float(r["latitude"])] for r in csv.DictReader(lines)}


def point(at: list[int]) -> list[float]:
    """Return the middle of a circle in degrees."""
    lon, lat = unprojected(np.array([at], dtype=float))[0]
    return [round((float(lon) + 180.0) % 360.0 - 180.0, 1), round(float(lat), 1)]


def outline(path: str) -> dict[str, Any] | None:
    """Return SVG path data as valid polygons within 180°, outer rings counter-clockwise; None if nothing is left."""
    rings = [shapely.make_valid(shapely.Polygon(unprojected(ring))) for ring in rings_of(path)]
    whole = shapely.Polygon()
    for ring in rings:  # a ring within another is a hole in it
        whole = shapely.symmetric_difference(whole, ring)
    parts = [part for turn in (-360.0, 0.0, 360.0) for part in within_half_turn(whole, turn)]
    kept = polygons_of(shapely.make_valid(shapely.set_precision(shapely.union_all(parts), 10.0**-DECIMALS)))
    if not kept:
        return None
    area = shapely.orient_polygons(shapely.MultiPolygon(kept))
    lists = [[rounded(ring) for ring in (part.exterior, *part.interiors)] for part in area.geoms]
    return (
        {"type": "Polygon", "coordinates": lists[0]}
        if len(lists) == 1
        else {"type": "MultiPolygon", "coordinates": lists}
    )


def rings_of(path: str) -> list[Any]:
    """Read relative whole-number path data, as ``derive.py`` writes it, into rings of map positions."""
    rings, at = [], (0, 0)
    for text in path.split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", text)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        points = list(accumulate(steps, lambda p, step: (p[0] + step[0], p[1] + step[1]), initial=at))[1:]
        rings.append(np.array(points, dtype=float))
        at = points[0]
    return rings


def unprojected(at: Any) -> Any:
    """Return tenths of a pixel as degrees; longitudes run from the map's western to its eastern edge."""
    return np.column_stack(degrees_of(at[:, 0] / SCALE - HALF, TOP - at[:, 1] / SCALE))


def within_half_turn(shape: Any, turn: float) -> list[Any]:
    """Return what of a shape, turned by so many degrees, lies between 180° W and 180° E."""
    moved = shapely.transform(shape, lambda at: at + np.array([turn, 0.0]))
    return polygons_of(shapely.intersection(moved, shapely.box(-180.0, -90.0, 180.0, 90.0)))


def polygons_of(shape: Any) -> list[Any]:
    """Return the areas of a shape without stray points and lines."""
    parts = [piece for part in shapely.get_parts(shape) for piece in shapely.get_parts(part)]
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def rounded(ring: Any) -> list[list[float]]:
    """Write a ring's positions without the noise of binary fractions."""
    return [[round(lon, DECIMALS), round(lat, DECIMALS)] for lon, lat in ring.coords]


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
