"""Places by name: one exact hit, a list, suggestions, or all of them by region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from avert.errors import UnknownPlaceError
from avert.places import Place, all_places, find_place, search_places
from avert.places.names import fold
from avert.web.site.drawings import language
from avert.web.world.addresses import place_url
from avert.web.world.words import region

LONGEST = 80
MOST = 30


@dataclass(frozen=True)
class Hit:
    """A place in a list; ``matched`` is the name that was meant where it is not the one shown."""

    name: str
    url: str
    kind: str | Promise
    matched: str = ""


@dataclass(frozen=True)
class Region:
    """Places of one region, A to Z."""

    name: str | Promise
    places: Sequence[Hit]


@dataclass(frozen=True)
class Found:
    """What a search gives. ``is_near`` says that nothing contains the words and that these are spelt alike."""

    words: str
    exact: Place | None
    hits: Sequence[Hit]
    is_near: bool


def found_for(words: str) -> Found:
    """Look for places by any of their names; a key or code counts as one."""
    words = words.strip()[:LONGEST]
    places = search_places(words, MOST, language()) if fold(words) else []
    matched = [_matched(place, words) for place in places]
    hits = [_hit(place, name or "") for place, name in zip(places, matched, strict=True)]
    return Found(words, _exact(words), hits, bool(places) and not any(name is not None for name in matched))


def places_by_region() -> list[Region]:
    """Return every place of today A to Z within its region, and former states apart."""
    today = [place for place in all_places() if place.kind != "former_state"]
    former = [place for place in all_places() if place.kind == "former_state"]
    grouped = sorted(today, key=lambda place: place.m49_region or "~")
    regions = [
        Region(region(name), _sorted(places))
        for name, places in groupby(grouped, key=lambda place: place.m49_region)
    ]
    return [*regions, Region(_("Former states"), _sorted(former))]


def _exact(words: str) -> Place | None:
    try:
        return find_place(words) if words else None
    except UnknownPlaceError:
        return None


def _matched(place: Place, words: str) -> str | None:
    """Return the name that contains the words, empty for the one shown; None where none does."""
    shown, wanted = place.name(language()), fold(words)
    if wanted in fold(shown) or words.casefold() in {place.key, (place.iso3 or "").casefold()}:
        return ""
    return next((name.text for name in place.names if wanted in fold(name.text)), None)


def _sorted(places: Iterable[Place]) -> list[Hit]:
    return sorted((_hit(place) for place in places), key=lambda hit: fold(hit.name))


def _hit(place: Place, matched: str = "") -> Hit:
    # Which list a place stands in says nothing about its status, so that both kinds have one word.
    kind = _("territory or disputed area") if place.kind in {"territory", "disputed_area"} else ""
    return Hit(place.name(language()), place_url(place), kind, matched)
