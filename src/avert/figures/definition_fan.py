"""A claim under every definition: a mark and an interval for each, so that no single one passes for the truth."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import polars as pl

from avert.errors import InputError
from avert.figures.axes import Linear, label, vertical_grid
from avert.figures.figure import SMALL, Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.keys import Key, Sample, bar, dashed, key_rows
from avert.figures.lettering import text_width, wrapped
from avert.figures.markup import Markup, element, joined
from avert.figures.palette import paint
from avert.figures.risk_rows import Threshold
from avert.figures.wording import percent, significant, translator
from avert.provenance import Provenance

_ROW, _HEAD, _GAP, _TOP, _EDGE = 9.0, 17.0, 10.0, 26.0, 10.0
_RATIOS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
_OUTCOMES = ("yes", "open", "no")


def definition_fan(
    cells: pl.DataFrame,
    *,
    title: str,
    compare: Threshold,
    words: tuple[str, str, str],
    quoted: str,
    interval: str,
    is_ratio: bool = False,
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw a value and its interval for every definition, in groups, from the lowest to the highest.

    Parameters
    ----------
    cells
        One row per definition: ``group``, ``definition``, ``holds`` (``yes``, ``open``, ``no``), ``is_main``,
        ``value``, ``low``, ``high``. A missing value with a ``low`` lies beyond the right edge; without one the
        definition is left out of the drawing and stands in the table as unknown.
    title
        The question.
    compare
        The value to compare with, and its word.
    words
        What the marks of ``yes``, ``open`` and ``no`` mean.
    quoted
        What the mark of the main definition means.
    interval
        What ``low`` to ``high`` covers.
    is_ratio
        Draw on a scale of ratios; else shares from 0 to 1.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    Raises
    ------
    InputError
        No definition has anything to draw.
    """
    shown = cells.filter(pl.col("value").is_not_null() | pl.col("low").is_not_null())
    if shown.is_empty():
        raise InputError("No definition could be tested, so there is nothing to draw. Say so instead.")
    scale = _Scale.of(shown, compare, is_ratio=is_ratio)
    plan = _Plan(shown.to_dicts(), scale, compare, words, quoted, interval)
    return drawn(
        lambda canvas: _draw(canvas, plan),
        kind=f"definitions {is_ratio}",
        table=cells.select("group", "definition", "is_main", "holds", "value", "low", "high"),
        title=title,
        description=_said(plan, lang),
        caption=caption_of(provenance or Provenance(), lang),
    )


