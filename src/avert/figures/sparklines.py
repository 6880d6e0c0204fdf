"""Sparklines: a series in the height of a line of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import polars as pl

from avert.errors import InputError
from avert.figures.axes import Linear
from avert.figures.figure import Canvas, Figure, caption_of, document, unique_id
from avert.figures.markup import Markup, element, joined
from avert.figures.measure import Measure
from avert.figures.palette import paint
from avert.figures.patterns import UNKNOWN, hatches
from avert.figures.wording import translator
from avert.provenance import Provenance

_INSET = 3.0


def sparkline(
    values: Sequence[float | None],
    *,
    measure: Measure,
    title: str,
    names: Sequence[str] | None = None,
    width: float = 120.0,
    height: float = 28.0,
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw a short series as a line from zero upwards, with its last value as a dot.

    Parameters
    ----------
    values
        In order of time; None is unknown and drawn as a hatched gap.
    measure
        What the numbers are and how they are written.
    title
        Says whose series it is.
    names
        One for each value, such as years; without them the table counts from 1.
    width, height
        In pixels; one drawing serves all screens.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    >>> sparkline([3, None, 8], measure=Measure("Deaths", "deaths"), title="Mali").description
    'Deaths: first 3, last 8, highest 8; 1 of 3 unknown.'
    """
    if not values:
        raise InputError("A sparkline needs at least one value. Leave it out where there is none.")
    labels = [str(index) for index in range(1, len(values) + 1)] if names is None else list(names)
    series = pl.Series("value", values, dtype=pl.Float64).fill_nan(None)
    table = pl.DataFrame({"when": labels, "value": series})
    numbers = series.to_list()
    description = _description(numbers, measure, lang)
    caption = caption_of(provenance or Provenance(), lang)
    canvas = Canvas(width, unique_id(table, "sparkline", title, str(width)))
    drawing = (_draw(canvas, numbers, height), height)
    svg = document(drawing, canvas, title=title, description=description, classes="fig-spark")
    return Figure(svg, table, title, description, caption)


def _draw(canvas: Canvas, values: list[float | None], height: float) -> Markup:
    """Draw gaps first, then each known stretch as a line, then the last value as a dot."""
    known = [value for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    across = Linear(0.0, max(1.0, len(values) - 1.0), _INSET, canvas.width - _INSET)
    up = Linear(low, high if high > low else low + 1.0, height - _INSET, _INSET)
    parts = [hatches(canvas, 0.8)]
    base = up(0.0)
    parts.append(element("line", x1=0, x2=canvas.width, y1=base, y2=base, **paint(stroke="rule")))
    parts += [_gap(run, across, canvas, height) for run in _runs(values, is_known=False)]
    parts += [_line(run, values, across, up) for run in _runs(values, is_known=True)]
    if values[-1] is not None:
        at = {"cx": across(len(values) - 1.0), "cy": up(values[-1])}
        parts.append(element("circle", **at, r=2.5, **paint(fill="accent")))
    return joined(parts)


def _runs(values: list[float | None], *, is_known: bool) -> Iterator[list[int]]:
    for known, run in groupby(range(len(values)), key=lambda index: values[index] is not None):
        if known == is_known:
            yield list(run)


def _gap(run: list[int], across: Linear, canvas: Canvas, height: float) -> Markup:
    left, right = max(0.0, across(run[0] - 0.5)), min(canvas.width, across(run[-1] + 0.5))
    return element(
        "rect",
        x=left,
        y=0,
        width=right - left,
        height=height,
        class_="fig-unknown",
        fill=canvas.reference(UNKNOWN),
    )


def _line(run: list[int], values: list[float | None], across: Linear, up: Linear) -> Markup:
    """Draw a stretch of known values; one alone is a dot, because a line needs two."""
    points = [(across(float(index)), up(values[index] or 0.0)) for index in run]
    if len(points) == 1:
        return element("circle", cx=points[0][0], cy=points[0][1], r=1.6, **paint(fill="accent"))
    d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return element(
        "path", d=d, stroke_width=1.5, stroke_linejoin="round", **paint(fill="none", stroke="accent")
    )


def _description(values: list[float | None], measure: Measure, lang: str) -> str:
    _ = translator(lang)
    known = [value for value in values if value is not None]
    if not known:
        return _("{name}: all {count} values unknown.").format(name=measure.name, count=len(values))
    text = _("{name}: first {first}, last {last}, highest {highest}").format(
        name=measure.name,
        first=measure.number(known[0]),
        last=measure.number(known[-1]),
        highest=measure.number(max(known)),
    )
    missing = len(values) - len(known)
    gaps = _("; {missing} of {count} unknown").format(missing=missing, count=len(values)) if missing else ""
    return f"{text}{gaps}."
