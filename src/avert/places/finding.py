"""From what people write to a place: one place or an error, or a ranked list for a search box."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from avert.errors import UnknownPlaceError
from avert.places.countries import (
    Place,
    all_places,
    by_gwcode,
    by_iso2,
    by_iso3,
    places_by_key,
)
from avert.places.names import Name, fold, is_in_use, language_of, words

_KIND_ORDER = {"state": 0, "territory": 1, "disputed_area": 2, "former_state": 3}
_CLOSE_ENOUGH = 0.7
_EXACT, _START, _WORD_START, _INSIDE = range(4)


@dataclass(frozen=True, slots=True)
class _Match:
    place: Place
    name: Name


def find_place(text: str, on: dt.date | None = None) -> Place:
    """Return the one place that a key, a code or a name means on a day.

    Codes are ISO 3166-1 alpha-2 and alpha-3 and bare Gleditsch–Ward numbers; names are understood in English,
    French, Spanish and Arabic whatever their case, accents and punctuation. A name that was in use on the day
    for a place that then existed wins over one that was not; a name of several places is refused, unless it
    is exactly what one of them is called.

    Args:
        text: A key (``gw:530``), a code (``ETH``, ``530``) or a name (``Ethiopia``).
        on: The day for which the name is meant; today if None.

    Raises:
        UnknownPlaceError: No place or several places; the message lists what comes near.

    >>> find_place("Soviet Union", on=dt.date(1985, 1, 1)).key, find_place("Burma").key
    ('gw:365', 'gw:775')
    >>> find_place("Congo")
    Traceback (most recent call last):
    avert.errors.UnknownPlaceError: 'Congo' may mean Republic of the Congo (gw:484) or Democratic Republic of
    the Congo (gw:490). Write the key or the full name.
    """
    return _by_code(text.strip()) or _by_name(text, on or dt.datetime.now(tz=dt.UTC).date())


def search_places(text: str, limit: int = 10, lang: str = "en") -> list[Place]:
    """Return the places that a few letters may mean, best first, for a search box.

    Names in all languages count; those in ``lang`` and those in display rank higher. Similar spellings
    are offered only where nothing contains the letters.

    >>> [place.name() for place in search_places("guin", limit=3)]
    ['Guinea', 'Guinea-Bissau', 'Equatorial Guinea']
    """
    wanted, lang = fold(text), language_of(lang)
    coded, ranks = _by_code(text.strip()), _ranks(wanted, lang) if wanted else {}
    found = sorted(ranks, key=lambda place: ranks[place]) or _similar(wanted)
    return list(dict.fromkeys([coded, *found] if coded else found))[:limit]


def _by_code(text: str) -> Place | None:
    if text.isascii() and text.isdigit():
        return by_gwcode().get(int(text))
    if text.upper().startswith("ISO3:"):
        return by_iso3().get(text[5:].upper())
    return places_by_key().get(text.lower()) or by_iso3().get(text.upper()) or by_iso2().get(text.upper())


def _by_name(text: str, day: dt.date) -> Place:
    matches = _index().get(fold(text), [])
    candidates = _likeliest(matches, day)
    for chosen in (candidates, [match for match in candidates if match.name.is_display]):
        places = _distinct(chosen)
        if len(places) == 1:
            return places[0]
    raise _not_found(text, _distinct(candidates), day)


def _likeliest(matches: list[_Match], day: dt.date) -> list[_Match]:
    if any(match.name.role == "shared" for match in matches):
        return matches
    in_use = [match for match in matches if is_in_use(match.name, match.place.names, day)]
    then_there = [match for match in in_use if match.place.existed_on(day)]
    return then_there or in_use or matches


def _not_found(text: str, candidates: list[Place], day: dt.date) -> UnknownPlaceError:
    if candidates:
        meanings = " or ".join(_labelled(candidates, day))
        return UnknownPlaceError(f"{text!r} may mean {meanings}. Write the key or the full name.")
    # A key resembles no name, and pages ask for many that are not on the list.
    near = "" if ":" in text else ", ".join(_labelled(_similar(fold(text))[:5], day))
    advice = f"Did you mean {near}?" if near else "Write a name, an ISO code or a key such as gw:530."
    return UnknownPlaceError(f"No place is called {text!r}. {advice}")


def _labelled(places: Iterable[Place], day: dt.date) -> list[str]:
    return [f"{place.name(year=day.year)} ({place.key})" for place in places]


def _distinct(matches: Iterable[_Match]) -> list[Place]:
    return list(dict.fromkeys(match.place for match in matches))


@cache
def _index() -> dict[str, list[_Match]]:
    index = defaultdict(list)
    for place in all_places():
        for name in place.names:
            index[fold(name.text)].append(_Match(place, name))
    return dict(index)


def _similar(wanted: str) -> list[Place]:
    near = difflib.get_close_matches(wanted, _index(), n=10, cutoff=_CLOSE_ENOUGH)
    return _distinct(match for spelling in near for match in _index()[spelling])


def _ranks(wanted: str, lang: str) -> dict[Place, tuple[int, ...]]:
    """Return for each place that contains the letters its best rank; lower is better."""
    ranks: dict[Place, tuple[int, ...]] = {}
    for place, name, tails in _tails():
        where = _position(wanted, tails)
        if where is not None:
            shown = (not name.is_display, name.lang != lang)
            rank = (where, *shown, _KIND_ORDER[place.kind], len(tails[0]))
            ranks[place] = min(rank, ranks.get(place, rank))
    return ranks


def _position(wanted: str, tails: tuple[str, ...]) -> int | None:
    if wanted not in tails[0]:
        return None
    if tails[0].startswith(wanted):
        return _EXACT if tails[0] == wanted else _START
    return _WORD_START if any(tail.startswith(wanted) for tail in tails) else _INSIDE


@cache
def _tails() -> list[tuple[Place, Name, tuple[str, ...]]]:
    """Return every name with its folded text from each word on."""
    found = []
    for place in all_places():
        for name in place.names:
            split = words(name.text)
            found.append((place, name, tuple("".join(split[start:]) for start in range(len(split)))))
    return found
