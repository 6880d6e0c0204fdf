"""Scales and axes: round ticks, quiet grid lines, labels in figures of equal width."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from avert.figures.figure import SMALL
from avert.figures.markup import Markup, element, joined
from avert.figures.palette import paint


@dataclass(frozen=True)
class Linear:
    """A linear scale from data to drawing units."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where a value lies."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


_SMALLEST = 1e-300
"""Below this a difference has too few digits left to be divided."""


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Return round tick values that cover low to high with at most ``most`` steps.

    >>> ticks(0, 73437), ticks(-0.8, 1.3)
    ([0.0, 20000.0, 40000.0, 60000.0, 80000.0], [-1.0, 0.0, 1.0, 2.0])
    """
    span = high - low if high - low > _SMALLEST else 1.0
    size = 10.0 ** math.floor(math.log10(span / most))
    for multiple in (1, 2, 5, 10, 20):
        step = size * multiple
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= most:
            break
    return [float(f"{index * step:.12g}") for index in range(first, max(last, first + 1) + 1)]


def ticks_within(low: float, high: float, most: int = 4) -> list[float]:
    """Return those round ticks that lie between low and high.

    >>> ticks_within(0, 101076), ticks_within(-0.52, 0.62)
    ([0.0, 50000.0, 100000.0], [-0.5, 0.0, 0.5])
    """
    return [value for value in ticks(low, high, most) if low <= value <= high]


def horizontal_grid(
    values: list[float], place: Linear, left: float, right: float, write: Callable[[float], str]
) -> Markup:
    """Draw a horizontal line and a label to its left for each tick; zero is drawn in ink."""
    parts: list[Markup] = []
    for value in values:
        y = place(value)
        role = "muted" if value == 0 else "rule"
        parts.append(element("line", x1=left, x2=right, y1=y, y2=y, **paint(stroke=role)))
        parts.append(
            label(write(value), left - 8, y + 4, anchor="end", role="muted"),
        )
    return joined(parts)


def vertical_grid(
    values: list[float], place: Linear, top: float, base: float, write: Callable[[float], str]
) -> Markup:
    """Draw a vertical line and a label beneath for each tick; zero is drawn in ink."""
    parts: list[Markup] = []
    for value in values:
        x = place(value)
        role = "muted" if value == 0 else "rule"
        parts.append(element("line", x1=x, x2=x, y1=top, y2=base, **paint(stroke=role)))
        parts.append(label(write(value), x, base + 16, anchor="middle", role="muted"))
    return joined(parts)


def label(
    text: str,
    x: float,
    y: float,
    *,
    anchor: str = "start",
    role: str = "ink",
    size: float = SMALL,
    weight: int | None = None,
    has_halo: bool = False,
) -> Markup:
    """Set one line of text; a halo keeps it readable over lines."""
    line = element(
        "text",
        text,
        x=x,
        y=y,
        text_anchor=None if anchor == "start" else anchor,
        font_size=size,
        font_weight=weight,
        **paint(fill=role),
    )
    if not has_halo:
        return line
    return joined(
        [element("g", line, stroke_width=3, stroke_linejoin="round", **paint(stroke="paper")), line]
    )
