"""The key under a chart: a small sample and a word for every kind of mark that the chart shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from avert.figures.axes import label
from avert.figures.figure import SMALL, Canvas
from avert.figures.lettering import text_width, wrapped
from avert.figures.markup import Markup, element, joined
from avert.figures.palette import paint
from avert.figures.patterns import UNKNOWN

ROW = 19.0
_SAMPLE, _GAP = 20.0, 18.0

Sample = Callable[[float, float], Markup]
"""Draws a sample mark with its left edge at x and its middle at y."""


@dataclass(frozen=True)
class Key:
    """One mark and what it means."""

    sample: Sample
    word: str


def key_rows(keys: list[Key], canvas: Canvas, top: float) -> tuple[Markup, float]:
    """Set the keys in rows, and return them with the height they take."""
    x, y = 0.0, top + 12
    parts: list[Markup] = []
    for key in keys:
        width = _SAMPLE + text_width(key.word, SMALL)
        if x > 0 and x + width > canvas.width:
            x, y = 0.0, y + ROW
        parts += [key.sample(x, y - 4), label(key.word, x + _SAMPLE, y, role="muted")]
        x += width + _GAP
    return joined(parts), y - top + 8 if keys else 0.0


def note_rows(notes: list[str], canvas: Canvas, top: float) -> tuple[Markup, float]:
    """Set sentences below a chart, and return them with the height they take."""
    lines = [line for note in notes for line in wrapped(note, canvas.width, SMALL)]
    parts = [label(line, 0, top + 12 + index * 16, role="muted") for index, line in enumerate(lines)]
    return joined(parts), len(lines) * 16.0 + (4 if lines else 0)


def block(fill: str, outline: str | None = None) -> Sample:
    """Return a sample of a column."""
    painted = paint(fill=fill, stroke=outline)
    return lambda x, y: element("rect", x=x + 1, y=y - 5, width=11.0, height=10.0, **painted)


def hatched(canvas: Canvas) -> Sample:
    """Return a sample of the hatch that means unknown."""
    painted = paint(stroke="hatch") | {"fill": canvas.reference(UNKNOWN)}
    return lambda x, y: element("rect", x=x + 0.5, y=y - 5, width=13.0, height=10.0, **painted)


def nil() -> Sample:
    """Return a sample of the hollow dot that means none recorded."""
    painted = paint(fill="paper", stroke="muted")
    return lambda x, y: element("circle", cx=x + 6.5, cy=y, r=1.8, **painted)


def whisker() -> Sample:
    """Return a sample of the line from low to high."""
    painted = paint(fill="none", stroke="ink")
    return lambda x, y: element(
        "path", d=f"M{x + 6.5} {y - 6}v12m-3 0h6m-6-12h6", stroke_width=1.2, **painted
    )


def dashed(role: str = "ink") -> Sample:
    """Return a sample of an upright dashed line."""
    painted = paint(stroke=role)
    return lambda x, y: element(
        "line", x1=x + 6.5, x2=x + 6.5, y1=y - 7, y2=y + 7, stroke_dasharray="3 3", **painted
    )


def dot(role: str = "accent") -> Sample:
    """Return a sample of a dot."""
    painted = paint(fill=role)
    return lambda x, y: element("circle", cx=x + 6.5, cy=y, r=4.0, **painted)


def bar(role: str = "soft") -> Sample:
    """Return a sample of an interval lying down."""
    painted = paint(stroke=role)
    return lambda x, y: element("line", x1=x, x2=x + 14, y1=y, y2=y, stroke_width=3, **painted)
