"""Columns over time: what was counted, how uncertain it is, and where nothing is known."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from avert.figures.axes import Linear, horizontal_grid, label, ticks_within
from avert.figures.figure import SMALL, Canvas
from avert.figures.lettering import text_width
from avert.figures.markup import Markup, element, joined, number
from avert.figures.palette import paint
from avert.figures.patterns import UNKNOWN
from avert.figures.wording import count

LEAST_WHISKER = 4.0
LEAST = 2.0  # a column for one death must be seen beside one for ten thousand


@dataclass(frozen=True)
class Slot:
    """One year or month. ``parts`` are stacked from below; one unknown part makes the whole unknown."""

    name: str
    parts: tuple[float | None, ...]
    low: float | None = None
    high: float | None = None
    source: str | None = None

    @property
    def total(self) -> float | None:
        """Return the sum of the parts, or None where one is unknown."""
        known = [part for part in self.parts if part is not None]
        return math.fsum(known) if len(known) == len(self.parts) else None

    @property
    def said(self) -> str:
        """Say the slot's number, and its interval, for those who point at it."""
        interval = ""
        if self.low is not None and self.high is not None:
            interval = f" ({count(self.low)}–{count(self.high)})"
        return f"{self.name}: {count(self.total or 0.0)}{interval}"

    @property
    def has_interval(self) -> bool:
        """Say whether a low and a high estimate are known and differ."""
        return (
            self.total is not None and self.low is not None and self.high is not None and self.low < self.high
        )


@dataclass(frozen=True)
class Box:
    """Where a panel's columns stand."""

    left: float
    right: float
    top: float
    base: float

    def column(self, index: int, slots: int) -> tuple[float, float]:
        """Return the left edge and width of a slot's column; columns of many slots stand closer."""
        step = (self.right - self.left) / slots
        gap = min(step * 0.28, 6.0)
        return self.left + index * step + gap / 2, step - gap


@dataclass(frozen=True)
class Series:
    """The paints of stacked parts, from below: fill, and an outline where a part needs one to be told apart."""

    fills: tuple[str, ...] = ("accent",)
    outlines: tuple[str | None, ...] = (None,)


PLAIN = Series()
STACK = Series(("accent", "soft", "faint"), (None, None, "accent"))


def columns(slots: list[Slot], box: Box, canvas: Canvas, series: Series, unknown: str) -> Markup:
    """Draw one panel: grid, hatched gaps, columns, marks for zero, whiskers, and the highest in figures.

    ``unknown`` is the word for a gap.
    """
    place = Linear(0.0, _reach(slots), box.base, box.top)
    parts = [horizontal_grid(marks(slots), place, box.left, box.right, count)]
    parts += _gaps(slots, box, canvas, unknown)
    for index, slot in enumerate(slots):
        if slot.total is not None:
            drawn = _column(slot, box.column(index, len(slots)), place, series)
            parts.append(element("g", element("title", slot.said), *drawn))
    return joined([*parts, _breaks(slots, box), _highest(slots, box, place)])


def marks(slots: list[Slot]) -> list[float]:
    """Return the ticks of a panel."""
    return ticks_within(0.0, _reach(slots), 3)


def _reach(slots: list[Slot]) -> float:
    """Return how high a panel must reach: the highest estimate."""
    return max([1.0, *(max(slot.total, slot.high or 0.0) for slot in slots if slot.total is not None)])


def changes(slots: list[Slot]) -> list[int]:
    """Return the slots at which the numbers begin to come from another release."""
    known = [(index, slot.source) for index, slot in enumerate(slots) if slot.source is not None]
    return [after[0] for before, after in pairwise(known) if before[1] != after[1]]


def _gaps(slots: list[Slot], box: Box, canvas: Canvas, unknown: str) -> Iterator[Markup]:
    """Hatch every stretch of unknown slots over the panel's full height, so that it cannot pass for zero."""
    step = (box.right - box.left) / len(slots)
    for is_gap, run in groupby(range(len(slots)), key=lambda index: slots[index].total is None):
        if not is_gap:
            continue
        indices = list(run)
        first, last = slots[indices[0]].name, slots[indices[-1]].name
        yield element(
            "rect",
            element("title", f"{first if first == last else f'{first}–{last}'}: {unknown}"),
            x=box.left + indices[0] * step,
            y=box.top,
            width=len(indices) * step,
            height=box.base - box.top,
            class_="fig-unknown",
            fill=canvas.reference(UNKNOWN),
            opacity="0.55",
        )


