"""States, former states, territories and disputed areas, with their codes, names and claims.

A place has a text key ``scheme:code``: ``gw:`` for states in the list of Gleditsch and Ward (1999, *A revised
list of independent states since the Congress of Vienna*, International Interactions 25(4)), ``iso3:`` for
other places in ISO 3166-1, ``avert:`` for the rest. ``kind`` says which list a place stands in and nothing
about its status; who claims and who administers it stands beside it. ``data/README.md`` names the sources.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, cast

from avert.errors import UnknownPlaceError
from avert.places.names import Name, Role, displayed, language_of
from avert.places.shipped import Row, Span, grouped, number, rows_of, span

Kind = Literal["state", "former_state", "territory", "disputed_area"]


@dataclass(frozen=True, slots=True)
class Place:
    """One place; two are equal when their keys are.

    ``gwcode`` is also set for the few areas that Gleditsch and Ward list tentatively or that UCDP numbers;
    ``cowcode`` is the Correlates of War number today or last; ``periods`` are the spans as a state.
    ``claimed_by`` and ``administered_by`` hold keys; a place's own key stands for authorities of its own.
    ``views_country_ids`` begin with the one that VIEWS' country-month tables use.
    """

    key: str
    kind: Kind = field(compare=False)
    gwcode: int | None = field(compare=False)
    cowcode: int | None = field(compare=False)
    iso2: str | None = field(compare=False)
    iso3: str | None = field(compare=False)
    iso_numeric: int | None = field(compare=False)
    m49_region: str | None = field(compare=False)
    m49_subregion: str | None = field(compare=False)
    claimed_by: tuple[str, ...] = field(compare=False)
    administered_by: tuple[str, ...] = field(compare=False)
    note: str = field(compare=False, repr=False)
    names: tuple[Name, ...] = field(compare=False, repr=False)
    periods: tuple[Span, ...] = field(compare=False, repr=False)
    iso3_dated: tuple[tuple[str, Span], ...] = field(compare=False, repr=False)
    views_country_ids: tuple[int, ...] = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.name()

    def name(self, lang: str = "en", year: int | None = None) -> str:
        """Return what the place is called, today or in a year (the name used on 1 July).

        >>> place_of_gwcode(365).name(year=1985), place_of_gwcode(365).name("fr")
        ('Soviet Union', 'Russie')
        """
        return displayed(self.names, language_of(lang), None if year is None else _middle_of(year)).text

    def iso3_in(self, year: int) -> str | None:
        """Return the ISO 3166-1 alpha-3 code that the place bore on 1 July of a year.

        Codes are given for years before the standard of 1974 as well; None where there never was one.

        >>> place_of_gwcode(365).iso3_in(1985), place_of_gwcode(365).iso3_in(2020)
        ('SUN', 'RUS')
        """
        day = _middle_of(year)
        return next((code for code, valid in self.iso3_dated if valid.covers(day)), self.iso3)

    def is_state_on(self, day: dt.date) -> bool:
        """Tell whether Gleditsch and Ward list the place as an independent state on a day."""
        return any(period.covers(day) for period in self.periods)

    def existed_on(self, day: dt.date) -> bool:
        """Tell whether the place was a state on a day; places that never were one count as always there."""
        return not self.periods or self.is_state_on(day)

    @property
    def parent(self) -> str | None:
        """Key of the only state that claims the place, if it is undisputed and not itself."""
        return self.claimed_by[0] if len(self.claimed_by) == 1 and self.claimed_by[0] != self.key else None


@dataclass(frozen=True, slots=True)
class Claims:
    """Who claims and who administers a place, without a judgement between them."""

    place: Place
    claimed_by: tuple[Place, ...]
    administered_by: tuple[Place, ...]
    note: str


@cache
def all_places() -> tuple[Place, ...]:
    """Return every shipped place: states, former states, territories, disputed areas."""
    tables = _Tables(
        names=grouped("names", "key", _name),
        periods=grouped("state_periods", "country_gwcode", span),
        iso3_dated=grouped("iso3_dated", "key", lambda row: (row["iso3"], span(row))),
        views_ids=grouped("views_countries", "country_gwcode", lambda row: int(row["views_country_id"])),
        regions={row["m49"]: row for row in rows_of("m49")},
    )
    return tuple(_place(row, tables) for row in rows_of("places"))


@cache
def places_by_key() -> dict[str, Place]:
    """Return every place by its key."""
    return {place.key: place for place in all_places()}


def place_of_gwcode(code: int) -> Place:
    """Return the place with a Gleditsch–Ward number.

    >>> place_of_gwcode(530).key
    'gw:530'
    """
    place = by_gwcode().get(code)
    if place is None:
        raise UnknownPlaceError(
            f"{code} is no Gleditsch–Ward number. Numbers of other lists differ: "
            "take Correlates of War numbers through cow_to_gw(), VIEWS numbers through views_countries()."
        )
    return place


def place_of_iso3(code: str) -> Place:
    """Return the place with an ISO 3166-1 alpha-3 code, present or withdrawn.

    >>> place_of_iso3("PSE").key, place_of_iso3("SUN").key
    ('iso3:PSE', 'gw:365')
    """
    place = by_iso3().get(code.strip().upper())
    if place is None:
        raise UnknownPlaceError(
            f"{code!r} is no ISO 3166-1 alpha-3 code. Kosovo is XKX; areas without a code have an avert: key."
        )
    return place


def claims_of(place: Place) -> Claims:
    """Return who claims and who administers a place; both are empty where nothing is recorded.

    >>> [claimant.name() for claimant in claims_of(place_of_iso3("FLK")).claimed_by]
    ['United Kingdom', 'Argentina']
    """
    known = places_by_key()
    claimed = tuple(known[key] for key in place.claimed_by)
    return Claims(place, claimed, tuple(known[key] for key in place.administered_by), place.note)


@cache
def by_iso3() -> dict[str, Place]:
    """Return places by alpha-3 code; a code in force wins over a withdrawn one."""
    withdrawn = {code: place for place in all_places() for code, _ in place.iso3_dated}
    return withdrawn | {place.iso3: place for place in all_places() if place.iso3}


@cache
def by_iso2() -> dict[str, Place]:
    """Return places by alpha-2 code."""
    return {place.iso2: place for place in all_places() if place.iso2}


@cache
def by_gwcode() -> dict[int, Place]:
    """Return places by Gleditsch–Ward number."""
    return {place.gwcode: place for place in all_places() if place.gwcode is not None}


@dataclass(frozen=True, slots=True)
class _Tables:
    names: defaultdict[str, list[Name]]
    periods: defaultdict[str, list[Span]]
    iso3_dated: defaultdict[str, list[tuple[str, Span]]]
    views_ids: defaultdict[str, list[int]]
    regions: dict[str, Row]


def _place(row: Row, tables: _Tables) -> Place:
    key, gwcode, subregion = row["key"], row["gwcode"], tables.regions.get(row["m49"])
    return Place(
        key=key,
        kind=cast(Kind, row["kind"]),
        gwcode=number(gwcode),
        cowcode=number(row["cowcode"]),
        iso2=row["iso2"] or None,
        iso3=row["iso3"] or None,
        iso_numeric=number(row["iso_numeric"]),
        m49_region=tables.regions[subregion["region"]]["name"] if subregion else None,
        m49_subregion=subregion["name"] if subregion else None,
        claimed_by=tuple(row["claimed_by"].split()),
        administered_by=tuple(row["administered_by"].split()),
        note=row["note"],
        names=tuple(tables.names[key]),
        periods=tuple(tables.periods[gwcode]),
        iso3_dated=tuple(tables.iso3_dated[key]),
        views_country_ids=tuple(tables.views_ids[gwcode]),
    )


def _name(row: Row) -> Name:
    return Name(row["name"], row["lang"], cast(Role, row["role"]), span(row))


def _middle_of(year: int) -> dt.date:
    return dt.date(year, 7, 1)
