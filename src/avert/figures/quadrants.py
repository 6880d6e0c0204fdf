"""Two yes-or-no questions at once: four boxes, each with how often something followed and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from avert.errors import InputError
from avert.figures.axes import label
from avert.figures.figure import SMALL, TEXT, Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.lettering import wrapped
from avert.figures.markup import Markup, element, joined
from avert.figures.palette import paint
from avert.figures.wording import percent
from avert.provenance import Provenance

_GAP, _PAD, _BIG = 8.0, 12.0, 26.0
_HEIGHT, _HEIGHT_NARROW, _SIDE_HEAD = 132.0, 168.0, 24.0


@dataclass(frozen=True)
class Quadrant:
    """One box: how often it was followed, with its interval, from how many, and a line on today.

    Where nothing was ever in the box, its rate and interval are None.
    """

    rate: float | None
    low: float | None
    high: float | None
    counted: str
    now: str


def quadrant_chart(
    boxes: Sequence[Sequence[Quadrant]],
    *,
    title: str,
    rows: tuple[str, str],
    columns: tuple[str, str],
    caption_note: str = "",
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw two rows of two boxes, each with its rate in figures and as a dot with its interval on one scale.

    Parameters
    ----------
    boxes
        Two rows of two: ``boxes[0]`` is the upper row.
    title
        The question.
    rows, columns
        What the upper and lower row, the left and right column mean.
    caption_note
        A sentence for the caption.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    >>> box = Quadrant(0.03, 0.02, 0.04, "43 of 1,329", "22 today")
    >>> figure = quadrant_chart([[box, box], [box, box]], title="When?", rows=("high", "low"), columns=("no", "yes"))
    >>> figure.table.height
    4
    """
    if [len(row) for row in boxes] != [2, 2]:
        raise InputError("A chart of quadrants has two rows of two boxes.")
    table = pl.DataFrame(
        [
            (row, column, box.rate, box.low, box.high, box.counted, box.now)
            for row, of_row in zip(rows, boxes, strict=True)
            for column, box in zip(columns, of_row, strict=True)
        ],
        schema={"row": pl.String, "column": pl.String, "rate": pl.Float64, "rate_low": pl.Float64,
                "rate_high": pl.Float64, "counted": pl.String, "now": pl.String},
        orient="row",
    )  # fmt: skip
    return drawn(
        lambda canvas: _draw(canvas, boxes, rows, columns),
        kind="quadrants",
        table=table,
        title=title,
        description=" ".join(
            f"{row['row']}, {row['column']}: {_said(row['rate'], row['rate_low'], row['rate_high'])}, "
            f"{row['counted']}; {row['now']}."
            for row in table.iter_rows(named=True)
        ),
        caption=caption_of(provenance or Provenance(), lang, caption_note),
    )


def _draw(
    canvas: Canvas, boxes: Sequence[Sequence[Quadrant]], rows: tuple[str, str], columns: tuple[str, str]
) -> Drawing:
    width = (canvas.width - _GAP) / 2
    height = _HEIGHT_NARROW if canvas.is_narrow else _HEIGHT
    most = max((box.high or 0.0) for row in boxes for box in row) or 1.0
    parts, top = _heads(columns, width), _head_height(columns, width)
    for name, of_row in zip(rows, boxes, strict=True):
        parts.append(label(name, 0, top + 14, weight=600))
        top += _SIDE_HEAD
        for index, box in enumerate(of_row):
            parts.append(_box(box, (index * (width + _GAP), top), (width, height), most))
        top += height + _GAP
    return joined(parts), top


def _head_height(columns: tuple[str, str], width: float) -> float:
    return 8.0 + 16.0 * max(len(wrapped(name, width, SMALL)) for name in columns)


def _heads(columns: tuple[str, str], width: float) -> list[Markup]:
    return [
        label(line, index * (width + _GAP), 12 + 16 * at, role="muted")
        for index, name in enumerate(columns)
        for at, line in enumerate(wrapped(name, width, SMALL))
    ]


def _box(box: Quadrant, at: tuple[float, float], size: tuple[float, float], most: float) -> Markup:
    """Draw one box: its rate in large figures, beneath it as a bar on the scale of all four, then the words."""
    (x, y), (width, height) = at, size
    inside, reach = x + _PAD, width - 2 * _PAD
    outline = {"x": x + 0.5, "y": y + 0.5, "width": width - 1, "height": height - 1}
    lines = [line for text in (box.counted, box.now) for line in wrapped(text, reach, SMALL)]
    return element(
        "g",
        element("rect", **outline, **paint(fill="none", stroke="rule")),
        *_rate(box, inside, y, reach / most),
        *(label(line, inside, y + 98 + 16 * index) for index, line in enumerate(lines)),
    )


def _rate(box: Quadrant, inside: float, y: float, scale: float) -> list[Markup]:
    """Draw the rate and its interval; where nothing was ever in the box, a dash."""
    if box.rate is None or box.low is None or box.high is None:
        return [label("–", inside, y + 36, size=_BIG, weight=600)]
    low, rate, high = (inside + value * scale for value in (box.low, box.rate, box.high))
    interval = {"x1": low, "x2": high, "y1": y + 74, "y2": y + 74}
    return [
        label(percent(box.rate), inside, y + 36, size=_BIG, weight=600),
        label(f"{percent(box.low)}–{percent(box.high)}", inside, y + 56, size=TEXT, role="muted"),
        element("line", **interval, stroke_width=4, **paint(stroke="soft", also="fig-interval")),
        element(
            "circle", cx=rate, cy=y + 74, r=5.0, stroke_width=1.5, **paint(fill="accent", stroke="paper")
        ),
    ]


def _said(rate: float | None, low: float | None, high: float | None) -> str:
    if rate is None or low is None or high is None:
        return "–"
    return f"{percent(rate)} ({percent(low)}–{percent(high)})"
