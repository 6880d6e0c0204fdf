"""The world's shapes as they are drawn: read once, keyed by place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from avert.figures.projection import Floats, equal_earth, graticule, outline

SHAPES_WIDTH = 9600
"""Width of the map in the units of its shapes: tenths of a pixel at 960 pixels."""

_FILE = Path(__file__).parent / "data" / "world.json"


@dataclass(frozen=True)
class Shape:
    """One place on the map, in tenths of a pixel at 960 pixels' width.

    ``path`` is empty where the place is too small to have an outline of its own; ``circle`` is given where it
    could otherwise not be found; ``shown_with`` names the place whose number it shows when it has none.
    ``at`` lies inside the largest part, ``top`` is that part's northern edge.
    """

    key: str
    path: str
    at: tuple[int, int]
    top: int
    circle: tuple[int, int] | None
    shown_with: str | None


@dataclass(frozen=True)
class World:
    """All shapes, the disputed borders, the sea and its grid, and the size of the map."""

    height: int
    radius: int
    disputed: str
    sea: str
    grid: str
    shapes: dict[str, Shape]


@lru_cache(maxsize=1)
def world() -> World:
    """Return the world; the file behind it is described in ``data/README.md``."""
    raw = json.loads(_FILE.read_text(encoding="utf-8"))
    shapes = {key: _shape(key, entry) for key, entry in raw["shapes"].items()}
    sea, grid = _sea(raw["south"]), _grid(raw["south"])
    return World(raw["height"], raw["radius"], raw["disputed"], sea, grid, shapes)


def _shape(key: str, entry: dict[str, object]) -> Shape:
    circle = _point(entry["circle"]) if "circle" in entry else None
    at = circle or _point(entry["at"])
    with_ = entry.get("with")
    top = entry.get("top", at[1])
    assert isinstance(top, int)  # noqa: S101  our own file
    return Shape(key, str(entry.get("d", "")), at, top, circle, None if with_ is None else str(with_))


def _point(pair: object) -> tuple[int, int]:
    assert isinstance(pair, list)  # noqa: S101  our own file
    return int(pair[0]), int(pair[1])


def _sea(south: float) -> str:
    """Return the outline of the projected sphere north of a parallel, in the units of the shapes."""
    return _line(*outline(south, step=5.0)) + "z"


def _grid(south: float) -> str:
    """Return meridians and parallels every 30 degrees, in the units of the shapes."""
    return "".join(_line(x, y) for x, y in graticule(30.0, south=south, step=10.0))


def _line(x: Floats, y: Floats) -> str:
    half, top = float(equal_earth(180.0, 0.0, central_meridian=0.0)[0]), float(equal_earth(0.0, 90.0)[1])
    scale = SHAPES_WIDTH / (2 * half)
    points = zip((x + half) * scale, (top - y) * scale, strict=True)
    return "M" + "L".join(f"{round(across)} {round(down)}" for across, down in points)
