"""What a page is built from. A view makes these; the templates in ``site/parts/`` show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from avert.provenance import Provenance
from avert.web.site.tables import Table

Text = str | Promise


@dataclass(frozen=True)
class Crumb:
    """One step above this page."""

    label: Text
    url: str


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing; a link, so that it can be sent to someone."""

    label: Text
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Fact:
    """A term and what holds for it; ``note`` carries uncertainty, source and what would change it."""

    term: Text
    detail: Any
    note: Text = ""


@dataclass(frozen=True)
class Download:
    """A file with the same content as what is shown."""

    label: Text
    url: str


@dataclass(frozen=True)
class Figure:
    """A map, graph or timeline with its table twin.

    ``svg`` is trusted markup from ``avert.figures``; it may use classes and attributes such as ``fill``, but
    no ``style``, which the page's security policy refuses.
    """

    title: Text
    svg: SafeString
    alternative: Text
    caption: Text = ""
    table: Table | None = None
    downloads: Sequence[Download] = ()
    disclaimer: Text = ""
    is_wide: bool = False  # then it scrolls on a phone instead of shrinking until nobody can read it
    has_links: bool = False  # then a screen reader must be able to go inside


@dataclass(frozen=True)
class Empty:
    """Nothing here yet: what is missing, who could supply it, and where to begin."""

    title: Text
    text: Text = ""
    who_could: Text = ""
    action: Download | None = None


@dataclass(frozen=True)
class SourceLine:
    """Which releases a number was computed from, and when they could be known."""

    labels: Sequence[str]
    as_of: dt.date | None = None
    url: str = ""

    @classmethod
    def of(cls, provenance: Provenance, url: str = "") -> SourceLine:
        """Name the sources of a provenance, each once."""
        labels = dict.fromkeys(f"{source.title} {source.release}" for source in provenance.sources)
        return cls(list(labels), provenance.data_as_of, url)
