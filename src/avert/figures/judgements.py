"""What experts judged: a dot and an interval for each, unranked and without names, with values to compare with."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from avert.errors import InputError
from avert.figures.axes import Linear, label, ticks_within, vertical_grid
from avert.figures.figure import SMALL, TEXT, Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.keys import Key, bar, dashed, dot, key_rows
from avert.figures.lettering import text_width
from avert.figures.markup import Markup, element, joined
from avert.figures.palette import paint
from avert.figures.risk_rows import Threshold
from avert.figures.wording import percent, translator
from avert.provenance import Provenance

_ROW, _TOP, _LINE = 24.0, 8.0, 16.0


def judged_intervals(
    judgements: pl.DataFrame,
    *,
    title: str,
    lines: Sequence[Threshold] = (),
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw probabilities with their intervals, the lowest best estimate first.

    Parameters
    ----------
    judgements
        One row per expert: ``expert`` (a sign, never a name), ``best``, and where given ``lo`` and ``hi``.
    title
        The question that was judged.
    lines
        Values to compare with, such as a pool or a base rate, each with its word.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    Raises
    ------
    InputError
        Nobody judged.

    >>> judged = pl.DataFrame({"expert": ["K4", "M7"], "lo": [0.1, None], "best": [0.2, 0.1], "hi": [0.4, None]})
    >>> judged_intervals(judged, title="Will it come?").table["expert"].to_list()
    ['M7', 'K4']
    """
    if judgements.is_empty():
        raise InputError("Nobody judged this, so there is nothing to draw. Say so instead.")
    table = judgements.select("expert", "lo", "best", "hi").sort("best", "expert")
    # The lowest stands highest, so that no line cuts a word.
    lines = sorted(lines, key=lambda line: line.value)
    return drawn(
        lambda canvas: _draw(canvas, table, lines, lang),
        kind="judgements",
        table=table,
        title=title,
        description=_said(table, lines, lang),
        caption=caption_of(provenance or Provenance(), lang),
    )


def _said(table: pl.DataFrame, lines: Sequence[Threshold], lang: str) -> str:
    _ = translator(lang)
    best = table["best"].to_list()
    text = _("{n} experts; best estimates from {low} to {high}.").format(
        n=len(best), low=percent(best[0]), high=percent(best[-1])
    )
    return " ".join([text, *(f"{line.word}: {percent(line.value)}." for line in lines)])


def _draw(canvas: Canvas, table: pl.DataFrame, lines: Sequence[Threshold], lang: str) -> Drawing:
    _ = translator(lang)
    rows = table.rows(named=True)
    reach = max(value for row in rows for value in (row["best"], row["hi"]) if value is not None)
    reach = min(1.0, max([reach * 1.05, 0.01, *(line.value for line in lines)]))
    left = max(text_width(row["expert"], TEXT) for row in rows) + 14
    right = canvas.width - max(text_width(percent(row["best"]), TEXT) for row in rows) - 18
    place, top = Linear(0.0, reach, left, right), _TOP + _LINE * len(lines)
    base = top + len(rows) * _ROW
    marks = ticks_within(0.0, reach, 3 if canvas.is_narrow else 5)
    parts = [vertical_grid(marks, place, top - 4, base, percent)]
    parts += [_compared(line, place, index, base, canvas) for index, line in enumerate(lines)]
    for index, row in enumerate(rows):
        parts.append(_row(row, top + (index + 0.5) * _ROW, place, canvas.width))
    keys = [Key(dot(), _("best estimate")), Key(bar(), _("lowest to highest"))]
    if lines:
        keys.append(Key(dashed(), _("to compare with")))
    key, height = key_rows(keys, canvas, base + 28)
    return joined([*parts, key]), base + 28 + height


def _row(row: dict[str, float | str | None], y: float, place: Linear, edge: float) -> Markup:
    """Draw one expert's interval and best estimate; hovering says both."""
    best, lo, hi = (float(row["best"] or 0.0), row["lo"], row["hi"])
    ends = f" ({percent(float(lo))}–{percent(float(hi))})" if lo is not None and hi is not None else ""
    parts = [
        element("title", f"{row['expert']}: {percent(best)}{ends}"),
        label(str(row["expert"]), 0, y + 4, size=TEXT),
    ]
    if ends:
        span = {"x1": place(float(lo or 0.0)), "x2": place(float(hi or 0.0)), "y1": y, "y2": y}
        parts.append(element("line", **span, stroke_width=4, **paint(stroke="soft", also="fig-interval")))
    dot_ = {"cx": place(best), "cy": y, "r": 5.0, "stroke_width": 1.5}
    parts.append(element("circle", **dot_, **paint(fill="accent", stroke="paper")))
    parts.append(label(percent(best), edge, y + 4, anchor="end", size=TEXT))
    return element("g", *parts)


def _compared(line: Threshold, place: Linear, index: int, base: float, canvas: Canvas) -> Markup:
    x, y = place(line.value), 12.0 + _LINE * index
    start = max(0.0, min(x - 3, canvas.width - text_width(line.word, SMALL)))
    upright = element("line", x1=x, x2=x, y1=y + 4, y2=base, stroke_dasharray="3 3", **paint(stroke="ink"))
    return joined([upright, label(line.word, start, y)])