@dataclass(frozen=True)
class _Scale:
    """What lies across: shares as they are, ratios by their logarithm."""

    low: float
    high: float
    marks: tuple[float, ...]
    is_ratio: bool

    @classmethod
    def of(cls, shown: pl.DataFrame, compare: Threshold, *, is_ratio: bool) -> _Scale:
        if not is_ratio:
            return cls(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), is_ratio=False)
        ends = [value for name in ("value", "low", "high") for value in shown[name].drop_nulls() if value > 0]
        least, most = min([*ends, compare.value]), max([*ends, compare.value])
        low = max((mark for mark in _RATIOS if mark <= least), default=_RATIOS[0])
        high = min((mark for mark in _RATIOS if mark >= most), default=_RATIOS[-1])
        marks = tuple(mark for mark in _RATIOS if low <= mark <= high)
        return cls(low, high, marks[:: 1 + len(marks) // 8], is_ratio=True)

    def across(self, left: float, right: float) -> Callable[[float], float]:
        """Return where a value lies; what is beyond the scale lies on its edge."""
        if not self.is_ratio:
            return Linear(self.low, self.high, left, right)
        place = Linear(math.log(self.low), math.log(self.high), left, right)
        return lambda value: place(math.log(min(self.high, max(self.low, value))))

    def write(self, value: float) -> str:
        """Write a value of the scale."""
        return f"{significant(value, 2)}×" if self.is_ratio else percent(value)

    def tick(self, value: float) -> str:
        """Write a mark of the scale."""
        return self.write(value) if self.is_ratio else f"{100 * value:.0f}\u202f%"


@dataclass(frozen=True)
class _Plan:
    rows: list[dict[str, Any]]
    scale: _Scale
    compare: Threshold
    words: tuple[str, str, str]
    quoted: str
    interval: str


def _said(plan: _Plan, lang: str) -> str:
    _ = translator(lang)
    known = sorted(row["value"] for row in plan.rows if row["value"] is not None)
    counts = "; ".join(
        f"{word}: {sum(row['holds'] == outcome for row in plan.rows)}"
        for outcome, word in zip(_OUTCOMES, plan.words, strict=True)
    )
    parts = [_("{count} definitions.").format(count=len(plan.rows)), f"{counts}."]
    if known:
        span = _("From {low} to {high}, the middle one {middle}.")
        write, middle = plan.scale.write, known[len(known) // 2]
        parts.append(span.format(low=write(known[0]), high=write(known[-1]), middle=write(middle)))
    main = [row for row in plan.rows if row["is_main"] and row["value"] is not None]
    parts += [f"{plan.quoted}: {plan.scale.write(row['value'])}." for row in main]
    return " ".join(parts)


def _draw(canvas: Canvas, plan: _Plan) -> Drawing:
    """Draw group by group, each under its name, then the scale and the key."""
    left, right = _EDGE, canvas.width - 2 * _EDGE
    place = plan.scale.across(left, right)
    parts: list[Markup] = []
    y = _TOP
    for group, rows in groupby(plan.rows, key=lambda row: row["group"]):
        lines = wrapped(group, right - left - 6, SMALL)
        parts += [
            label(line, left + 6, y + 11 + 14 * i, weight=600, has_halo=True) for i, line in enumerate(lines)
        ]
        y += _HEAD + 14 * (len(lines) - 1)
        for row in sorted(rows, key=_order):
            parts.append(_row(row, y + _ROW / 2, place, plan, right))
            y += _ROW
        y += _GAP
    grid = vertical_grid(list(plan.scale.marks), _as_linear(place), _TOP - 6, y, plan.scale.tick)
    key, height = key_rows(_keys(plan), canvas, y + 28)
    return joined([grid, _compared(plan, place, y, canvas), *parts, key]), y + 28 + height


def _as_linear(place: Callable[[float], float]) -> Linear:
    return place if isinstance(place, Linear) else _Bent(0, 1, 0, 1, place)


@dataclass(frozen=True)
class _Bent(Linear):
    """A scale that is not linear, where the axes ask for one that is."""

    where: Callable[[float], float]

    def __call__(self, value: float) -> float:
        """Return where a value lies."""
        return self.where(value)


def _order(row: dict[str, Any]) -> tuple[float, str]:
    return (math.inf if row["value"] is None else row["value"], row["definition"])


def _row(row: dict[str, Any], y: float, place: Callable[[float], float], plan: _Plan, right: float) -> Markup:
    """Draw one definition's interval and mark; hovering says the whole."""
    low, value, high = row["low"], row["value"], row["high"]
    write = plan.scale.write
    said = write(value) if value is not None else f"> {write(low)}"
    ends = f" ({write(low)}–{write(high)})" if low is not None and high is not None else ""
    parts = [element("title", f"{row['group']}; {row['definition']}: {said}{ends}")]
    if low is not None:
        span = {"x1": place(low), "x2": place(high) if high is not None else right, "y1": y, "y2": y}
        parts.append(element("line", **span, stroke_width=2, **paint(stroke="soft", also="fig-interval")))
    x = place(value) if value is not None else right
    parts.append(_mark(row["holds"])(x - 6.5, y))
    if row["is_main"]:
        parts.append(_ring(x, y))
    return element("g", *parts)


def _mark(holds: str) -> Sample:
    """Return the mark of an outcome: a filled dot, a hollow one, or a cross."""
    if holds == "no":
        painted = paint(fill="none", stroke="ink")
        return lambda x, y: element(
            "path", d=f"M{x + 3.5:.1f} {y - 3:.1f}l6 6m0 -6l-6 6", stroke_width=1.8, **painted
        )
    painted = paint(fill="accent" if holds == "yes" else "paper", stroke="accent")
    return lambda x, y: element("circle", cx=x + 6.5, cy=y, r=3.4, stroke_width=1.5, **painted)


def _ring(x: float, y: float) -> Markup:
    painted = paint(fill="none", stroke="ink")
    side = 7.5
    d = f"M{x:.1f} {y - side:.1f}l{side} {side}l-{side} {side}l-{side} -{side}z"
    return element("path", d=d, stroke_width=1.8, **painted)


def _compared(plan: _Plan, place: Callable[[float], float], base: float, canvas: Canvas) -> Markup:
    x = place(plan.compare.value)
    start = max(0.0, min(x - 3, canvas.width - text_width(plan.compare.word, SMALL)))
    upright = element("line", x1=x, x2=x, y1=_TOP - 8, y2=base, stroke_dasharray="3 3", **paint(stroke="ink"))
    return joined([upright, label(plan.compare.word, start, 12.0)])


def _keys(plan: _Plan) -> list[Key]:
    found = {row["holds"] for row in plan.rows}
    keys = [
        Key(_mark(outcome), word)
        for outcome, word in zip(_OUTCOMES, plan.words, strict=True)
        if outcome in found
    ]
    keys.append(Key(lambda x, y: _ring(x + 8, y), plan.quoted))
    return [*keys, Key(bar(), plan.interval), Key(dashed(), plan.compare.word)]
