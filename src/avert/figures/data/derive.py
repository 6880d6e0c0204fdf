"""Derive ``world.json`` from Natural Earth: see README.md for the tools, the choices and the licence.

python derive.py countries.geojson places.csv world.json
"""

from __future__ import annotations

import csv
import importlib
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby, pairwise, product
from pathlib import Path
from typing import Any

import numpy as np

from avert.figures.projection import equal_earth
from avert.figures.world_shapes import SHAPES_WIDTH as WIDTH

try:
    shapely: Any = importlib.import_module("shapely")
except ModuleNotFoundError:  # Avert itself does without it
    shapely = None

SOUTH = -57.0  # below Cape Horn; Antarctica is left out
SIMPLIFY, SPECK, SMALL = 3, 20, 400  # tenths of a pixel, and square tenths
RADIUS, DISTANCE = 26, 58  # of circles, and the least between two centres
HALF = float(equal_earth(180.0, 0.0, central_meridian=0.0)[0])
TOP = float(equal_earth(0.0, 90.0)[1])
SCALE = WIDTH / (2 * HALF)

Point = tuple[int, int]
Line = list[Point]


def main(source: Path, places: Path, target: Path) -> None:
    """Read, mend, project, simplify, and write."""
    shapes = mended(json.loads(source.read_text())["features"], keys_by_number(places))
    topology = simplified(shapes)
    arcs = [[(round(x), round(y)) for x, y in arc] for arc in topology["arcs"]]
    rings = {
        geometry["properties"]["key"]: [ring(arcs, part) for part in parts_of(geometry)]
        for geometry in topology["objects"]["shapes"]["geometries"]
        if geometry["type"]
    }
    write(target, {key: path(parts) for key, parts in rings.items()}, shapes, dashes(topology, arcs))


def keys_by_number(places: Path) -> dict[str, str]:
    """Return the key of each place by its ISO 3166-1 number; former states have given theirs up."""
    with places.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] != "former_state"]
    return {row["iso_numeric"]: row["key"] for row in rows if row["iso_numeric"]}


def mended(features: list[dict[str, Any]], keys: dict[str, str]) -> dict[str, Any]:
    """Return valid, projected shapes by place key, Antarctica left out."""
    parts: dict[str, list[Any]] = {}
    for feature in features:
        name, geometry = feature["properties"]["name"], feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        for part in (piece for polygon in polygons for piece in unrolled(polygon)):
            if name != "Antarctica":
                for key, piece in carved(name, keys.get(feature.get("id", ""), ""), part):
                    parts.setdefault(key, []).append(piece)
    whole = {key: shapely.union_all(pieces) for key, pieces in parts.items()}
    return {key: shapely.transform(shapely.segmentize(shape, 1.0), on_map) for key, shape in whole.items()}


def carved(name: str, key: str, part: Any) -> Iterator[tuple[str, Any]]:
    """Give a part to its place, cutting out what the source draws with another (territories.csv says why)."""
    for row in (row for row in rows_of("territories.csv") if row["drawn_with"] == name):
        if not row["west"]:
            key = row["key"]
            continue
        box = shapely.box(*(float(row[side]) for side in ("west", "south", "east", "north")))
        yield from ((row["key"], piece) for piece in polygons_of(shapely.intersection(part, box)))
        part = shapely.difference(part, box)
    yield from ((key, piece) for piece in polygons_of(part))


def unrolled(polygon: list[list[list[float]]]) -> Iterator[Any]:
    """Undo jumps at 180° and cut in the Bering Strait, where the map has its edge."""
    rings = [np.array(ring, dtype=float) for ring in polygon]
    for ring in rings:
        ring[:, 0] = np.unwrap(ring[:, 0], period=360.0)
    valid = shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))
    for turn in (-360.0, 0.0, 360.0):
        moved = shapely.transform(valid, lambda at, turn=turn: at + np.array([turn, 0.0]))
        cut = shapely.intersection(moved, shapely.box(-169.0, -90.0, 191.0, 90.0))
        yield from polygons_of(cut)


def polygons_of(shape: Any) -> list[Any]:
    """Return the areas of a shape without stray points and lines."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def on_map(at: Any) -> Any:
    """Project degrees to tenths of a pixel, y downwards."""
    x, y = equal_earth(at[:, 0], at[:, 1])
    return np.column_stack([(x + HALF) * SCALE, (TOP - y) * SCALE])


def simplified(shapes: dict[str, Any]) -> Any:
    """Simplify with mapshaper, which keeps shared borders shared, and return TopoJSON."""
    features = [
        {"type": "Feature", "properties": {"key": key}, "geometry": shapely.geometry.mapping(shape)}
        for key, shape in shapes.items()
    ]
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "shapes.json"), Path(folder, "simple.json")
        before.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        steps = f"snap -clean -simplify weighted interval={SIMPLIFY} keep-shapes"
        islands = f"-filter-islands min-area={SPECK} -clean -o {after} format=topojson no-quantization"
        command = ["mapshaper", str(before), *steps.split(), *islands.split()]
        subprocess.run(command, check=True)  # noqa: S603  the arguments are written above
        return json.loads(after.read_text())


def parts_of(geometry: dict[str, Any]) -> list[list[int]]:
    """Return the rings of a TopoJSON geometry as lists of arc numbers."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [part for polygon in polygons for part in polygon]


