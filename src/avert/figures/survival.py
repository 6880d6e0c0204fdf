"""How long answers take: the share still without one over time, as steps, with those still waited for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from avert.errors import InputError
from avert.figures.axes import Linear, horizontal_grid, label, ticks_within, vertical_grid
from avert.figures.figure import Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.keys import Key, bar, block, key_rows
from avert.figures.markup import Markup, element, joined, number
from avert.figures.palette import paint
from avert.figures.wording import THIN, percent, round_number, translator
from avert.provenance import Provenance

LEFT, RIGHT_MARGIN, HEIGHT, HEAD, GAP = 46.0, 14.0, 120.0, 26.0, 30.0


@dataclass(frozen=True)
class Curve:
    """A Kaplan–Meier curve: a row per time at which an answer came; bounds are none where they are not defined.

    ``longest`` is the longest that anyone waited, ``n`` how many were asked.
    """

    name: str
    n: int
    longest: float
    times: Sequence[float]
    at_risk: Sequence[int]
    answered: Sequence[int]
    unanswered: Sequence[float]
    low: Sequence[float | None]
    high: Sequence[float | None]

    @property
    def waiting(self) -> int:
        """Return how many are still without an answer."""
        return self.n - sum(self.answered)


def answer_times(
    curves: Sequence[Curve], *, title: str, provenance: Provenance | None = None, lang: str = "en"
) -> Figure:
    """Draw a panel per curve: the share still without an answer after so many hours, with its interval.

    Parameters
    ----------
    curves
        One for each group, in order; all share one time axis, in hours.
    title
        Which answer is waited for.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    >>> curve = Curve("top", 4, 5.0, [1.0, 2.0], [4, 3], [1, 1], [0.75, 0.5], [0.13, 0.06], [0.96, 0.84])
    >>> answer_times([curve], title="Time to acknowledge").table.height
    3
    """
    if not curves:
        raise InputError("There is no curve to draw. Leave the figure out and say that too little is known.")
    _ = translator(lang)
    return drawn(
        lambda canvas: _draw(curves, canvas, lang),
        kind="answer times",
        table=_table(curves),
        title=title,
        description=" ".join(_said(curve, lang) for curve in curves),
        caption=caption_of(
            provenance or Provenance(),
            lang,
            _("Kaplan–Meier, with 95 % intervals; silence counts as waiting."),
        ),
    )


def _table(curves: Sequence[Curve]) -> pl.DataFrame:
    return pl.DataFrame(
        [(curve.name, *row) for curve in curves for row in _rows(curve)],
        schema={
            "group": pl.String,
            "hours": pl.Float64,
            "waiting_before_count": pl.Int64,
            "answered_count": pl.Int64,
            "unanswered_share": pl.Float64,
            "unanswered_share_low": pl.Float64,
            "unanswered_share_high": pl.Float64,
        },
        orient="row",
    )


def _rows(curve: Curve) -> list[tuple[float, int, int, float, float | None, float | None]]:
    """Return where the curve starts, then a row per time at which an answer came."""
    steps = zip(
        curve.times, curve.at_risk, curve.answered, curve.unanswered, curve.low, curve.high, strict=True
    )
    return [(0.0, curve.n, 0, 1.0, None, None), *steps]


def _said(curve: Curve, lang: str) -> str:
    _ = translator(lang)
    last = curve.unanswered[-1] if curve.unanswered else 1.0
    text = _(
        "{name}: {n} asked; after {hours} hours {share} are without an answer, {waiting} still waited for."
    )
    return text.format(
        name=curve.name,
        n=curve.n,
        hours=round_number(round(curve.longest, 1)),
        share=percent(last),
        waiting=curve.waiting,
    )


def _draw(curves: Sequence[Curve], canvas: Canvas, lang: str) -> Drawing:
    _ = translator(lang)
    across = Linear(0.0, _reach(curves), LEFT, canvas.width - RIGHT_MARGIN)
    parts: list[Markup] = []
    top = 0.0
    for curve in curves:
        parts.append(_panel(curve, across, top, lang))
        top += HEAD + HEIGHT + GAP
    parts.append(
        label(_("hours since it was sent"), canvas.width - RIGHT_MARGIN, top + 2, anchor="end", role="muted")
    )
    keys = [Key(bar("accent"), _("share still without an answer")), Key(block("faint"), _("95 % interval"))]
    marks, height = key_rows(keys, canvas, top + 12)
    return joined([*parts, marks]), top + 12 + height


def _reach(curves: Sequence[Curve]) -> float:
    """Return how far the time axis goes: a long silence after the last answer is cut, or it would fill the picture."""
    last = max((time for curve in curves for time in curve.times), default=0.0)
    return min(max(1.0, *(curve.longest for curve in curves)), max(24.0, 2 * last))


def _panel(curve: Curve, across: Linear, top: float, lang: str) -> Markup:
    _ = translator(lang)
    upright = Linear(0.0, 1.0, top + HEAD + HEIGHT, top + HEAD)
    right = across(across.high)
    head = _("{name}: {n} asked, {waiting} still waited for")
    return joined(
        [
            label(head.format(name=curve.name, n=curve.n, waiting=curve.waiting), 0.0, top + 14, weight=600),
            _band(curve, across, upright),
            horizontal_grid([0.0, 0.5, 1.0], upright, LEFT, right, _share),
            vertical_grid(
                ticks_within(0.0, across.high, 5), across, upright(1.0), upright(0.0), round_number
            ),
            _steps(curve, across, upright),
        ]
    )


def _share(value: float) -> str:
    return f"{100 * value:.0f}{THIN}%"


def _steps(curve: Curve, across: Linear, upright: Linear) -> Markup:
    """Draw the share from one at the start, falling at each answer and level until the longest wait or the edge."""
    path = f"M{number(across(0.0))} {number(upright(1.0))}"
    for time, share in zip(curve.times, curve.unanswered, strict=True):
        path += f"H{number(across(time))}V{number(upright(share))}"
    path += f"H{number(across(min(curve.longest, across.high)))}"
    return element("path", d=path, stroke_width=2, **paint(fill="none", stroke="accent", also="fig-steps"))


def _band(curve: Curve, across: Linear, upright: Linear) -> Markup:
    """Shade low to high over each step where the interval is defined."""
    ends = [*curve.times, min(curve.longest, across.high)][1:]
    boxes = [
        element(
            "rect",
            x=across(start),
            y=upright(high),
            width=across(end) - across(start),
            height=upright(low) - upright(high),
            **paint(fill="faint", also="fig-interval"),
        )
        for start, end, low, high in zip(curve.times, ends, curve.low, curve.high, strict=True)
        if low is not None and high is not None and not math.isnan(low) and end > start
    ]
    return joined(boxes)
