"""Figures as pages show them: both drawings, the words, the table twin and the downloads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from avert.figures import Figure, figure_css
from avert.web.site.components import Download
from avert.web.site.tables import Table

Text = str | Promise


@dataclass(frozen=True)
class Drawing:
    """A figure on a page. ``lang`` is the language of the words inside it, which come from the core."""

    title: Text
    svgs: Sequence[SafeString]
    lang: str
    caption: Text = ""
    fine: Text = ""
    table: Table | None = None
    downloads: Sequence[Download] = ()


def drawing(
    figure: Figure,
    *,
    caption: Text = "",
    fine: Text = "",
    table: Table | None = None,
    downloads: Sequence[Download] = (),
) -> Drawing:
    """Put a figure on a page."""
    return Drawing(figure.title, svgs_of(figure), language(), caption, fine, table, downloads)


def svgs_of(figure: Figure) -> list[SafeString]:
    """Return the drawings of a figure, for wide screens and for narrow ones."""
    # The figures escape every word that came from data; see avert.figures.markup.
    return [mark_safe(svg) for svg in (figure.svg, figure.narrow) if svg]  # noqa: S308


def language() -> str:
    """Return the reader's language as places and figures know it."""
    return (get_language() or "en").split("-")[0]


@cache
def sheet() -> tuple[str, str]:
    """Return the style sheet of all figures and its digest, so that browsers may keep it for ever.

    It stands in a layer of its own, which the site's sheet puts after its parts and before its pages.
    """
    text = f"@layer figures {{\n{figure_css()}}}\n"
    return text, hashlib.sha256(text.encode()).hexdigest()[:16]
