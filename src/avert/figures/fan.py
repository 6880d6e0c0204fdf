"""Deaths by month as recorded and as forecast: a line, and around the median what one half and nine tenths span."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from avert.errors import InputError, MissingColumnError
from avert.figures.axes import Linear, horizontal_grid, label
from avert.figures.death_slots import Times
from avert.figures.fan_parts import (
    TOP,
    Place,
    fan,
    is_unknown,
    median_line,
    median_sample,
    recorded_line,
    recorded_sample,
    runs,
    unknown_months,
    years,
)
from avert.figures.figure import SMALL, Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.keys import Key, block, dashed, hatched, key_rows
from avert.figures.lettering import text_width
from avert.figures.markup import Markup, element, joined
from avert.figures.palette import paint
from avert.figures.patterns import hatches
from avert.figures.wording import THIN, count, translator
from avert.provenance import Provenance

QUANTILES = ("q05", "q25", "q50", "q75", "q95")
_PLOT, _LEAST = 220.0, 10.0


def forecast_fan(
    recorded: pl.DataFrame,
    bands: pl.DataFrame,
    *,
    title: str,
    origin: int | None = None,
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw deaths by month on a scale of log(1 + deaths), on which none has its place.

    Parameters
    ----------
    recorded
        One row per ``month_id`` with ``deaths``; null is unknown and hatched, except where a forecast lies. It may be
        empty, and it may reach into the months forecast, where it shows what happened.
    bands
        One row per ``month_id`` with the quantiles ``q05``, ``q25``, ``q50``, ``q75`` and ``q95``. Months that follow
        each other are joined, within one ``origin`` where there is such a column.
    title
        The question the chart answers.
    origin
        The last month that the forecasts know, marked by a line.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    Raises
    ------
    MissingColumnError, InputError
        A column is absent, there is no band, a month appears twice, or quantiles fall.

    >>> bands = pl.DataFrame([(505, 0, 1, 4, 9, 60)], schema=["month_id", *QUANTILES], orient="row")
    >>> recorded = pl.DataFrame({"month_id": [503, 504], "deaths": [7, None]})
    >>> forecast_fan(recorded, bands, title="What may come?", origin=504).table["month"].to_list()
    ['Nov 2021', 'Dec 2021', 'Jan 2022']
    """
    _check(recorded, bands)
    plan = _Plan.of(recorded, bands, origin, lang)
    return drawn(
        lambda canvas: _draw(canvas, plan),
        kind="forecast fan",
        table=plan.table,
        title=title,
        description=_said(plan),
        caption=caption_of(provenance or Provenance(), lang),
    )


def _check(recorded: pl.DataFrame, bands: pl.DataFrame) -> None:
    for frame, names in ((recorded, ("month_id", "deaths")), (bands, ("month_id", *QUANTILES))):
        for name in names:
            if name not in frame.columns:
                raise MissingColumnError.of("The frame", name, "forecast_fan", "name the columns so")
        if frame["month_id"].null_count() or frame["month_id"].n_unique() < frame.height:
            raise InputError(
                "A fan shows one place and one forecast a month: keep one row for each month_id."
            )
    if bands.is_empty():
        raise InputError("There is no forecast to draw. Leave the figure out and say why there is none.")
    if any(list(row) != sorted(row) for row in bands.select(QUANTILES).iter_rows()):
        raise InputError(
            "Quantiles fall where they must rise, so the drawing would mislead. Check the forecast."
        )


