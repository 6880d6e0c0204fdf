"""What single cells say: keys, dates, codes of places, words for status and for types of organisation."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from avert.errors import UnknownPeriodError
from avert.periods import first_day, last_day
from avert.places.names import words
from avert.society.imports import messages
from avert.society.imports.result import ActivityRow, Problem, StructureRow, TieRow
from avert.society.vocabulary import Kind, Level, Sector, Status

LONGEST_KEY = 200
NOTHING_SAID = {
    "",
    "-",
    "–",
    "n/a",
    "na",
    "none",
    "null",
    "tbd",
    "tbc",
    "unknown",
    "ongoing",
    "not available",
    "open",
}
_SEVERAL = re.compile(r"\s*[;|]\s*")
_PCODE = re.compile(r"[A-Z]{2,3}[0-9][0-9A-Z_-]{0,16}|[A-Z]{2,3}")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WITH_MONTH = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%b-%y", "%b %Y", "%B %Y")

STATUSES: dict[str, Status] = {
    **dict.fromkeys(("planned", "pipeline", "prevu", "planifie", "planificado"), Status.PLANNED),
    **dict.fromkeys(
        ("ongoing", "implementation", "active", "in progress", "en cours", "en curso"), Status.ONGOING
    ),
    **dict.fromkeys(
        ("done", "completed", "complete", "closed", "finalisation", "ended", "termine", "finalizado"),
        Status.DONE,
    ),
    **dict.fromkeys(
        ("stopped", "cancelled", "canceled", "suspended", "on hold", "suspendu", "cancelado"), Status.STOPPED
    ),
}

Type = tuple[Sector | None, Kind | None, Level | None]
_INTERNATIONAL_NGO: Type = (Sector.INTERNATIONAL, Kind.ASSOCIATION, None)
_NATIONAL_NGO: Type = (Sector.CIVIL_SOCIETY, Kind.ASSOCIATION, None)
_UN: Type = (Sector.INTERNATIONAL, Kind.AGENCY, None)
TYPES: dict[str, Type] = {
    **dict.fromkeys(("ingo", "international ngo", "int ngo", "ong internationale"), _INTERNATIONAL_NGO),
    **dict.fromkeys(("nngo", "lngo", "national ngo", "local ngo", "ong nationale", "ong locale", "cso"), _NATIONAL_NGO),
    **dict.fromkeys(("un", "un agency", "united nations", "nations unies", "donor"), _UN),
    **dict.fromkeys(("cbo", "community based organisation", "community based organization"),
                    (Sector.CIVIL_SOCIETY, Kind.ASSOCIATION, Level.GRASSROOTS)),
    **dict.fromkeys(("government", "gov", "govt", "gouvernement", "gobierno"), (Sector.GOVERNMENT, None, None)),
    **dict.fromkeys(("private", "private sector", "business"), (Sector.BUSINESS, None, None)),
    **dict.fromkeys(("academic", "academia", "university"), (Sector.ACADEMIA, None, None)),
    **dict.fromkeys(("faith based", "faith based organisation", "religious", "fbo"),
                    (Sector.RELIGIOUS, Kind.FAITH_BODY, None)),
    "media": (Sector.MEDIA, None, None),
    "ngo": (None, Kind.ASSOCIATION, None),
    "red cross": (None, Kind.ASSOCIATION, None),
    "red cross red crescent": (None, Kind.ASSOCIATION, None),
}  # fmt: skip

AnyRow = TypeVar("AnyRow", StructureRow, ActivityRow, TieRow)


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Return the words of a text in small letters without accents, as words are looked up.

    >>> plain("Int'l  N.G.O.")
    'intl n g o'
    """
    return " ".join(words(text))


@lru_cache(maxsize=65_536)
def key_of(scheme: str, *names: str) -> str:
    """Return a key that two spellings of the same names share; a long one ends in a digest.

    >>> key_of("3w", "The Côte  Office"), key_of("3w", "")
    ('3w:cote-office', '3w:')
    """
    said = ":".join("-".join(words(name)) or " ".join(name.split()) for name in names)
    return bounded(f"{scheme}:{said}")


def bounded(key: str) -> str:
    """Return a key no longer than may be kept."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 33]}~{hashlib.sha256(key.encode()).hexdigest()[:32]}"


@lru_cache(maxsize=65_536)
def several(text: str) -> tuple[str, ...]:
    """Return the parts of a cell that lists some with ; or | between them."""
    return tuple(dict.fromkeys(part for part in _SEVERAL.split(text) if part))


def is_said(text: str) -> bool:
    """Return whether a cell says anything."""
    return text.casefold() not in NOTHING_SAID


@lru_cache(maxsize=65_536)
def place_key(code: str) -> str | None:
    """Return the key of a p-code, or None where it is none.

    >>> place_key("so1102"), place_key("Mudug region")
    ('pcode:SO1102', None)
    """
    upper = code.upper()
    return f"pcode:{upper}" if _PCODE.fullmatch(upper) else None


def day_first(dates: Iterable[str], column: str) -> tuple[bool | None, list[Problem]]:
    """Return whether the dates of a column begin with the day, told from those that can be read in one way only."""
    is_first: set[bool] = set()
    is_open = False
    for text in dates:
        if found := _NUMBERS.fullmatch(text):
            one, two = int(found[1]), int(found[2])
            is_open = is_open or one != two
            is_first |= {one > 12} if (one > 12) != (two > 12) else set()
    if len(is_first) == 2:
        return None, [Problem(0, column, messages.DAY_AND_MONTH, is_fatal=True)]
    if is_open and not is_first:
        return None, [Problem(0, column, messages.DAY_OR_MONTH, is_fatal=True)]
    return (is_first.pop() if is_first else True), []


@lru_cache(maxsize=65_536)
def date_of(text: str, *, is_day_first: bool | None, is_end: bool = False) -> dt.date | None:
    """Return the day that a text names, a month's or year's first or last; None where it is no date.

    >>> date_of("31/12/2024", is_day_first=True), date_of("2024-02", is_day_first=None, is_end=True)
    (datetime.date(2024, 12, 31), datetime.date(2024, 2, 29))
    """
    try:
        return (last_day if is_end else first_day)(text.partition("T")[0])
    except UnknownPeriodError:
        pass
    if found := _NUMBERS.fullmatch(text):
        if is_day_first is None:
            return None
        day, month = (found[1], found[2]) if is_day_first else (found[2], found[1])
        return _day(int(found[3]), int(month), int(day))
    for form in _WITH_MONTH:
        try:
            day_found = dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
        return last_day(day_found.isoformat()[:7]) if is_end and "%d" not in form else day_found
    return None


def once(rows: Iterable[tuple[int, AnyRow]], column: str) -> tuple[tuple[AnyRow, ...], list[Problem]]:
    """Return rows by their key, identical ones once; the same key with another content is a problem."""
    kept: dict[str, AnyRow] = {}
    problems = []
    for number, row in rows:
        if (known := kept.setdefault(row.key, row)) is not row and known != row:
            problems.append(Problem(number, column, messages.TWICE, is_fatal=True))
    return tuple(kept[key] for key in sorted(kept)), problems


def best_names(spellings: Mapping[str, Mapping[str, int]]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return by language the name that is written most often, and all others, whatever the order they came in."""
    name = {
        lang: min(counted, key=lambda text: (-counted[text], text))
        for lang, counted in sorted(spellings.items())
    }
    others = {text for counted in spellings.values() for text in counted} - set(name.values())
    return name, tuple(sorted(others))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
