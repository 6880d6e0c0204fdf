"""What raises and what lowers a number: additive contributions as bars around zero."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from avert.errors import InputError, MissingColumnError
from avert.figures.axes import Linear, label, ticks_within, vertical_grid
from avert.figures.figure import TEXT, Canvas, Drawing, Figure, caption_of, drawn
from avert.figures.keys import note_rows
from avert.figures.lettering import fitted, text_width
from avert.figures.markup import Markup, element, joined
from avert.figures.palette import paint
from avert.figures.wording import round_number, signed, translator
from avert.provenance import Provenance

_ROW, _TALL_ROW, _BAR, _TOP = 26.0, 44.0, 14.0, 26.0
_LISTED = 5


@dataclass(frozen=True)
class Part:
    """One contribution; ``is_rest`` marks the sum of those too small to be drawn one by one."""

    name: str
    value: float
    is_rest: bool = False


@dataclass(frozen=True)
class Sides:
    """The words of a chart of contributions, and how finely its numbers are written."""

    unit: str
    falls: str
    rises: str
    decimals: int
    lang: str

    def number(self, value: float) -> str:
        """Write a contribution with its sign, as finely as the largest needs."""
        return signed(value, self.decimals)

    def description(self, parts: list[Part]) -> str:
        """Say what raises and what lowers most."""
        _ = translator(self.lang)
        single = [part for part in parts if not part.is_rest]
        up = [part for part in single if part.value > 0][:_LISTED]
        down = [part for part in reversed(single) if part.value < 0][:_LISTED]
        said = [_("Contributions in {unit}.").format(unit=self.unit)]
        for word, chosen in ((self.rises, up), (self.falls, down)):
            if chosen:
                listed = ", ".join(f"{part.name} {self.number(part.value)}" for part in chosen)
                said.append(f"{word[:1].upper()}{word[1:]}: {listed}.")
        return " ".join([*said, self.total(parts)])

    def total(self, parts: list[Part]) -> str:
        """Say what all contributions add up to."""
        together = self.number(math.fsum(part.value for part in parts))
        return translator(self.lang)("Together {sum}, in {unit}.").format(sum=together, unit=self.unit)


def contributions(
    parts: pl.DataFrame,
    *,
    title: str,
    unit: str = "log-odds",
    rises: str = "raises the risk",
    falls: str = "lowers the risk",
    most: int = 12,
    provenance: Provenance | None = None,
    lang: str = "en",
) -> Figure:
    """Draw additive contributions sorted from the most raising to the most lowering.

    Parameters
    ----------
    parts
        One row per contribution: ``name`` and ``contribution``. Null is refused, because the sum would be wrong.
    title
        The question the chart answers.
    unit
        What the contributions are measured in.
    rises, falls
        Words above the two sides.
    most
        How many rows are drawn; what is smallest beyond them is drawn as its sum, in the last row.
    provenance, lang
        Where the numbers come from, for the caption; language of the words.

    Raises
    ------
    MissingColumnError, InputError
        A column is absent, there are no rows, or a contribution is unknown or infinite.

    >>> parts = pl.DataFrame({"name": ["Infant mortality", "Civil liberties"], "contribution": [0.42, -0.3]})
    >>> contributions(parts, title="What drives the risk?").table.rows()
    [('Infant mortality', 0.42, '+0.42'), ('Civil liberties', -0.3, '−0.30')]
    """
    shown = _read(parts, most, lang)
    largest = max(abs(part.value) for part in shown)
    decimals = max(0, 1 - math.floor(math.log10(largest))) if largest else 0
    sides = Sides(unit, translator(lang)(falls), translator(lang)(rises), decimals, lang)
    table = pl.DataFrame(
        [(part.name, part.value, sides.number(part.value)) for part in shown],
        schema={"name": pl.String, "contribution": pl.Float64, "shown_as": pl.String},
        orient="row",
    )
    return drawn(
        lambda canvas: _draw(canvas, shown, sides),
        kind="contributions",
        table=table,
        title=title,
        description=sides.description(shown),
        caption=caption_of(provenance or Provenance(), lang),
    )


def _read(parts: pl.DataFrame, most: int, lang: str) -> list[Part]:
    """Return what is drawn, the most raising first; what is small beyond ``most`` is one sum, last."""
    for column in ("name", "contribution"):
        if column not in parts.columns:
            raise MissingColumnError.of("The frame", column, "contributions", "give name and contribution")
    values = parts["contribution"].cast(pl.Float64).to_list()
    if not values or any(value is None or not math.isfinite(value) for value in values):
        raise InputError(
            "Every contribution must be a number, and there must be one at least: otherwise they do not add up "
            "to what they explain. Give zero where something contributes nothing."
        )
    found = [Part(str(name), value) for name, value in zip(parts["name"], values, strict=True)]
    by_size = sorted(found, key=lambda part: (-abs(part.value), part.name))
    few = by_size if len(by_size) <= most else by_size[: most - 1]
    kept = sorted(few, key=lambda part: (-part.value, part.name))
    rest = [part.value for part in by_size[len(few) :]]
    if rest:
        name = translator(lang)("{count} smaller ones together").format(count=len(rest))
        kept.append(Part(name, math.fsum(rest), is_rest=True))
    return kept


def _draw(canvas: Canvas, parts: list[Part], sides: Sides) -> Drawing:
    """Draw the bars around zero; names stand to their left, or above them where there is no room."""
    longest = max(text_width(part.name, TEXT) for part in parts)
    is_above = longest > canvas.width * 0.45
    names = 0.0 if is_above else longest + 12
    row = _TALL_ROW if is_above else _ROW
    place = _scale(parts, sides, names, canvas.width)
    base = _TOP + len(parts) * row
    marks = ticks_within(place.low, place.high, 4 if canvas.is_narrow else 5)
    drawing = [vertical_grid(marks, place, _TOP - 6, base, _tick), _heads(sides, place(0.0), canvas)]
    for index, part in enumerate(parts):
        top = _TOP + index * row
        drawing += _bar(part, top + (27 if is_above else row / 2), place, sides)
        x, y, anchor = (0.0, top + 13, "start") if is_above else (names - 12, top + row / 2 + 4.5, "end")
        text = fitted(part.name, canvas.width if is_above else longest, TEXT)
        drawing.append(label(text, x, y, anchor=anchor, size=TEXT, has_halo=is_above))
    note, height = note_rows([sides.total(parts)], canvas, base + 26)
    return joined([*drawing, note]), base + 26 + height


def _scale(parts: list[Part], sides: Sides, left: float, right: float) -> Linear:
    """Return the scale that leaves room for the numbers at the ends of the bars."""
    low, high = min(0.0, *(part.value for part in parts)), max(0.0, *(part.value for part in parts))
    if low == high:
        high = 1.0
    room = max(text_width(sides.number(part.value), TEXT) for part in parts) + 10
    return Linear(low, high, left + room * (low < 0), right - room * (high > 0))


def _tick(value: float) -> str:
    return "0" if value == 0 else f"{'+' if value > 0 else '−'}{round_number(abs(value))}"


def _bar(part: Part, y: float, place: Linear, sides: Sides) -> Iterator[Markup]:
    """Draw one bar: filled where it raises, outlined where it lowers, so that side and sign need no colour."""
    zero, end = place(0.0), place(part.value)
    is_rise = part.value >= 0
    width = max(abs(end - zero), 1.0)
    box = {"x": min(zero, end), "y": y - _BAR / 2, "width": width, "height": _BAR}
    painted = (
        paint(fill="4", also="fig-bar") if is_rise else paint(fill="faint", stroke="accent", also="fig-bar")
    )
    yield element("rect", element("title", f"{part.name}: {sides.number(part.value)}"), **box, **painted)
    at, anchor = (zero + width + 6, "start") if is_rise else (zero - width - 6, "end")
    yield label(sides.number(part.value), at, y + 4.5, anchor=anchor, size=TEXT, has_halo=True)


def _heads(sides: Sides, zero: float, canvas: Canvas) -> Markup:
    """Name the two sides above the zero line, where they fit."""
    parts = []
    if text_width(sides.falls, TEXT) + 24 < zero:
        parts.append(label(f"← {sides.falls}", zero - 8, 12, anchor="end", role="muted"))
    if text_width(sides.rises, TEXT) + 24 < canvas.width - zero:
        parts.append(label(f"{sides.rises} →", zero + 8, 12, role="muted"))
    return joined(parts)
