"""From a table of deaths to the slots of a chart: one for each year or month, also where a row is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from avert.errors import InputError, MissingColumnError
from avert.figures.columns import Slot
from avert.figures.wording import translator
from avert.periods import year_month

KINDS = {"sb": "State-based conflict", "ns": "Non-state conflict", "os": "One-sided violence"}
ESTIMATES = ("best", "low", "high")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Times:
    """The periods along the axis: years, or months as VIEWS numbers them."""

    column: str
    numbers: tuple[int, ...]
    lang: str

    @property
    def is_monthly(self) -> bool:
        """Say whether the periods are months."""
        return self.column == "month_id"

    def name(self, number: int) -> str:
        """Return a period as readers write it: ``2021`` or ``Jul 2021``."""
        if not self.is_monthly:
            return str(number)
        year, month = year_month(number)
        return f"{translator(self.lang)(_MONTHS[month - 1])} {year}"

    def on_axis(self, width: float) -> list[tuple[int, str]]:
        """Return the slots that the axis may name, with their names: round years, or Januaries."""
        if self.is_monthly:
            named = [(index, year_month(number)) for index, number in enumerate(self.numbers)]
            return [(index, str(year)) for index, (year, month) in named if month == 1 or index == 0]
        room = max(1.0, width / 44)
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if len(self.numbers) / step <= room)
        return [(index, str(year)) for index, year in enumerate(self.numbers) if year % step == 0]

    def spans(self, indices: Sequence[int]) -> str:
        """Write a stretch of periods: ``1989–2021``, or one alone."""
        first, last = self.name(self.numbers[indices[0]]), self.name(self.numbers[indices[-1]])
        return first if first == last else f"{first}–{last}"


def completed(
    counts: pl.DataFrame, column: str, kinds: Sequence[str], lang: str
) -> tuple[pl.DataFrame, Times]:
    """Return the table with a row for every period between first and last, and only the columns shown."""
    _check(counts, column, kinds)
    periods = sorted(counts[column].to_list())
    numbers = tuple(range(periods[0], periods[-1] + 1))
    wanted = [
        name
        for kind in kinds
        for name in (f"fatalities_{kind}_{part}" for part in (*ESTIMATES, "source"))
        if name in counts.columns
    ]
    axis = pl.DataFrame({column: pl.Series(numbers, dtype=counts.schema[column])})
    frame = axis.join(counts.select(column, *wanted), on=column, how="left").sort(column)
    times = Times(column, numbers, lang)
    if times.is_monthly:
        named = pl.Series("month", [times.name(number) for number in numbers])
        frame = frame.insert_column(1, named)
    return frame, times


def slots_of(frame: pl.DataFrame, times: Times, kind: str) -> list[Slot]:
    """Return the slots of one type of violence."""
    best, low, high = (_numbers(frame, f"fatalities_{kind}_{estimate}") for estimate in ESTIMATES)
    source = _texts(frame, f"fatalities_{kind}_source")
    names = [times.name(number) for number in times.numbers]
    return [
        Slot(name, (value,), below, above, label)
        for name, value, below, above, label in zip(names, best, low, high, source, strict=True)
    ]


def stacked(panels: Sequence[list[Slot]]) -> list[Slot]:
    """Put the slots of several types on each other; sums of lows and highs bound the sum of the bests."""
    return [
        Slot(
            together[0].name,
            tuple(part for slot in together for part in slot.parts),
            _sum([slot.low for slot in together]),
            _sum([slot.high for slot in together]),
            " + ".join(sorted({slot.source for slot in together if slot.source})) or None,
        )
        for together in zip(*panels, strict=True)
    ]


def _check(counts: pl.DataFrame, column: str, kinds: Sequence[str]) -> None:
    for name in (column, *(f"fatalities_{kind}_best" for kind in kinds)):
        if name not in counts.columns:
            raise MissingColumnError.of(
                "The table", name, "a chart of deaths", "add_ucdp_fatalities(panel, …)"
            )
    if counts.is_empty():
        raise InputError(
            "The table of deaths has no rows, so there is nothing to draw. Choose a place first."
        )
    if counts[column].null_count() or counts[column].n_unique() < counts.height:
        raise InputError(
            f"A chart of deaths shows one place: {column!r} must be given and appear once. "
            "Filter the table to one country, or sum over countries first."
        )


def _numbers(frame: pl.DataFrame, name: str) -> list[float | None]:
    if name not in frame.columns:
        return [None] * frame.height
    return frame[name].cast(pl.Float64).fill_nan(None).to_list()


def _texts(frame: pl.DataFrame, name: str) -> list[str | None]:
    return frame[name].to_list() if name in frame.columns else [None] * frame.height


def _sum(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
