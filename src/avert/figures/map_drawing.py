"""The drawing of the map itself: sea, places, disputed borders, circles, and the one selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlsplit

from avert.errors import InputError
from avert.figures.axes import label
from avert.figures.figure import TEXT, Canvas
from avert.figures.lettering import text_width
from avert.figures.markup import Markup, element, joined
from avert.figures.palette import MAP_WIDTH, paint
from avert.figures.patterns import hatches
from avert.figures.world_shapes import SHAPES_WIDTH, Shape, world

_UNITS = SHAPES_WIDTH / MAP_WIDTH  # of the shapes, in one unit of the drawing


@dataclass(frozen=True)
class Styled:
    """A place with its paint and its words. ``order`` puts the highest class first for those who read on."""

    shape: Shape
    name: str
    said: str
    fill: str
    order: int
    is_hatch: bool = False


def draw_map(places: list[Styled], canvas: Canvas, *, selected: str | None, href: str | None) -> Markup:
    """Draw the map; small places come as circles above all outlines."""
    template = _checked(href)
    earth = world()
    ordered = sorted(places, key=lambda styled: (styled.order, styled.name))
    outlined = [styled for styled in ordered if styled.shape.path]
    circled = [styled for styled in ordered if styled.shape.circle]
    layers = [
        hatches(canvas, _UNITS, "-map"),
        element("path", d=earth.sea, **paint(fill="sea")),
        element("path", d=earth.grid, stroke_width=4, **paint(fill="none", stroke="grid")),
        element(
            "g",
            *(_group(group, canvas, selected, template, _outline) for group in _by_fill(outlined)),
            stroke_width=5,
            stroke_linejoin="round",
            **paint(stroke="border"),
        ),
        _border(earth.disputed, "paper", 7),
        _border(earth.disputed, "ink", 5, stroke_dasharray="13 9"),
        element(
            "g",
            *(_group(group, canvas, selected, template, _circle) for group in _by_fill(circled)),
            stroke_width=5,
            **paint(stroke="muted"),
        ),
    ]
    chosen = [styled for styled in places if styled.shape.key == selected]
    layers += [_ring(styled.shape) for styled in chosen]
    inner = element("g", *layers, transform=f"scale({1 / _UNITS:.5f})")
    return joined([hatches(canvas), inner, *(_name_of(styled, canvas) for styled in chosen)])


def _border(lines: str, role: str, width: int, **more: object) -> Markup:
    return element("path", d=lines, stroke_width=width, **more, **paint(fill="none", stroke=role))


def _by_fill(ordered: list[Styled]) -> list[list[Styled]]:
    return [list(group) for _, group in groupby(ordered, key=lambda styled: styled.order)]


def _group(
    alike: list[Styled],
    canvas: Canvas,
    selected: str | None,
    template: str | None,
    draw: Callable[[Shape], Markup],
) -> Markup:
    """Draw all places of one paint, which is said once; each is a link or bears its own title."""
    first = alike[0]
    places = [
        element(
            "g" if template is None else "a",
            element("title", styled.said),
            draw(styled.shape),
            href=None if template is None else template.replace("{key}", quote(styled.shape.key, safe=":")),
            aria_current="true" if styled.shape.key == selected else None,
        )
        for styled in alike
    ]
    if not first.is_hatch:
        return element("g", *places, **paint(fill=first.fill))
    # White borders would vanish between two hatched neighbours.
    return element("g", *places, **paint(stroke="hatch") | {"fill": canvas.reference(f"{first.fill}-map")})


def _outline(shape: Shape) -> Markup:
    return element("path", d=shape.path, class_="fig-place")


def _circle(shape: Shape) -> Markup:
    x, y = shape.at
    return element("circle", cx=x, cy=y, r=world().radius, class_="fig-place fig-small")


def _ring(shape: Shape) -> Markup:
    """Outline the selected place over everything else; pointers pass through."""
    x, y = shape.at
    drawn = [element("path", d=shape.path)] if shape.path else []
    if shape.circle:
        drawn.append(element("circle", cx=x, cy=y, r=world().radius + 12))
    layers = [
        element("g", *drawn, stroke_width=width, stroke_linejoin="round", **paint(fill="none", stroke=role))
        for width, role in ((28, "paper"), (16, "accent"))
    ]
    return element("g", *layers, pointer_events="none")


def _name_of(styled: Styled, canvas: Canvas) -> Markup:
    """Set the selected place's name beside it, on a halo, within the map."""
    x, y = styled.shape.at[0] / _UNITS, max(styled.shape.top / _UNITS - 7, TEXT)
    half = text_width(styled.name, TEXT) / 2
    x = min(max(x, half + 8), canvas.width - half - 8)
    words = label(styled.name, x, y, anchor="middle", size=TEXT, weight=600, has_halo=True)
    return element("g", words, class_="fig-name", pointer_events="none", aria_hidden="true")


def _checked(href: str | None) -> str | None:
    """Refuse a link that runs something instead of leading somewhere, or that leads everyone to one page."""
    if href is not None and (urlsplit(href).scheme not in ("", "http", "https") or "{key}" not in href):
        raise InputError(f"{href!r} is no link for every place. Write one like /places/{{key}}/.")
    return href
