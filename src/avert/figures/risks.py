"""Ranked risks: one dot and its interval per place, so that a rank is never read as a certainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from avert.figures.axes import Linear, label, ticks_within, vertical_grid
from avert.figures.figure import SMALL, TEXT, Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.keys import Key, bar, dashed, dot, key_rows
from avert.figures.lettering import fitted, text_width, wrapped
from avert.figures.markup import Markup, element, joined
from avert.figures.measure import Measure
from avert.figures.palette import paint
from avert.figures.risk_rows import Risk, RiskWords, Threshold, read_risks, risk_table
from avert.figures.wording import THIN, translator
from avert.provenance import Provenance

_ROW, _TOP, _FINE = 25.0, 8.0, 10.5


def ranked_risks(
    values: pl.DataFrame,
    *,
    measure: Measure,
    title: str,
    thresholds: Sequence[Threshold] = (),
    selected: str | None = None,
    interval: str = f"90{THIN}%",
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw values with their intervals, the highest first.

    Parameters
    ----------
    values
        One row per place: ``place_key`` or ``name``, ``value``, and where known ``low`` and ``high``, all in
        the measure's unit. Rows without a value are left out of the drawing and stand last in the table.
    measure
        What the numbers are and how they are written.
    title
        The question the chart answers.
    thresholds
        Lines to compare with, each with its word.
    selected
        Place key (or name) of the row to set in bold.
    interval
        What ``low`` to ``high`` covers.
    provenance, lang
        Where the numbers come from, for the caption; language of names and words.

    Raises
    ------
    MissingColumnError, InputError
        A column is absent, no row has a value, or an interval does not hold its value.

    >>> risks = pl.DataFrame({"place_key": ["gw:625", "gw:775"], "value": [0.081, 0.104]})
    >>> figure = ranked_risks(risks, measure=Measure("Risk", style="percent"), title="Where is it highest?")
    >>> figure.table.select("rank", "place", "shown_as").rows()
    [(1, 'Myanmar', '10.4\u202f%'), (2, 'Sudan', '8.1\u202f%')]
    """
    risks, unknown = read_risks(values, lang)
    words = RiskWords(measure, interval, lang)
    lines = tuple(sorted(thresholds, key=lambda line: line.value))
    return drawn(
        lambda canvas: _draw(canvas, risks, words, lines, selected),
        kind="risks",
        table=risk_table(risks, unknown, words),
        title=title,
        description=words.description(risks, unknown, lines),
        caption=caption_of(provenance or Provenance(), lang),
    )


def _draw(
    canvas: Canvas,
    risks: list[Risk],
    words: RiskWords,
    thresholds: tuple[Threshold, ...],
    selected: str | None,
) -> Drawing:
    """Draw a row for each risk: rank, name, interval and dot, value in figures."""
    frame = _frame(canvas, risks, words, thresholds)
    base = frame.top + len(risks) * _ROW
    parts = [vertical_grid(frame.marks, frame.place, frame.top - 4, base, words.measure.limit)]
    parts += [_threshold(line, frame, index, base) for index, line in enumerate(thresholds)]
    for index, risk in enumerate(risks):
        is_selected = selected is not None and selected in (risk.key, risk.name)
        y = frame.top + (index + 0.5) * _ROW
        parts.append(_row(index + 1, risk, y, frame, words, is_selected=is_selected))
    key, height = key_rows(_keys(risks, thresholds, words), canvas, base + 28)
    return joined([*parts, key]), base + 28 + height


@dataclass(frozen=True)
class _Frame:
    """Where the columns of the chart stand."""

    name: float
    name_width: float
    figures: float
    top: float
    place: Linear
    marks: list[float]


def _frame(canvas: Canvas, risks: list[Risk], words: RiskWords, thresholds: tuple[Threshold, ...]) -> _Frame:
    """Give names what they need up to two fifths of the width, figures what they need, the plot the rest."""
    rank = text_width(str(len(risks)), SMALL) + 10
    longest = max(text_width(risk.name, TEXT) for risk in risks)
    name_width = min(longest, canvas.width * (0.34 if canvas.is_narrow else 0.4))
    figures = max(text_width(words.measure.number(risk.value), TEXT) for risk in risks) + 6
    shown = [risk.value if risk.high is None else risk.high for risk in risks]
    reach = max([*shown, *(line.value for line in thresholds)]) or 1.0
    marks = ticks_within(0.0, reach, 4 if canvas.is_narrow else 6)
    left, right = rank + name_width + 14, canvas.width - figures - 12
    top = _TOP + 16 * len(thresholds)
    return _Frame(rank, name_width, canvas.width, top, Linear(0.0, reach, left, right), marks)


def _row(rank: int, risk: Risk, y: float, frame: _Frame, words: RiskWords, *, is_selected: bool) -> Markup:
    """Draw one row; hovering says the whole."""
    weight = 700 if is_selected else None
    x = frame.place(risk.value)
    parts = [
        element("title", f"{risk.name}: {words.shown(risk)}"),
        label(str(rank), frame.name - 10, y + 4, anchor="end", role="muted"),
        _name(risk.name, y, frame, weight),
    ]
    if risk.low is not None and risk.high is not None:
        low, high = frame.place(risk.low), frame.place(risk.high)
        parts.append(
            element(
                "line",
                x1=low,
                x2=high,
                y1=y,
                y2=y,
                stroke_width=4,
                **paint(stroke="soft", also="fig-interval"),
            )
        )
    parts.append(
        element("circle", cx=x, cy=y, r=5.0, stroke_width=1.5, **paint(fill="accent", stroke="paper"))
    )
    text = words.measure.number(risk.value)
    parts.append(label(text, frame.figures, y + 4, anchor="end", size=TEXT, weight=weight))
    return element("g", *parts)


def _name(name: str, y: float, frame: _Frame, weight: int | None) -> Markup:
    """Set a name in one line, or a long one in two smaller ones."""
    if text_width(name, TEXT) <= frame.name_width:
        return label(name, frame.name, y + 4, size=TEXT, weight=weight)
    lines = wrapped(name, frame.name_width, _FINE)
    second = fitted(" ".join(lines[1:]), frame.name_width, _FINE)
    pair = zip((lines[0], second), (y - 2, y + 9), strict=True)
    return joined([label(line, frame.name, at, size=_FINE, weight=weight) for line, at in pair if line])


def _threshold(line: Threshold, frame: _Frame, index: int, base: float) -> Markup:
    """Draw a threshold with its word above the plot.

    Words stand to the right of their lines and the lowest threshold's highest, so that no line cuts a word.
    """
    x, y = frame.place(line.value), 12.0 + 16 * index
    start = min(x - 3, frame.figures - text_width(line.word, SMALL))
    drawn_line = element("line", x1=x, x2=x, y1=y + 4, y2=base, stroke_dasharray="3 3", **paint(stroke="ink"))
    return joined([drawn_line, label(line.word, start, y)])


def _keys(risks: list[Risk], thresholds: tuple[Threshold, ...], words: RiskWords) -> list[Key]:
    _ = translator(words.lang)
    keys = [Key(dot(), words.measure.name)]
    if any(risk.low is not None for risk in risks):
        keys.append(Key(bar(), _("{interval} interval").format(interval=words.interval)))
    if thresholds:
        keys.append(Key(dashed(), _("to compare with")))
    return keys
