"""How places are written in addresses, and links to pages that other apps may or may not provide."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.errors import UnknownPlaceError
from avert.places import Place, find_place
from avert.web.site.components import Download
from avert.web.site.places import code_of, place_or_404

LONGEST_CODE = 80


def place_at(code: str) -> Place:
    """Return the place that an address means, also where it is a key or a name. Raises UnknownPlaceError."""
    if len(code) > LONGEST_CODE:
        raise UnknownPlaceError("No place has a name as long as that.")
    try:
        return place_or_404(code.lower())
    except Http404:
        return find_place(code)


def place_url(place: Place) -> str:
    """Return the address of a place's page."""
    return reverse("country", args=[code_of(place)])


def address_or_empty(route: str, *args: object) -> str:
    """Return the address of a route, or nothing while no app provides it."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


def file_format(name: str) -> SafeString:
    """Name a file format, which is the same in every language."""
    return format_html('<span translate="no">{}</span>', {"geojson": "GeoJSON"}.get(name, name.upper()))


def downloads(*wanted: tuple[str, str, Sequence[object]]) -> list[Download]:
    """Return the downloads that this site provides; each is given as label, route and arguments."""
    found = [(label, address_or_empty(route, *args)) for label, route, args in wanted]
    return [Download(label, url) for label, url in found if url]


def briefs(place: Place) -> list[Download]:
    """Return the brief on a place in the formats that this site provides."""
    formats = ((file_format("pdf"), "pdf"), (_("Word"), "docx"), (_("Web page"), "html"))
    return downloads(*((label, "brief:document", (code_of(place), form)) for label, form in formats))
