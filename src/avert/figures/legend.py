"""The legend of a map: a word, a range and a swatch for everything the map can show."""

from __future__ import annotations

from dataclasses import dataclass

from avert.figures.axes import label
from avert.figures.figure import SMALL, TEXT, Canvas, Drawing
from avert.figures.keys import Key, key_rows
from avert.figures.lettering import wrapped
from avert.figures.markup import Markup, element
from avert.figures.palette import LEGEND_HEAD, LEGEND_ROW, LEGEND_TEXT, paint
from avert.figures.patterns import hatches

_WIDEST, _SWATCH, _LINE = 128.0, 12.0, 15.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Entry:
    """One thing the map can show: a class with its range, a hatch, or a kind of border.

    ``fill`` is a role of the palette, or the name of a hatch.
    """

    fill: str
    word: str
    range: str = ""
    is_line: bool = False
    is_hatch: bool = False

    @property
    def is_class(self) -> bool:
        """Say whether this is a step of the scale rather than an exception from it."""
        return not (self.is_line or self.is_hatch)


def wide_legend(heading: str, entries: list[Entry], canvas: Canvas, top: float) -> Drawing:
    """Draw the scale as one band under the map, and the exceptions in a row below it."""
    classes = [entry for entry in entries if entry.is_class]
    column = min(_WIDEST, canvas.width / len(classes))
    parts = [label(heading, 0, top + TEXT, size=TEXT, weight=600)]
    lowest = top
    for index, entry in enumerate(classes):
        x, y = index * column, top + 24
        parts.append(_swatch(entry, canvas, (x, y, column, _SWATCH)))
        for line in wrapped(entry.word, column - 6, SMALL):
            y += _LINE
            parts.append(label(line, x, y + _SWATCH))
        y += _LINE
        parts.append(label(entry.range, x, y + _SWATCH, role="muted"))
        lowest = max(lowest, y + _SWATCH)
    keys, height = key_rows(
        [_key(entry, canvas) for entry in entries if not entry.is_class], canvas, lowest + 10
    )
    return element("g", *parts, keys, class_="fig-legend-wide"), lowest + 10 + height - top


def narrow_legend(heading: str, entries: list[Entry], canvas: Canvas, top: float) -> Markup:
    """Draw the legend as a list in large letters, shown instead of the band where the map is small."""
    lines = wrapped(heading, canvas.width, LEGEND_TEXT)[:2]
    parts = [
        label(line, 0, top + LEGEND_HEAD / 2 * (index + 1), size=LEGEND_TEXT, weight=600)
        for index, line in enumerate(lines)
    ]
    parts.append(hatches(canvas, 2.2, "-key"))
    y = top + LEGEND_HEAD * len(lines) / 2
    for entry in entries:
        y += LEGEND_ROW
        parts.append(_swatch(entry, canvas, (2.0, y - 22, 46.0, 24.0), "-key"))
        parts.append(label(entry.word, 66, y, size=LEGEND_TEXT))
        parts.append(label(entry.range, canvas.width, y, size=LEGEND_TEXT, role="muted", anchor="end"))
    return element("g", *parts, class_="fig-legend-narrow", display="none")


def _key(entry: Entry, canvas: Canvas) -> Key:
    return Key(lambda x, y: _swatch(entry, canvas, (x + 0.5, y - 5, 15.0, 10.0)), entry.word)


def _swatch(entry: Entry, canvas: Canvas, box: Box, hatch: str = "") -> Markup:
    x, y, width, height = box
    if entry.is_line:
        middle, drawn = y + height / 2, paint(stroke=entry.fill)
        return element(
            "line",
            x1=x,
            x2=x + width,
            y1=middle,
            y2=middle,
            stroke_dasharray="3 2.2",
            stroke_width=1.2,
            **drawn,
        )
    size: dict[str, object] = {"x": x, "y": y, "width": width, "height": height}
    if entry.is_hatch:
        return element("rect", **size, fill=canvas.reference(entry.fill + hatch), **paint(stroke="hatch"))
    return element("rect", **size, **paint(fill=entry.fill))
