"""Places in addresses: ``eth`` for what has an ISO 3166-1 code, ``gw-817`` or ``avert-crimea`` for the rest."""

from __future__ import annotations

import re
from functools import cache

from django.http import Http404

from avert.places import Place, all_places


def code_of(place: Place) -> str:
    """Return how an address writes a place: its ISO 3166-1 code in small letters, else its key as a slug.

    >>> from avert.places import find_place
    >>> code_of(find_place("Ethiopia")), code_of(find_place("avert:crimea"))
    ('eth', 'avert-crimea')
    """
    if place.iso3:
        return place.iso3.lower()
    return re.sub(r"[^a-z0-9]+", "-", place.key.lower())


def place_or_404(code: str) -> Place:
    """Return the place that an address means, or answer that there is no such page."""
    place = _places().get(code)
    if place is None:
        raise Http404
    return place


@cache
def _places() -> dict[str, Place]:
    return {code_of(place): place for place in all_places()}
