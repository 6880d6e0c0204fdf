"""From what people write to a place: one place or an error, or a ranked list for a search box."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

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
_CLOSE_ENOUGH = 70
_NOT_BY_GENERIC_WORDS = 50
"""Least likeness without the words that many states share: a kingdom is not meant because it is one."""
_AS_GOOD_AS = 12
"""A suggestion may score this much worse than the best one, of 100."""
_GENERIC = {
    "republic", "state", "states", "kingdom", "union", "empire", "federation", "former", "people", "peoples",
    "democratic", "dem", "rep", "islamic", "arab", "of", "and", "de", "del", "des", "du", "la", "le", "les", "et",
    "republica", "republique", "el",
}  # fmt: skip
"""Words that many states share, which say little about which one is meant."""
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
    found = sorted(ranks, key=lambda place: ranks[place]) or _distinct(_similar(text))
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
    near = "" if ":" in text else ", ".join(_suggested(_similar(text), day)[:5])
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


def _suggested(matches: list[_Match], day: dt.date) -> list[str]:
    """Label each place once: under what it is called, and the like-sounding name where that is another."""
    labels: dict[Place, str] = {}
    for match in matches:
        called = match.place.name(year=day.year)
        is_told = match.name.lang != "en" or _shares_a_beginning(match.name.text, called)
        by = "" if is_told else f"{match.name.text}, "
        labels.setdefault(match.place, f"{by}{called} ({match.place.key})")
    return list(labels.values())


def _shares_a_beginning(name: str, called: str) -> bool:
    return fold(name)[:3] == fold(called)[:3] or bool(set(_telling(name)) & set(_telling(called)))


def _similar(text: str) -> list[_Match]:
    """Return the names that are spelt most like a text, with or without words that many states share."""
    wanted, telling = fold(text), "".join(_telling(text))
    scores: dict[_Match, float] = {}
    for searched, index in ((wanted, _index()), (telling, _telling_index())):
        for spelling, score, _ in process.extract(
            searched, index.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=10
        ):
            for match in index[spelling]:
                if fuzz.ratio(telling, "".join(_telling(match.name.text))) >= _NOT_BY_GENERIC_WORDS:
                    scores[match] = max(score, scores.get(match, 0))
    best = max(scores.values(), default=0)
    near = [match for match, score in scores.items() if score >= best - _AS_GOOD_AS]
    return sorted(
        near, key=lambda match: (-scores[match], _KIND_ORDER[match.place.kind], not match.name.is_display)
    )


def _telling(text: str) -> tuple[str, ...]:
    """Return the words of a name that not many states share; all of them where there are no others."""
    split = words(text)
    return tuple(word for word in split if word not in _GENERIC) or split


@cache
def _telling_index() -> dict[str, list[_Match]]:
    index = defaultdict(list)
    for place in all_places():
        for name in place.names:
            index["".join(_telling(name.text))].append(_Match(place, name))
    return dict(index)


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
