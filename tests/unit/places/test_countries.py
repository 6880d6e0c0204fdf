"""Codes, names by year and claims, and the soundness of the shipped tables."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

import avert.places
from avert.errors import InputError, UnknownPlaceError
from avert.places import LANGUAGES, Place, all_places, claims_of, find_place, place_of_gwcode, place_of_iso3
from avert.places.names import fold

DATA = Path(avert.places.__file__).parent / "data"
STATES = [place for place in all_places() if place.kind == "state"]
FORMER_STATES = [place for place in all_places() if place.kind == "former_state"]


def is_repeated(values: list[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


@pytest.mark.parametrize("code", ["key", "gwcode", "iso2", "iso3", "iso_numeric"])
def test_no_two_places_share_a_code(code: str) -> None:
    values = [getattr(place, code) for place in all_places()]
    assert is_repeated([value for value in values if value is not None]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_place_is_called_something_of_its_own_in_every_language(lang: str) -> None:
    assert is_repeated([fold(place.name(lang)) for place in all_places()]) == []


def test_keys_follow_from_the_lists_that_name_a_place() -> None:
    for place in all_places():
        scheme, _, code = place.key.partition(":")
        assert {"gw": str(place.gwcode), "iso3": place.iso3, "avert": code}[scheme] == code
        assert (scheme == "gw") == bool(place.periods)


def test_a_state_stands_today_and_a_former_state_no_longer() -> None:
    assert all(place.periods[-1].end is None for place in STATES)
    assert all(place.periods[-1].end is not None for place in FORMER_STATES)


def test_every_state_of_today_has_all_codes_and_a_region() -> None:
    for place in STATES:
        assert place.iso2
        assert place.iso3
        assert place.m49_region
        assert place.m49_subregion
        assert place.iso_numeric or place.iso3 == "XKX"


def test_iso_3166_is_complete() -> None:
    listed = {place.iso3 for place in all_places() if place.iso_numeric and place.kind != "former_state"}
    assert len(listed - {"ANT"}) == 249


def test_periods_of_a_state_follow_one_another() -> None:
    for place in [*STATES, *FORMER_STATES]:
        days = [day for period in place.periods for day in (period.start, period.end) if day]
        assert days == sorted(set(days))


def test_microstates_are_states() -> None:
    codes = (54, 221, 232, 331, 403, 591, 935, 970, 971, 972, 973, 990)
    assert {place_of_gwcode(code).kind for code in codes} == {"state"}


def test_serbia_was_a_state_twice() -> None:
    serbia = place_of_gwcode(340)
    days = (dt.date(1900, 1, 1), dt.date(1980, 1, 1), dt.date(2006, 6, 5))
    assert [serbia.is_state_on(day) for day in days] == [True, False, True]


@pytest.mark.parametrize(
    ("gwcode", "year", "name"),
    [
        (365, 1985, "Soviet Union"),
        (365, 1991, "Soviet Union"),
        (365, 1992, "Russia"),
        (490, 1990, "Zaire"),
        (490, 2000, "Democratic Republic of the Congo"),
        (775, 1985, "Burma"),
        (345, 1999, "Yugoslavia"),
        (345, 2006, "Serbia and Montenegro"),
        (678, 1985, "Yemen Arab Republic"),
        (260, 1990, "Federal Republic of Germany"),
        (572, 2017, "Swaziland"),
        (640, 1900, "Ottoman Empire"),
        (640, 2021, "Turkey"),
        (640, None, "Türkiye"),
        (437, None, "Côte d'Ivoire"),
        (316, None, "Czechia"),
        (402, None, "Cabo Verde"),
        (343, None, "North Macedonia"),
        (775, None, "Myanmar"),
    ],
)
def test_a_place_bears_the_name_of_its_time(gwcode: int, year: int | None, name: str) -> None:
    assert place_of_gwcode(gwcode).name(year=year) == name


def test_names_come_in_four_languages_and_by_language_tag() -> None:
    ethiopia = place_of_gwcode(530)
    assert [ethiopia.name(lang) for lang in LANGUAGES] == ["Ethiopia", "Éthiopie", "Etiopía", "إثيوبيا"]
    assert ethiopia.name("fr-CA") == "Éthiopie"


def test_a_language_without_names_is_refused() -> None:
    with pytest.raises(InputError, match="en, fr, es, ar"):
        place_of_gwcode(530).name("de")


@pytest.mark.parametrize(
    ("gwcode", "year", "code"),
    [(365, 1985, "SUN"), (365, 2020, "RUS"), (490, 1990, "ZAR"), (345, 1990, "YUG"), (345, 2005, "SCG")],
)
def test_a_place_bears_the_code_of_its_time(gwcode: int, year: int, code: str) -> None:
    assert place_of_gwcode(gwcode).iso3_in(year) == code


@pytest.mark.parametrize(
    ("code", "key"),
    [("ETH", "gw:530"), ("PSE", "iso3:PSE"), ("SUN", "gw:365"), ("YUG", "gw:345"), ("XKX", "gw:347")],
)
def test_alpha_3_codes_lead_to_places_also_when_withdrawn(code: str, key: str) -> None:
    assert place_of_iso3(code).key == key


def test_unknown_codes_are_refused_with_advice() -> None:
    with pytest.raises(UnknownPlaceError, match="cow_to_gw"):
        place_of_gwcode(679)
    with pytest.raises(UnknownPlaceError, match="XKX"):
        place_of_iso3("QQQ")


def test_numbers_that_others_add_lead_to_areas_that_are_no_states() -> None:
    assert [place_of_gwcode(code).key for code in (396, 397, 751)] == [
        "avert:abkhazia",
        "avert:south-ossetia",
        "avert:hyderabad",
    ]
    assert not place_of_gwcode(396).is_state_on(dt.date(2020, 1, 1))


def test_correlates_of_war_and_views_numbers_stand_on_the_place() -> None:
    cowcodes = {260: 255, 678: 679, 340: 345, 970: 946, 971: 970, 530: 530, 711: None}
    assert {code: place_of_gwcode(code).cowcode for code in cowcodes} == cowcodes
    assert place_of_gwcode(625).views_country_ids == (245, 59)


def test_territories_and_disputed_areas_exist_with_their_claimants() -> None:
    for name in ("Palestine", "Western Sahara", "Abkhazia", "Northern Cyprus", "Somaliland", "Transnistria"):
        assert claims_of(find_place(name)).claimed_by
    assert place_of_gwcode(713).claimed_by == ("gw:713", "gw:710")
    assert claims_of(find_place("Bir Tawil")).claimed_by == ()


def test_only_an_undisputed_territory_has_a_parent() -> None:
    assert place_of_iso3("GRL").parent == "gw:390"
    assert place_of_iso3("FLK").parent is None
    assert place_of_iso3("VAT").parent is None


def test_claims_name_shipped_places() -> None:
    for place in all_places():
        claims = claims_of(place)
        assert len(claims.claimed_by) == len(place.claimed_by)
        assert len(claims.administered_by) == len(place.administered_by)
    assert all(
        claims_of(place).claimed_by
        for place in all_places()
        if place.kind == "territory"
        if place.iso2 != "AQ"
    )


def test_shipped_places_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        place_of_gwcode(530).key = "gw:531"  # type: ignore[misc]


def test_a_place_reads_as_its_name() -> None:
    place: Place = place_of_gwcode(530)
    assert f"{place}" == "Ethiopia"
    assert {place: 1}[find_place("ETH")] == 1


def test_the_tables_stay_small_and_are_explained() -> None:
    tables = list(DATA.glob("*.csv"))
    assert sum(table.stat().st_size for table in tables) < 400_000
    explained = (DATA / "README.md").read_text(encoding="utf-8")
    assert [table.name for table in tables if table.name not in explained] == []
