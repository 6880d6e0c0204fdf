"""A finished figure: the drawing, its table twin, and the words that make it readable without seeing it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from avert.figures.markup import Markup, element, number
from avert.figures.palette import FONT
from avert.figures.wording import translator
from avert.provenance import Provenance

WIDE, NARROW = 720, 360
TEXT, SMALL = 13.0, 12.0


@dataclass(frozen=True, eq=False)
class Figure:
    """A map or chart as it is handed to a page or a document.

    ``svg`` stands alone in print. ``narrow`` is the same figure laid out for a phone; empty where one drawing
    serves both. A page shows both in one place and the style sheet of ``figure_css`` shows the one that fits.
    ``table`` holds exactly the numbers drawn, and those drawn as unknown.
    """

    svg: str
    table: pl.DataFrame
    title: str
    description: str
    caption: str
    narrow: str = ""


@dataclass(frozen=True)
class Canvas:
    """What a drawing function is told: how wide to draw, and the prefix that keeps its ids its own."""

    width: float
    uid: str

    @property
    def is_narrow(self) -> bool:
        """Say whether this is the phone's drawing."""
        return self.width < (WIDE + NARROW) / 2

    def reference(self, name: str) -> str:
        """Return the paint that points to a pattern of this drawing."""
        return f"url(#{self.uid}-{name})"


Drawing = tuple[Markup, float]
"""The elements drawn, and the height they take."""


def drawn(
    draw: Callable[[Canvas], Drawing],
    *,
    kind: str,
    table: pl.DataFrame,
    title: str,
    description: str,
    caption: str,
) -> Figure:
    """Draw a chart for both widths and bind it with its words and its table."""
    uid = unique_id(table, kind, title, description, caption)
    svgs = [
        document(draw(canvas), canvas, title=title, description=description, classes=classes)
        for canvas, classes in (
            (Canvas(WIDE, uid), "fig-at-wide"),
            (Canvas(NARROW, f"{uid}n"), "fig-at-narrow"),
        )
    ]
    return Figure(svgs[0], table, title, description, caption, svgs[1])


def document(
    drawing: Drawing, canvas: Canvas, *, title: str, description: str, classes: str, has_links: bool = False
) -> str:
    """Wrap drawn elements as a complete SVG with a name and a description for those who cannot see it.

    With links it is a group, because the parts of an image are hidden from assistive technology.
    """
    body, height = drawing
    svg = element(
        "svg",
        element("title", title, id=f"{canvas.uid}-t"),
        element("desc", description, id=f"{canvas.uid}-d"),
        body,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"fig {classes}",
        role="group" if has_links else "img",
        aria_labelledby=f"{canvas.uid}-t",
        aria_describedby=f"{canvas.uid}-d",
        viewBox=f"0 0 {number(canvas.width)} {number(height)}",
        width=float(canvas.width),
        height=float(height),
        font_family=FONT,
        font_size=TEXT,
    )
    return str(svg)


def unique_id(table: pl.DataFrame, *words: str) -> str:
    """Return an id that differs between figures on one page and is the same in every run."""
    told = "\0".join([table.write_csv(), *words])
    return "fig" + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:8]


def caption_of(provenance: Provenance, lang: str, *notes: str) -> str:
    """Write where the numbers come from, as known on which day, and the notes; a marking stands first."""
    _ = translator(lang)
    parts = [f"{provenance.marking}."] if provenance.marking else []
    if provenance.sources:
        named = "; ".join(
            f"{source.title} {source.release} ({_('as known on')} {source.vintage.isoformat()})"
            for source in provenance.releases
        )
        parts.append(f"{_('Source')}: {named}.")
    return " ".join([*parts, *(note for note in notes if note)])
