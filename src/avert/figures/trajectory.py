"""A risk by year: what a model gave, its interval where one was computed, and after which years it came."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from avert.errors import InputError
from avert.figures.axes import Linear, horizontal_grid, ticks, vertical_grid
from avert.figures.figure import Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.keys import Key, dot, key_rows, whisker
from avert.figures.lettering import text_width
from avert.figures.markup import Markup, element, joined, number
from avert.figures.palette import paint
from avert.figures.wording import percent, round_number, translator
from avert.provenance import Provenance

_TOP, _HEIGHT, _RIGHT, _CAP = 12.0, 130.0, 12.0, 3.5
COLUMNS = ("year", "risk", "risk_low", "risk_high", "is_followed")


def risk_trajectory(
    years: pl.DataFrame, *, title: str, provenance: Provenance | None = None, lang: str = "en"
) -> Figure:
    """Draw a dot per year, joined where years follow each other, with whiskers where an interval is known.

    Parameters
    ----------
    years
        One row per year of predictors: ``year``, ``risk``, ``risk_low``, ``risk_high`` (null where none was
        computed), ``is_followed`` (an onset in the two years after; null where not known or not yet decided).
    title
        Whose risk it is.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    Raises
    ------
    InputError
        No year has a risk.

    >>> rows = [(2000, 0.02, None, None, False), (2001, 0.03, 0.01, 0.05, None)]
    >>> years = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    >>> risk_trajectory(years, title="Kenya").description
    'From 2000 to 2001: first 2.0\\u202f%, last 3.0\\u202f%, highest 3.0\\u202f% in 2001.'
    """
    table = years.select(COLUMNS).drop_nulls("risk").sort("year")
    if table.is_empty():
        raise InputError("No year has a risk, so there is nothing to draw. Say so instead.")
    return drawn(
        lambda canvas: _draw(canvas, table, lang),
        kind="trajectory",
        table=table,
        title=title,
        description=_said(table, lang),
        caption=caption_of(provenance or Provenance(), lang),
    )


def _said(table: pl.DataFrame, lang: str) -> str:
    _ = translator(lang)
    rows = table.rows(named=True)
    top = max(rows, key=lambda row: row["risk"])
    text = _("From {first_year} to {last_year}: first {first}, last {last}, highest {highest} in {top}.").format(
        first_year=rows[0]["year"], last_year=rows[-1]["year"], first=percent(rows[0]["risk"]),
        last=percent(rows[-1]["risk"]), highest=percent(top["risk"]), top=top["year"],
    )  # fmt: skip
    followed = [str(row["year"]) for row in rows if row["is_followed"]]
    if not followed:
        return text
    return (
        f"{text} {_('A mass killing began within two years of {years}.').format(years=', '.join(followed))}"
    )


def _draw(canvas: Canvas, table: pl.DataFrame, lang: str) -> Drawing:
    _ = translator(lang)
    rows = table.rows(named=True)
    marks = ticks(0.0, max(row["risk_high"] or row["risk"] for row in rows), 4)
    left = max(text_width(_tick(mark), 12.0) for mark in marks) + 12
    base = _TOP + _HEIGHT
    first, last = rows[0]["year"], max(rows[-1]["year"], rows[0]["year"] + 1)
    across, up = Linear(first, last, left + 8, canvas.width - _RIGHT), Linear(0.0, marks[-1], base, _TOP)
    step = 10 if canvas.is_narrow or last - first > 40 else 5
    named = [float(year) for year in range(first, last + 1) if year % step == 0] or [float(first)]
    parts = [
        vertical_grid(named, across, _TOP, base, lambda year: str(int(year))),
        horizontal_grid(marks, up, left, canvas.width - _RIGHT, _tick),
        _line(rows, across, up),
        *(_year(row, across(row["year"]), up) for row in rows),
    ]
    keys = [Key(dot(), _("risk from the figures of that year"))]
    if any(row["risk_low"] is not None for row in rows):
        keys.append(Key(whisker(), _("90 % interval")))
    if any(row["is_followed"] for row in rows):
        keys.append(Key(lambda x, y: _followed(x + 6.5, y), _("a mass killing began within two years")))
    key, height = key_rows(keys, canvas, base + 28)
    return joined([*parts, key]), base + 28 + height


def _tick(value: float) -> str:
    return f"{round_number(round(100 * value, 6))}\u202f%"


def _line(rows: list[dict[str, float]], across: Linear, up: Linear) -> Markup:
    """Join the years that follow each other; a gap stays a gap."""
    at = [(row["year"], f"{number(across(row['year']))} {number(up(row['risk']))}") for row in rows]
    d = "".join(f"M{here}L{there}" for (year, here), (then, there) in pairwise(at) if then == year + 1)
    return element("path", d=d, stroke_width=1.5, **paint(fill="none", stroke="soft")) if d else Markup("")


def _year(row: dict[str, float], x: float, up: Linear) -> Markup:
    words = percent(row["risk"])
    parts = []
    if row["risk_low"] is not None and row["risk_high"] is not None:
        low, high = up(row["risk_low"]), up(row["risk_high"])
        words = f"{words} ({percent(row['risk_low'])}–{percent(row['risk_high'])})"
        ends = "".join(f"M{number(x - _CAP)} {number(y)}h{number(2 * _CAP)}" for y in (high, low))
        d = f"M{number(x)} {number(low)}V{number(high)}{ends}"
        parts.append(
            element("path", d=d, stroke_width=1.2, **paint(fill="none", stroke="ink", also="fig-whisker"))
        )
    y = up(row["risk"])
    mark = (
        _followed(x, y)
        if row["is_followed"]
        else element("circle", cx=x, cy=y, r=3.0, **paint(fill="accent"))
    )
    return element("g", element("title", f"{row['year']}: {words}"), *parts, mark)


def _followed(x: float, y: float) -> Markup:
    """Mark a year after which it came: a square, larger than a dot and of another shape."""
    return element(
        "rect",
        x=x - 4.5,
        y=y - 4.5,
        width=9.0,
        height=9.0,
        stroke_width=1.5,
        **paint(fill="ink", stroke="paper", also="fig-followed"),
    )