def ring(arcs: list[Line], numbers: list[int]) -> Line:
    """Join arcs to one ring; a number below zero means the arc reversed."""
    joined: Line = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        joined += arc[1:] if joined else arc
    return joined


def path(rings: Iterable[Line], *, closed: bool = True) -> str:
    """Write rings or lines as SVG path data with relative whole numbers."""
    text, at = "", (0, 0)
    for points in rings:
        kept = [point for point, after in pairwise([*points, (-1, -1)]) if point != after]
        if closed and kept[0] == kept[-1]:
            kept = kept[:-1]
        if len(kept) < (3 if closed else 2):
            continue
        steps = [(x - px, y - py) for (px, py), (x, y) in pairwise(kept)]
        moves = " ".join(f"{dx} {dy}" for dx, dy in steps)
        text += f"m{kept[0][0] - at[0]} {kept[0][1] - at[1]}l{moves}{'z' if closed else ''}"
        at = kept[0] if closed else kept[-1]
    return text.replace(" -", "-")


def dashes(topology: Any, arcs: list[Line]) -> str:
    """Return the disputed borders as open lines."""
    owners: dict[int, set[str]] = {}
    for geometry in topology["objects"]["shapes"]["geometries"]:
        for part in parts_of(geometry) if geometry["type"] else []:
            for number in part:
                owners.setdefault(max(number, ~number), set()).add(geometry["properties"]["key"])
    lines = [
        run
        for row in rows_of("disputed.csv")
        for number, keys in owners.items()
        if keys == {row["one"], row["other"]}
        for run in runs_within(arcs[number], row)
    ]
    return path(lines, closed=False)


def runs_within(arc: Line, row: dict[str, str]) -> Iterator[Line]:
    """Return the stretches of a border that lie within the row's box of degrees, or all of it."""
    if not row["west"]:
        yield arc
        return
    west, south, east, north = (float(row[side]) for side in ("west", "south", "east", "north"))
    corners = on_map(np.array([(lon, lat) for lon in (west, east) for lat in (south, north)]))
    low, high = corners.min(axis=0), corners.max(axis=0)
    for is_inside, run in groupby(arc, lambda point: bool(np.all(point >= low) and np.all(point <= high))):
        if is_inside:
            yield list(run)


def middle(shape: Any) -> Point:
    """Return a point inside the largest part, where a label or a circle can stand."""
    at = shapely.maximum_inscribed_circle(largest(shape)).coords[0]
    return round(at[0]), round(at[1])


def largest(shape: Any) -> Any:
    """Return the part with the largest area."""
    return max(shapely.get_parts(shape), key=lambda part: part.area)


def circles_of(shapes: dict[str, Any]) -> dict[str, Point]:
    """Return a circle for every place too small to find, and for every place without an outline."""
    at = {row["key"]: (float(row["longitude"]), float(row["latitude"])) for row in rows_of("points.csv")}
    given = {
        key: tuple(np.rint(on_map(np.array([point]))[0]).astype(int).tolist()) for key, point in at.items()
    }
    small = {key: middle(shape) for key, shape in shapes.items() if largest(shape).area < SMALL}
    found = apart(small | {key: given[key] for key in given if key in shapes}, {})
    return found | apart({key: point for key, point in given.items() if key not in found}, found)


def apart(points: dict[str, Point], fixed: dict[str, Point]) -> dict[str, Point]:
    """Move circles just so far that none hides another."""
    names = [*fixed, *points]
    at = np.array([*fixed.values(), *points.values()], dtype=float)
    is_free = np.arange(len(names)) >= len(fixed)
    for _, (i, j) in product(range(500), combinations(range(len(names)), 2)):
        gap = at[j] - at[i]
        distance = math.hypot(*gap)
        if distance < DISTANCE:
            way = gap / distance if distance else np.array([1.0, 0.0])
            at[i] -= way * is_free[i] * (DISTANCE - distance) / 2
            at[j] += way * is_free[j] * (DISTANCE - distance) / 2
    return {name: (round(x), round(y)) for name, (x, y) in zip(names, at, strict=True) if name in points}


def write(target: Path, paths: dict[str, str], shapes: dict[str, Any], disputed: str) -> None:
    """Write everything the map needs, one place a line so that changes can be read."""
    circles = circles_of(shapes)
    shown_with = {row["key"]: row["shown_with"] for row in rows_of("territories.csv")}
    lines = []
    for key in sorted({*paths, *circles}):
        shape: dict[str, Any] = {"d": paths.get(key), "circle": circles.get(key), "with": shown_with.get(key)}
        if key not in circles:
            shape["at"], shape["top"] = middle(shapes[key]), round(largest(shapes[key]).bounds[1])
        kept = {name: value for name, value in shape.items() if value}
        lines.append(f"{json.dumps(key)}:{json.dumps(kept, separators=(',', ':'))}")
    height = round(float(on_map(np.array([[0.0, SOUTH]]))[0, 1]))
    head = {"height": height, "south": SOUTH, "radius": RADIUS, "disputed": disputed}
    text = json.dumps(head, separators=(",", ":"))[:-1] + ',"shapes":{\n' + ",\n".join(lines) + "\n}}\n"
    target.write_text(text, encoding="utf-8")


def rows_of(name: str) -> list[dict[str, str]]:
    """Read a table that lies beside this script."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
