"""Hatches: what is unknown and what was not a state are told apart by texture, never by colour alone."""

from __future__ import annotations

from avert.figures.figure import Canvas
from avert.figures.markup import Markup, element
from avert.figures.palette import paint

UNKNOWN, UNLISTED = "unknown", "unlisted"


def hatches(canvas: Canvas, scale: float = 1.0, suffix: str = "") -> Markup:
    """Define both hatches under the drawing's own ids; ``scale`` suits a group drawn in smaller units."""
    return element("defs", _diagonal(canvas, scale, suffix), _dotted(canvas, scale, suffix))


def _diagonal(canvas: Canvas, scale: float, suffix: str) -> Markup:
    size = 5.0 * scale
    return element(
        "pattern",
        element("rect", width=size, height=size, **paint(fill="paper")),
        element("rect", width=1.5 * scale, height=size, **paint(fill="hatch")),
        id=f"{canvas.uid}-{UNKNOWN}{suffix}",
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _dotted(canvas: Canvas, scale: float, suffix: str) -> Markup:
    size = 4.5 * scale
    return element(
        "pattern",
        element("rect", width=size, height=size, **paint(fill="paper")),
        element("circle", cx=size / 2, cy=size / 2, r=0.95 * scale, **paint(fill="dots")),
        id=f"{canvas.uid}-{UNLISTED}{suffix}",
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
    )
