"""A map of one country's first-level units, each in one of a few ordered steps, with a sign for what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from avert.errors import InputError
from avert.figures.axes import label
from avert.figures.figure import Canvas, Drawing, Figure, drawn
from avert.figures.keys import Key, Sample, key_rows
from avert.figures.markup import Markup, element, joined
from avert.figures.palette import paint
from avert.figures.patterns import UNKNOWN, hatches
from avert.figures.unit_shapes import CountryShape, UnitShape, country_shape
from avert.figures.wording import translator
from avert.places import area_of

DISCLAIMER = (
    "Boundaries and names of units imply no position on any territory, and some units have been divided since they "
    "were drawn. Shapes: Natural Earth."
)
_TALLEST, _SIGN = 460.0, 16.0
MOST_NAMED = 16  # units whose names find room on the map


@dataclass(frozen=True)
class Step:
    """What a unit can be: a word, a paint of the palette (none: hatched as unknown), and a sign in a box of 16."""

    word: str
    paint: str = ""
    sign: str = ""


def unit_map(
    country: str, steps: Sequence[Step], shown: Mapping[str, int], *, title: str, lang: str = "en"
) -> Figure:
    """Draw which step each first-level unit of a country stands on.

    Parameters
    ----------
    country
        Its key; the units must ship with Avert, see ``countries_with_units``.
    steps
        All that a unit can be, in order; the last is what a unit is of which nothing is said.
    shown
        For each unit by its key the position of its step.
    title
        The question the map answers.
    lang
        Language of the words.

    Returns
    -------
    Figure
        Drawings for wide and narrow screens; the table holds one row per unit.

    Raises
    ------
    InputError
        The units of the country are not here, or a key is none of them.

    >>> steps = [Step("Reached", "accent"), Step("Not known")]
    >>> figure = unit_map("gw:501", steps, {"adm1:KEN-893": 0}, title="Where warnings are answered")
    >>> figure.table.filter(unit="North-Eastern")["shown_as"].item(), figure.table.height
    ('Reached', 8)
    """
    shape = country_shape(country)
    if shape is None:
        raise InputError(
            f"The units of {country!r} are not here, so they cannot be drawn. Show them as a table."
        )
    if strange := set(shown) - {unit.key for unit in shape.units}:
        raise InputError(f"{min(strange)!r} is no unit of {country!r} that is drawn. List it beside the map.")
    step_of = {unit.key: steps[shown.get(unit.key, len(steps) - 1)] for unit in shape.units}
    table = pl.DataFrame(
        [
            {"key": unit.key, "unit": _name(unit.key), "shown_as": step_of[unit.key].word}
            for unit in sorted(shape.units, key=lambda unit: _name(unit.key))
        ]
    )

    return drawn(
        lambda canvas: _drawing(shape, steps, step_of, canvas),
        kind="units",
        table=table,
        title=title,
        description=_description(table),
        caption=translator(lang)(DISCLAIMER),
    )


def _drawing(
    shape: CountryShape, steps: Sequence[Step], step_of: Mapping[str, Step], canvas: Canvas
) -> Drawing:
    scale = min(canvas.width / shape.width, _TALLEST / shape.height)
    left, below = (canvas.width - shape.width * scale) / 2, shape.height * scale + 16
    used = [step for step in steps if step in step_of.values()]
    keys, taken = key_rows([Key(_sample(step, canvas), step.word) for step in used], canvas, below)
    units = _units(shape.units, step_of, canvas, scale)
    moved = element("g", units, transform=f"translate({left:.1f} 4)")
    return joined([hatches(canvas), hatches(canvas, 1 / scale, "-map"), moved, keys]), below + taken


def _units(units: Sequence[UnitShape], step_of: Mapping[str, Step], canvas: Canvas, scale: float) -> Markup:
    outlines = [
        element(
            "path",
            element("title", f"{_name(unit.key)}: {step_of[unit.key].word}"),
            d=unit.path,
            fill_rule="evenodd",
            **_fill(step_of[unit.key], canvas, "-map"),
        )
        for unit in units
    ]
    inner = element(
        "g", *outlines, stroke_width=1.2 / scale, stroke_linejoin="round", transform=f"scale({scale:.5f})"
    )
    has_names = len(units) <= MOST_NAMED and not canvas.is_narrow
    labels = [_label(unit, step_of[unit.key], scale, has_name=has_names) for unit in units]
    return joined([inner, *labels])


def _label(unit: UnitShape, step: Step, scale: float, *, has_name: bool) -> Markup:
    x, y = unit.at[0] * scale, unit.at[1] * scale
    parts = [sign_at(step, x - _SIGN / 2, y - _SIGN / 2)] if step.sign else []
    if has_name:
        below = 22 if step.sign else 4
        parts.append(label(_name(unit.key), x, y + below, anchor="middle", has_halo=True))
    return joined(parts)


def sign_at(step: Step, x: float, y: float) -> Markup:
    """Draw the sign of a step on a plate, so that it can be read on every paint."""
    plate = element("circle", cx=8.0, cy=8.0, r=10.0, **paint(fill="paper", stroke="ink"))
    drawn_sign = element("path", d=step.sign, stroke_width=1.6, **paint(fill="none", stroke="ink"))
    return element("g", plate, drawn_sign, transform=f"translate({x:.1f} {y:.1f})")


def _fill(step: Step, canvas: Canvas, suffix: str = "") -> dict[str, str]:
    if step.paint:
        return paint(fill=step.paint, stroke="muted")
    return paint(stroke="muted") | {"fill": canvas.reference(UNKNOWN + suffix)}


def _sample(step: Step, canvas: Canvas) -> Sample:
    def draw(x: float, y: float) -> Markup:
        box = element("rect", x=x, y=y - 5, width=15.0, height=10.0, **_fill(step, canvas))
        small = element(
            "g", sign_at(step, 0, 0), transform=f"translate({x + 2.5:.1f} {y - 5:.1f}) scale(.62)"
        )
        return joined([box, small]) if step.sign else box

    return draw


def _name(key: str) -> str:
    area = area_of(key)
    return area.name if area else key


def _description(table: pl.DataFrame) -> str:
    said = table.group_by("shown_as", maintain_order=True).agg("unit")
    return " ".join(f"{word}: {', '.join(units)}." for word, units in said.rows())
