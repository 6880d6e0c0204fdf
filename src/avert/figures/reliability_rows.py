"""Reliability: for each bin of stated risk, what was stated on average and how often it came, with its interval."""

from __future__ import annotations

import math

import polars as pl

from avert.errors import InputError
from avert.figures.axes import Linear, label, vertical_grid
from avert.figures.figure import TEXT, Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.keys import Key, bar, dot, key_rows
from avert.figures.lettering import text_width
from avert.figures.markup import Markup, element, joined, number
from avert.figures.palette import paint
from avert.figures.wording import percent, round_number, translator
from avert.provenance import Provenance

_ROW, _TOP, _WING = 28.0, 8.0, 6.0
_TICKS = (0.0, 0.01, 0.04, 0.1, 0.2, 0.4, 0.7, 1.0)
"""Shares on a scale of square roots, on which rare events keep their room."""
COLUMNS = ("low_p", "high_p", "rows", "events", "mean_p", "share", "share_low", "share_high")


def reliability(
    bins: pl.DataFrame,
    *,
    title: str,
    event: str = "share with an onset",
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw a row per bin: a diamond for what was stated on average, a dot and its interval for what happened.

    Parameters
    ----------
    bins
        One row per bin: ``low_p``, ``high_p``, ``rows``, ``events``, ``mean_p``, ``share``, ``share_low``,
        ``share_high``; see ``avert.scoring.reliability.ReliabilityBin``.
    title
        The question the chart answers.
    event
        What the dots are, for the key.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    Raises
    ------
    InputError
        There is no bin.

    >>> bins = pl.DataFrame([(0.0, 0.1, 50, 2, 0.05, 0.04, 0.01, 0.1)], schema=COLUMNS, orient="row")
    >>> reliability(bins, title="Did it come as often as said?").table.height
    1
    """
    if bins.is_empty():
        raise InputError("There is no bin to draw. Leave the figure out and say that nothing was tested.")
    table = bins.select(COLUMNS).sort("low_p")
    return drawn(
        lambda canvas: _draw(canvas, table, event, lang),
        kind="reliability",
        table=table,
        title=title,
        description=_said(table, lang),
        caption=caption_of(provenance or Provenance(), lang),
    )


def _said(table: pl.DataFrame, lang: str) -> str:
    _ = translator(lang)
    text = _("Stated {stated} on average, it came {events} times in {rows}: {share} ({low}–{high}).")
    return " ".join(
        text.format(
            stated=percent(row["mean_p"]), events=row["events"], rows=row["rows"], share=percent(row["share"]),
            low=percent(row["share_low"]), high=percent(row["share_high"]),
        )
        for row in table.iter_rows(named=True)
    )  # fmt: skip


def _draw(canvas: Canvas, table: pl.DataFrame, event: str, lang: str) -> Drawing:
    _ = translator(lang)
    rows = table.rows(named=True)
    names = [_bin(row) for row in rows]
    counts = [_("{events} of {rows}").format(events=row["events"], rows=f"{row['rows']:,}") for row in rows]
    left = max(text_width(name, TEXT) for name in names) + 16
    right = canvas.width - max(text_width(text, TEXT) for text in counts) - 18
    reach = min(1.0, 1.08 * max(max(row["mean_p"], row["share_high"]) for row in rows))
    place = Linear(0.0, math.sqrt(reach), left, right)
    base = _TOP + len(rows) * _ROW
    marks = [math.sqrt(tick) for tick in _TICKS if tick <= reach]
    parts = [vertical_grid(marks, place, _TOP - 4, base, lambda root: _tick(root * root))]
    for index, row in enumerate(rows):
        y = _TOP + (index + 0.5) * _ROW
        parts.append(_row(row, y, place))
        parts += [
            label(names[index], 0, y + 4, size=TEXT),
            label(counts[index], canvas.width, y + 4, anchor="end", size=TEXT),
        ]
    keys = [
        Key(_diamond_sample, _("stated on average")),
        Key(dot(), _(event)),
        Key(bar(), _("90 % interval of that share")),
    ]
    key, height = key_rows(keys, canvas, base + 28)
    return joined([*parts, key]), base + 28 + height


def _bin(row: dict[str, float]) -> str:
    return f"{round_number(100 * row['low_p'])}–{round_number(100 * row['high_p'])}\u202f%"


def _tick(value: float) -> str:
    return f"{round_number(round(100 * value, 6))}\u202f%"


def _row(row: dict[str, float], y: float, place: Linear) -> Markup:
    low, high, share = (
        place(math.sqrt(max(0.0, row[name]))) for name in ("share_low", "share_high", "share")
    )
    span = {"x1": low, "x2": high, "y1": y, "y2": y}
    words = f"{percent(row['share'])} ({percent(row['share_low'])}–{percent(row['share_high'])})"
    return element(
        "g",
        element("title", f"{_bin(row)}: {percent(row['mean_p'])} → {words}"),
        element("line", **span, stroke_width=4, **paint(stroke="soft", also="fig-interval")),
        element("circle", cx=share, cy=y, r=4.5, stroke_width=1.5, **paint(fill="accent", stroke="paper")),
        _diamond(place(math.sqrt(row["mean_p"])), y),
    )


def _diamond(x: float, y: float) -> Markup:
    d = f"M{number(x - _WING)} {number(y)}L{number(x)} {number(y - _WING)}L{number(x + _WING)} {number(y)}"
    return element(
        "path",
        d=f"{d}L{number(x)} {number(y + _WING)}Z",
        stroke_width=1.6,
        **paint(fill="none", stroke="ink", also="fig-stated"),
    )


def _diamond_sample(x: float, y: float) -> Markup:
    return _diamond(x + 6.5, y)
