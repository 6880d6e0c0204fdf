"""Levels as shapes and layers as patterns of lines: the same in the drawing, the key and what the browser draws."""

from __future__ import annotations

from avert.figures.markup import Markup, element
from avert.figures.palette import paint
from avert.society.vocabulary import Layer, Level
from avert.web.society.network.picture import Change

# As SVG writes them: drawn, left out, …
PATTERNS: dict[Layer, str] = {
    Layer.INFORMATION: "",
    Layer.COORDINATION: "9 4",
    Layer.FUNDING: "1.5 3.5",
    Layer.MANDATE: "12 3 2 3",
    Layer.TRUST: "4 3",
    Layer.MEDIATION: "6 3 1.5 3 1.5 3",
    Layer.JOINT_ACTIVITY: "2 2",
    Layer.HOSTILITY: "14 2.5",
}
THICK = {Layer.JOINT_ACTIVITY: 3.2, Layer.HOSTILITY: 2.6}
NAMES: dict[Level | None, str] = {
    Level.TOP: "diamond",
    Level.MIDDLE: "rectangle",
    Level.GRASSROOTS: "ellipse",
    None: "triangle",
}


def shape(
    level: Level | None, x: float, y: float, size: float, change: Change, *, is_decider: bool
) -> Markup:
    """Draw an actor: its level as a shape, filled where it decides, with a dashed edge where it ended."""
    painted = paint(fill="accent" if is_decider else "paper", stroke="accent")
    dashes = "3 2" if change is Change.ENDED else None
    common = {**painted, "stroke_width": "3" if change is Change.NEW else "1.6", "stroke_dasharray": dashes}
    if level is Level.GRASSROOTS:
        return element("circle", cx=x, cy=y, r=size, **common)
    if level is Level.MIDDLE:
        return element(
            "rect", x=x - size * 0.9, y=y - size * 0.9, width=size * 1.8, height=size * 1.8, **common
        )
    if level is Level.TOP:
        points = [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)]
    else:
        points = [(0, -1.15), (1.15, 0.9), (-1.15, 0.9)]
    said = " ".join(f"{x + dx * size:.1f},{y + dy * size:.1f}" for dx, dy in points)
    return element("polygon", points=said, **common)


def stroke(layer: Layer, change: Change) -> dict[str, object]:
    """Return how the line of a tie is drawn."""
    width = THICK.get(layer, 1.4) + (1.6 if change is Change.NEW else 0)
    painted = paint(fill="none", stroke="ink" if change is Change.NEW else "muted")
    opacity = 0.45 if change is Change.ENDED else 0.8
    return {
        **painted,
        "stroke_width": width,
        "stroke_dasharray": PATTERNS[layer] or None,
        "stroke_opacity": f"{opacity}",
    }