@dataclass(frozen=True)
class _Plan:
    """Every month between the first and the last, with what is known and what is forecast of it."""

    table: pl.DataFrame
    origin: int | None
    lang: str

    @classmethod
    def of(cls, recorded: pl.DataFrame, bands: pl.DataFrame, origin: int | None, lang: str) -> _Plan:
        known = recorded["month_id"].to_list()
        months = sorted({*known, *bands["month_id"]})
        numbers = list(range(months[0], months[-1] + 1))
        times = Times("month_id", tuple(numbers), lang)
        runs = ["origin"] if "origin" in bands.columns else []
        axis = pl.DataFrame(
            {
                "month_id": pl.Series(numbers, dtype=pl.Int64),
                "month": [times.name(one) for one in numbers],
                # Between the first and the last recorded month a gap is unknown; outside nobody looked yet.
                "is_looked_at": [bool(known) and min(known) <= one <= max(known) for one in numbers],
            }
        )
        keyed = [
            frame.with_columns(pl.col("month_id").cast(pl.Int64))
            for frame in (recorded.select("month_id", "deaths"), bands.select("month_id", *QUANTILES, *runs))
        ]
        table = axis.join(keyed[0], on="month_id", how="left").join(keyed[1], on="month_id", how="left")
        return cls(table.sort("month_id"), origin, lang)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the months as rows."""
        return self.table.rows(named=True)

    def _(self, text: str) -> str:
        return translator(self.lang)(text)


def _said(plan: _Plan) -> str:
    """Say the last recorded month, and the first and the last forecast."""
    parts = []
    if known := [row for row in plan.rows if row["deaths"] is not None]:
        text = plan._("Recorded: highest {highest} in {when}, latest {latest} in {last}.")
        top = max(known, key=lambda row: row["deaths"])
        parts.append(
            text.format(highest=count(top["deaths"]), when=top["month"], latest=count(known[-1]["deaths"]),
                        last=known[-1]["month"])
        )  # fmt: skip
    ahead = [row for row in plan.rows if row["q50"] is not None]
    parts += [f"{_band_text(ahead[index], plan)}." for index in dict.fromkeys((0, len(ahead) - 1))]
    return " ".join(parts)


def _band_text(row: dict[str, Any], plan: _Plan) -> str:
    text = plan._("{month}: median {median}, 90 % interval {low} to {high}")
    return text.format(
        month=row["month"], median=count(row["q50"]), low=count(row["q05"]), high=count(row["q95"])
    )


def _draw(canvas: Canvas, plan: _Plan) -> Drawing:
    """Draw the grid, the fans, the median, what was recorded, and the key."""
    rows = plan.rows
    reach = max(value for row in rows for value in (row["deaths"], row["q95"], _LEAST) if value is not None)
    marks = [float(mark) for mark in (0, *(10**power for power in range(9))) if mark <= reach]
    left = max(text_width(count(mark), SMALL) for mark in marks) + 10
    base = TOP + _PLOT
    half = (canvas.width - 2 - left) / len(rows) / 2
    at = Place(
        Linear(rows[0]["month_id"] - 0.5, rows[-1]["month_id"] + 0.5, left, canvas.width - 2),
        Linear(0.0, 1.04 * math.log1p(reach), base, TOP),
        half,
    )
    grid = horizontal_grid(
        [math.log1p(mark) for mark in marks],
        at.up,
        left,
        canvas.width - 2,
        lambda mark: count(round(math.expm1(mark))),
    )
    fans = [fan(run, at, low, high, role) for low, high, role in _BANDS for run in runs(rows)]
    parts = [
        hatches(canvas), label(plan._("Deaths in a month"), 0, 12, weight=600), *fans, grid,
        years(rows, at, base), *unknown_months(rows, at, canvas, base), *(median_line(run, at) for run in runs(rows)),
        recorded_line(rows, at), *_origin(plan, at), *_hovers(plan, at, base),
    ]  # fmt: skip
    key, height = key_rows(_keys(plan, canvas), canvas, base + 28)
    return joined([*parts, key]), base + 28 + height


_BANDS = (("q05", "q95", "faint"), ("q25", "q75", "soft"))


def _origin(plan: _Plan, at: Place) -> list[Markup]:
    if plan.origin is None:
        return []
    x = at.across(plan.origin + 0.5)
    if not at.across.start <= x <= at.across.end:
        return []
    return [
        element("line", x1=x, x2=x, y1=TOP - 4, y2=TOP + _PLOT, stroke_dasharray="3 3", **paint(stroke="ink"))
    ]


def _hovers(plan: _Plan, at: Place, base: float) -> Iterator[Markup]:
    """Yield a clear column per month that says its numbers to whoever points at it."""
    for row in plan.rows:
        said = [] if row["q50"] is None else [_band_text(row, plan)]
        if row["deaths"] is not None:
            said.append(
                plan._("{month}: {deaths} recorded").format(month=row["month"], deaths=count(row["deaths"]))
            )
        if said:
            box = {"x": at.x(row) - at.half, "y": TOP, "width": 2 * at.half, "height": base - TOP}
            yield element(
                "rect", element("title", "; ".join(said)), **box, fill_opacity=0, **paint(fill="paper")
            )


def _keys(plan: _Plan, canvas: Canvas) -> list[Key]:
    rows = plan.rows
    keys = [
        Key(median_sample, plan._("median")),
        Key(block("soft"), f"50{THIN}%"),
        Key(block("faint"), plan._("{share} of what may come").format(share=f"90{THIN}%")),
    ]
    if any(row["deaths"] is not None for row in rows):
        keys.insert(0, Key(recorded_sample, plan._("recorded, hollow where none")))
    if any(map(is_unknown, rows)):
        keys.append(Key(hatched(canvas), plan._("unknown")))
    if plan.origin is not None:
        keys.append(Key(dashed(), plan._("end of what was known")))
    return keys
