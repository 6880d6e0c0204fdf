"""The network as a drawing that needs no script: for reading on any screen, and in print."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from avert.figures.lettering import fitted
from avert.figures.markup import Markup, element, joined, number
from avert.figures.palette import FONT, paint
from avert.society.layout import BANDS, Layout, lay_out
from avert.society.vocabulary import Layer
from avert.web.records.words import place_name
from avert.web.society.network.picture import (
    CHANGES,
    DRAWN_ONE_BY_ONE,
    Change,
    Line,
    Picture,
    by_blocks,
    change_word,
    layer_word,
    level_word,
)
from avert.web.society.network.shapes import shape, stroke

WIDTH, SIDE, HEAD, LOWEST = 1040.0, 112.0, 30.0, 480.0
LONGEST_STEP, SHORTEST_STEP, NAMED_STEP, TALLEST_STEP = 150.0, 34.0, 46.0, 120.0
TEXT = 12.5
BOW = 0.1  # how far a line bends, so that two between the same actors do not hide each other
SIGNS = {Change.NEW: "+", Change.ENDED: "×"}


def drawn(picture: Picture, title: str) -> SafeString:
    """Draw a picture with its key; many actors are drawn by level and sector."""
    shown = by_blocks(picture) if len(picture.actors) > DRAWN_ONE_BY_ONE else picture
    layout = lay_out(shown.actors)
    step = min(LONGEST_STEP, max(SHORTEST_STEP, (WIDTH - SIDE) / max(layout.width, 1)))
    tall = min(max(step, LOWEST / max(layout.height, 1)), TALLEST_STEP)
    places = [(SIDE + x * step, HEAD + y * tall) for x, y in layout.at]
    bottom = HEAD + layout.height * tall + 20
    body = joined(list(_parts(shown, layout, places, (step, tall, bottom))))
    svg = element(
        "svg",
        element("title", title),
        body,
        xmlns="http://www.w3.org/2000/svg",
        class_="fig",
        viewBox=f"0 0 {number(max(WIDTH, SIDE + layout.width * step))} {number(bottom)}",
        font_family=FONT,
        font_size=TEXT,
    )
    # The markup escapes every word that came from data; see avert.figures.markup.
    return mark_safe(svg)  # noqa: S308


def _parts(
    picture: Picture, layout: Layout, places: list[tuple[float, float]], sizes: tuple[float, float, float]
) -> Iterator[Markup]:
    step, tall, bottom = sizes
    yield from _frame(layout, step, tall, bottom)
    yield from _lines(picture, places)
    size = min(9.0, step / 4.2)
    for actor, change, (x, y) in zip(picture.actors, picture.changes, places, strict=True):
        yield shape(actor.level, x, y, size, change, is_decider=actor.is_decision_maker)
        if change is not Change.SAME:
            yield _text(SIGNS[change], x + size + 6, y - size + 4, weight="700")
    if step >= NAMED_STEP or picture.is_by_blocks:
        yield from _names(picture, places, step, size)


def _frame(layout: Layout, step: float, tall: float, bottom: float) -> Iterator[Markup]:
    for band in layout.bands:
        middle = HEAD + (band.top + band.bottom) / 2 * tall
        yield _text(level_word(band.level), 0, middle + 4, weight="600", anchor="start")
        if band is not layout.bands[0]:
            y = HEAD + (band.top - 0.5) * tall
            yield element("line", x1=0.0, x2=WIDTH, y1=y, y2=y, **paint(stroke="rule"))
    for column in layout.columns:
        said = _("Others") if column.name is None else place_name(column.name) or column.name
        middle = SIDE + (column.left + column.right) / 2 * step
        width = (column.right - column.left + 0.8) * step
        yield _text(fitted(said, width, TEXT), middle, 12, role="muted")
        if column is not layout.columns[0]:
            x = SIDE + (column.left - 0.5) * step
            yield element(
                "line", x1=x, x2=x, y1=18.0, y2=bottom - 8, stroke_dasharray="2 4", **paint(stroke="rule")
            )


def _lines(picture: Picture, places: list[tuple[float, float]]) -> Iterator[Markup]:
    """Draw all lines of a kind as one path: thousands of elements would make the page heavy."""
    kinds: dict[tuple[Layer, Change], list[Line]] = {}
    for line in picture.lines:
        kinds.setdefault((line.layer, line.change), []).append(line)
    for (layer, change), lines in sorted(kinds.items()):
        bends = [_bend(places[line.source], places[line.target], list(Layer).index(layer)) for line in lines]
        yield element("path", d="".join(path for path, _middle in bends), **stroke(layer, change))
        if change is not Change.SAME:
            yield from (_text(SIGNS[change], x, y + 4, weight="700") for _path, (x, y) in bends)
        if picture.is_by_blocks:
            continue
        yield from _heads(lines, places, list(Layer).index(layer))


def _heads(lines: list[Line], places: list[tuple[float, float]], order: int) -> Iterator[Markup]:
    """Draw where one-way ties end."""
    heads = [_head(places[line.source], places[line.target], order) for line in lines if line.is_directed]
    if heads:
        yield element("path", d="".join(heads), **paint(fill="muted"))


def _bend(
    start: tuple[float, float], end: tuple[float, float], order: int
) -> tuple[str, tuple[float, float]]:
    (x, y), (cx, cy), (u, v) = start, _control(start, end, order), end
    path = f"M{x:.0f} {y:.0f}Q{cx:.0f} {cy:.0f} {u:.0f} {v:.0f}"
    return path, ((x + 2 * cx + u) / 4, (y + 2 * cy + v) / 4)


def _control(start: tuple[float, float], end: tuple[float, float], order: int) -> tuple[float, float]:
    (x, y), (u, v) = start, end
    bow = BOW * (1 + order % 4) * (1 if order % 2 else -1)
    return (x + u) / 2 - (v - y) * bow, (y + v) / 2 + (u - x) * bow


def _head(start: tuple[float, float], end: tuple[float, float], order: int) -> str:
    cx, cy = _control(start, end, order)
    (u, v), angle = end, math.atan2(end[1] - cy, end[0] - cx)
    tip = u - 11 * math.cos(angle), v - 11 * math.sin(angle)
    sides = [
        (tip[0] - 8 * math.cos(angle + turn), tip[1] - 8 * math.sin(angle + turn)) for turn in (0.42, -0.42)
    ]
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in (tip, *sides)) + "Z"


def _names(picture: Picture, places: list[tuple[float, float]], step: float, size: float) -> Iterator[Markup]:
    for number_, (actor, (x, y)) in enumerate(zip(picture.actors, places, strict=True)):
        counted = f" ({picture.counts[number_]})" if picture.counts else ""
        # Neighbours stand higher and lower in turn, so that a name may be nearly two steps long.
        name = fitted(actor.name, step * 1.8 - 8 * len(counted), TEXT) + counted
        halo = paint(stroke="paper")
        yield _text(name, x, y + size + 14, stroke_width="3.5", paint_order="stroke", **halo)


def key_of(picture: Picture) -> list[tuple[SafeString, str]]:
    """Return what shapes and lines mean: each sample with the words beside it."""
    samples: list[tuple[Markup, str]] = []
    levels = sorted({actor.level for actor in picture.actors}, key=BANDS.index)
    samples += [(shape(one, 17, 10, 7, Change.SAME, is_decider=False), level_word(one)) for one in levels]
    deciding = next((actor.level for actor in picture.actors if actor.is_decision_maker), None)
    if deciding:
        sample = shape(deciding, 17, 10, 7, Change.SAME, is_decider=True)
        samples.append((sample, _("Filled: can decide on a response")))
    layers = picture.lines.layers
    samples += [
        (element("path", d="M0 10H34", **stroke(one, Change.SAME)), layer_word(one)) for one in layers
    ]
    if picture.lines.is_directed.any():
        head = element("path", d=_head((0, 10), (38, 10), 0), **paint(fill="muted"))
        samples.append((element("g", head), _("One way only")))
    there = {*picture.changes, *(CHANGES[one] for one in np.unique(picture.lines.change))}
    changes = there - {Change.SAME}
    samples += [(_text(SIGNS[one], 17, 15, weight="700"), change_word(one)) for one in sorted(changes)]
    return [(_sample(sample), word) for sample, word in samples]


def _sample(drawn_: Markup) -> SafeString:
    box = element("svg", drawn_, class_="fig", viewBox="0 0 34 20", aria_hidden="true")
    return mark_safe(box)  # noqa: S308


def _text(
    said: str,
    x: float,
    y: float,
    *,
    role: str = "ink",
    anchor: str = "middle",
    weight: str | None = None,
    class_: str = "",
    **more: object,
) -> Markup:
    painted = paint(fill=role, also=class_)
    more.pop("fill", None)
    return element(
        "text", said, x=float(x), y=float(y), text_anchor=anchor, font_weight=weight, **painted, **more
    )
