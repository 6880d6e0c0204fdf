"""What a fan is drawn of: bands, the median, what was recorded, gaps, years, and samples of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from avert.figures.axes import Linear, label
from avert.figures.figure import SMALL, Canvas
from avert.figures.lettering import text_width
from avert.figures.markup import Markup, element, joined, number
from avert.figures.palette import paint
from avert.figures.patterns import UNKNOWN

_NAMED = 46.0
"""Room that a year's name needs on the axis."""

TOP = 22.0
"""Height of the heading above the plot."""


@dataclass(frozen=True)
class Place:
    """Where months and deaths lie; ``half`` is half a month's width."""

    across: Linear
    up: Linear
    half: float

    def x(self, row: dict[str, Any]) -> float:
        """Return the middle of a month."""
        return self.across(row["month_id"])

    def y(self, deaths: float) -> float:
        """Return the height of a number of deaths."""
        return self.up(math.log1p(deaths))


def runs(rows: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the forecast months that belong together: they follow each other and share an origin."""
    ahead = [row for row in rows if row["q50"] is not None]
    for _run, found in groupby(
        enumerate(ahead), key=lambda one: (one[1]["month_id"] - one[0], one[1].get("origin"))
    ):
        yield [row for _index, row in found]


def _edge(run: Sequence[dict[str, Any]], at: Place, name: str) -> list[str]:
    """Return the points of one quantile, from the left edge of the first month to the right edge of the last."""
    inner = [(at.x(row), at.y(row[name])) for row in run]
    points = [(inner[0][0] - at.half, inner[0][1]), *inner, (inner[-1][0] + at.half, inner[-1][1])]
    return [f"{number(x)} {number(y)}" for x, y in points]


def fan(run: Sequence[dict[str, Any]], at: Place, low: str, high: str, role: str) -> Markup:
    """Shade what lies between two quantiles."""
    d = "M" + "L".join([*_edge(run, at, high), *reversed(_edge(run, at, low))]) + "Z"
    return element("path", d=d, **paint(fill=role, also=f"fig-band-{low}"))


def median_line(run: Sequence[dict[str, Any]], at: Place) -> Markup:
    """Draw the median of months that belong together."""
    d = "M" + "L".join(_edge(run, at, "q50"))
    return element("path", d=d, stroke_width=2, **paint(fill="none", stroke="accent", also="fig-median"))


def recorded_line(rows: Sequence[dict[str, Any]], at: Place) -> Markup:
    """Join known months that follow each other, and mark each: filled where there were deaths, hollow where none."""
    known = [row for row in rows if row["deaths"] is not None]
    places = [(row["month_id"], f"{number(at.x(row))} {number(at.y(row['deaths']))}") for row in known]
    d = "".join(f"M{here}L{there}" for (now, here), (then, there) in pairwise(places) if then == now + 1)
    size = min(2.4, 0.75 * at.half)
    dots = [
        element(
            "circle", cx=at.x(row), cy=at.y(row["deaths"]), r=size, stroke_width=0.8,
            **paint(fill="ink" if row["deaths"] else "paper", stroke="ink", also="fig-recorded"),
        )
        for row in known
    ]  # fmt: skip
    line = element("path", d=d, stroke_width=1.2, **paint(fill="none", stroke="ink")) if d else Markup("")
    return joined([line, *dots])


def is_unknown(row: dict[str, Any]) -> bool:
    """Say whether a gap in the record shows; within a forecast the band is what is known."""
    return row["is_looked_at"] and row["deaths"] is None and row["q50"] is None


def unknown_months(rows: Sequence[dict[str, Any]], at: Place, canvas: Canvas, base: float) -> list[Markup]:
    """Hatch the months of which nothing is known."""
    painted = {"fill": canvas.reference(UNKNOWN)}
    return [
        element("rect", x=at.x(row) - at.half, y=TOP, width=2 * at.half, height=base - TOP, **painted)
        for row in rows
        if is_unknown(row)
    ]


def years(rows: Sequence[dict[str, Any]], at: Place, base: float) -> Markup:
    """Name the years at their Januaries, as many as have room; without a January, the first month."""
    januaries = [row for row in rows if row["month_id"] % 12 == 1] or [rows[0]]
    step = max(1, math.ceil(_NAMED / (24 * at.half))) if len(januaries) > 1 else 1
    parts: list[Markup] = []
    for row in januaries[::step]:
        x = at.x(row) - at.half
        text = row["month"].split()[-1] if row["month_id"] % 12 == 1 else row["month"]
        parts.append(element("line", x1=x, x2=x, y1=base, y2=base + 5, **paint(stroke="muted")))
        if x + text_width(text, SMALL) < at.across.end or len(januaries) == 1:
            parts.append(label(text, x + 3, base + 16, role="muted"))
    return joined(parts)


def median_sample(x: float, y: float) -> Markup:
    """Draw a sample of the median for the key."""
    return element("line", x1=x, x2=x + 14, y1=y, y2=y, stroke_width=2, **paint(stroke="accent"))


def recorded_sample(x: float, y: float) -> Markup:
    """Draw a sample of what was recorded for the key."""
    return joined(
        [
            element("line", x1=x, x2=x + 14, y1=y, y2=y, stroke_width=1.2, **paint(stroke="ink")),
            element("circle", cx=x + 3, cy=y, r=2.4, stroke_width=0.8, **paint(fill="ink", stroke="ink")),
            element("circle", cx=x + 11, cy=y, r=2.4, stroke_width=0.8, **paint(fill="paper", stroke="ink")),
        ]
    )