def _column(slot: Slot, at: tuple[float, float], place: Linear, series: Series) -> Iterator[Markup]:
    """Draw a slot's stacked parts and its whisker; zero gets a hollow dot on the base line."""
    x, width = at
    middle, base = x + width / 2, place(0.0)
    if slot.total == 0:
        radius = min(1.8, width / 2)
        yield element(
            "circle",
            cx=middle,
            cy=base - 3.0,
            r=radius,
            **paint(fill="paper", stroke="muted", also="fig-nil"),
        )
    below = 0.0
    for part, fill, outline in zip(slot.parts, series.fills, series.outlines, strict=True):
        if part:
            bottom, top = place(below), min(place(below + part), place(below) - LEAST)
            box = {"x": x, "y": top, "width": width, "height": bottom - top}
            yield element("rect", **box, **paint(fill=fill, stroke=outline, also="fig-column"))
            below += part
    yield from _whisker(slot, middle, min(width / 2, 4.0), place)


def _whisker(slot: Slot, x: float, half: float, place: Linear) -> Iterator[Markup]:
    """Draw low to high where they differ."""
    if not slot.has_interval or slot.low is None or slot.high is None:
        return
    low, high = place(slot.low), place(slot.high)
    if low - high < LEAST_WHISKER:  # it would cover the column and say nothing
        return
    if half < 4.0:  # a thin column would vanish under casing and caps
        yield element("line", x1=x, x2=x, y1=low, y2=high, **paint(stroke="muted", also="fig-whisker"))
        return
    cap = half * 0.7
    ends = "".join(f"M{number(x - cap)} {number(y)}h{number(2 * cap)}" for y in (high, low))
    d = f"M{number(x)} {number(low)}V{number(high)}{ends}"
    # The casing keeps the lower half of the whisker visible on its own column.
    yield element("path", d=d, stroke_width=3, **paint(fill="none", stroke="paper"))
    yield element("path", d=d, stroke_width=1.2, **paint(fill="none", stroke="ink", also="fig-whisker"))


def _highest(slots: list[Slot], box: Box, place: Linear) -> Markup:
    """Write the highest number above its column."""
    known = [(slot.total, -index) for index, slot in enumerate(slots) if slot.total]
    if not known:
        return Markup("")
    value, minus = max(known)
    x, width = box.column(-minus, len(slots))
    text = count(value)
    half = text_width(text, SMALL) / 2
    middle = min(max(x + width / 2, box.left + half), box.right - half)
    top = place(max(value, slots[-minus].high or 0.0))
    return label(text, middle, top - 5, anchor="middle", weight=600, has_halo=True)


def _breaks(slots: list[Slot], box: Box) -> Markup:
    """Mark with a dashed line where the numbers change from one release of the data to another."""
    step = (box.right - box.left) / len(slots)
    return joined(
        [
            element(
                "line",
                x1=box.left + index * step,
                x2=box.left + index * step,
                y1=box.top,
                y2=box.base + 5,
                stroke_dasharray="3 3",
                **paint(stroke="ink", also="fig-break"),
            )
            for index in changes(slots)
        ]
    )


def time_axis(names: list[tuple[int, str]], number: int, box: Box, *, is_centred: bool) -> Markup:
    """Write names of slots under the panel, leaving out those that would touch the one before."""
    step = (box.right - box.left) / number
    parts: list[Markup] = []
    free = -math.inf
    for index, name in names:
        half = text_width(name, SMALL) / 2
        edge = box.left + index * step
        x = edge + step / 2 if is_centred else edge + half
        if x - half >= free and x + half <= box.right + 12:
            tick = edge + step / 2 if is_centred else edge
            parts.append(
                element("line", x1=tick, x2=tick, y1=box.base, y2=box.base + 4, **paint(stroke="muted"))
            )
            parts.append(label(name, x, box.base + 17, anchor="middle", role="muted"))
            free = x + half + 8
    return joined(parts)
