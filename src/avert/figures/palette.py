"""Every colour of the figures, for light and dark, in one place.

Each paint is a CSS custom property (``--fig-ink``, ``--fig-1`` …) and two classes (``fig-f-ink`` fills,
``fig-s-ink`` strokes). A drawn element carries the class *and* the light colour as a presentation attribute,
so that the same SVG follows the page's mode on the site and stands alone in print.

======================  ========================================================================
``--fig-paper``         what the figure lies on
``--fig-ink``           text that must be read, axes' zero lines
``--fig-muted``         secondary text, whiskers
``--fig-rule``          grid lines and outlines
``--fig-sea``           the sea on maps
``--fig-grid``          meridians and parallels on the sea
``--fig-border``        borders between countries
``--fig-accent``        the one accent: what is selected, the bars of a single series
``--fig-soft``          the accent's quiet neighbour, for a second series
``--fig-faint``         the third series of a stack
``--fig-zero``          zero, or none recorded
``--fig-1 … --fig-5``   the sequential scale from low to high, safe for colour-blind readers
``--fig-hatch``         lines that mean *unknown*
``--fig-dots``          dots that mean *not a state then*
======================  ========================================================================
"""

from __future__ import annotations

from typing import NamedTuple


class Paint(NamedTuple):
    """One colour in light and in dark mode."""

    light: str
    dark: str


CLASSES = 5

MAP_WIDTH = 800.0
LEGEND_TEXT, LEGEND_HEAD, LEGEND_ROW = 28.0, 80.0, 40.0
"""The phone's map legend, in the units of the map's width: size of letters, height of its heading, of a row."""

LEGEND_WIDE = 110.0
"""Height of the usual legend, whose place the phone's takes."""

PAINTS: dict[str, Paint] = {
    "paper": Paint("#ffffff", "#12171b"),
    "ink": Paint("#1d2429", "#e7eaec"),
    "muted": Paint("#57626b", "#a6b0b7"),
    "rule": Paint("#d9dde0", "#323b42"),
    "sea": Paint("#f5f7f8", "#181f24"),
    "grid": Paint("#e9ecee", "#20282e"),
    "border": Paint("#ffffff", "#12171b"),
    "accent": Paint("#0e5a70", "#7cc7dc"),
    "soft": Paint("#6fa5b5", "#3f8196"),
    "faint": Paint("#c3d9e0", "#28505e"),
    "zero": Paint("#e3e0d7", "#2b3238"),
    "1": Paint("#f1d08a", "#5a4023"),
    "2": Paint("#e5a95b", "#8a5a2b"),
    "3": Paint("#c97434", "#bf7f3d"),
    "4": Paint("#963f22", "#e6b26c"),
    "5": Paint("#531519", "#fce8bf"),
    "hatch": Paint("#8a949b", "#76828a"),
    "dots": Paint("#a3acb2", "#5d6870"),
}

FONT = "Inter, 'Source Sans 3', 'Noto Sans', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


def paint(*, fill: str | None = None, stroke: str | None = None, also: str = "") -> dict[str, str]:
    """Return the class and fall-back attributes that paint an element; ``none`` paints nothing.

    >>> paint(fill="ink")
    {'class_': 'fig-f-ink', 'fill': '#1d2429'}
    """
    classes = [also] if also else []
    attributes: dict[str, str] = {}
    for name, letter, role in (("fill", "f", fill), ("stroke", "s", stroke)):
        if role == "none":
            attributes[name] = "none"
        elif role is not None:
            classes.append(f"fig-{letter}-{role}")
            attributes[name] = PAINTS[role].light
    return {"class_": " ".join(classes), **attributes} if classes else attributes


def class_paint(rank: int, classes: int) -> str:
    """Return the paint of one of ``classes`` ordered classes, spread so that few classes stay far apart.

    >>> [class_paint(rank, 3) for rank in range(3)]
    ['1', '3', '5']
    """
    return str(1 + round(rank * (CLASSES - 1) / max(1, classes - 1)))


def figure_css() -> str:
    """Return the style sheet the site serves for all figures: colours, hover, focus, small screens.

    Light is the default; ``prefers-color-scheme`` or ``data-appearance="dark"`` on the root turn it dark; what is
    printed is always light.
    """
    return "\n".join([*_custom_properties(), *_paint_rules(), *_BEHAVIOUR, *_narrow_rules()]) + "\n"


def _custom_properties() -> list[str]:
    light = _declarations("light")
    dark = _declarations("dark")
    return [
        f":root,[data-appearance=light]{{{light}}}",
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-appearance=light]){{{dark}}}}}",
        f"@media screen{{[data-appearance=dark]{{{dark}}}}}",
    ]


def _declarations(mode: str) -> str:
    return ";".join(f"--fig-{role}:{getattr(colours, mode)}" for role, colours in PAINTS.items())


def _paint_rules() -> list[str]:
    return [
        f".fig-f-{role}{{fill:var(--fig-{role})}}.fig-s-{role}{{stroke:var(--fig-{role})}}" for role in PAINTS
    ]


_BEHAVIOUR = (
    ".fig{display:block;inline-size:100%;block-size:auto;font-family:var(--fig-font,inherit)}",
    ".fig text{font-variant-numeric:tabular-nums}",
    ".fig a{cursor:pointer}",
    ".fig a:hover .fig-place,.fig a:focus-visible .fig-place"
    "{stroke:var(--fig-accent);stroke-width:14px;paint-order:stroke}",
    ".fig a:focus{outline:none}.fig a:focus-visible{outline:2px solid var(--fig-accent);outline-offset:2px}",
    ".fig-at-narrow{display:none}",
)


def _narrow_rules() -> list[str]:
    """Lay figures out for a phone.

    A map is one SVG for all widths: on a phone its legend gives way to one in letters that can be read there,
    drawn below the picture's own edge; a margin makes room for as many rows as it has.
    """
    room = {rows: LEGEND_HEAD + rows * LEGEND_ROW + 24 - LEGEND_WIDE for rows in range(1, 2 * CLASSES)}
    margins = [
        f".fig-rows-{rows}{{margin-block-end:{100 * units / MAP_WIDTH:.1f}%}}" for rows, units in room.items()
    ]
    return [
        "@media screen and (max-width:40rem){",
        ".fig-at-narrow{display:block}.fig-at-wide{display:none}",
        ".fig-map{overflow:visible}",
        ".fig-map .fig-legend-wide{display:none}.fig-map .fig-legend-narrow{display:inline}",
        ".fig-map .fig-small{r:46px}.fig-name text{font-size:28px}.fig-name g{stroke-width:7px}",
        *margins,
        "}",
    ]
