"""From what people write to a place."""

from __future__ import annotations

import datetime as dt

import pytest

from avert.errors import UnknownPlaceError
from avert.places import all_places, find_place, search_places
from avert.places.countries import by_iso2, by_iso3
from avert.places.finding import _index
from avert.places.names import fold


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("gw:530", "gw:530"),
        ("530", "gw:530"),
        ("ETH", "gw:530"),
        ("et", "gw:530"),
        ("iso3:ETH", "gw:530"),
        (" Ethiopia ", "gw:530"),
        ("ÉTHIOPIE", "gw:530"),
        ("إثيوبيا", "gw:530"),
        ("iso3:PSE", "iso3:PSE"),
        ("avert:abkhazia", "avert:abkhazia"),
        ("cote divoire", "gw:437"),
        ("Côte d’Ivoire", "gw:437"),
        ("Ivory Coast", "gw:437"),
        ("St Vincent & the Grenadines", "gw:57"),
        ("turkiye", "gw:640"),
        ("Zaire", "gw:490"),
        ("DRC", "gw:490"),
        ("DR Congo (Zaire)", "gw:490"),
        ("Swaziland", "gw:572"),
        ("Macedonia", "gw:343"),
        ("Cape Verde", "gw:402"),
        ("East Timor", "gw:860"),
        ("USSR", "gw:365"),
        ("Rhodesia", "gw:552"),
        ("Dahomey", "gw:434"),
        ("Upper Volta", "gw:439"),
        ("Ceylon", "gw:780"),
        ("Kampuchea", "gw:811"),
        ("UK", "gw:200"),
        ("USA", "gw:2"),
        ("UAE", "gw:696"),
        ("Democratic People's Republic of Korea", "gw:731"),
        ("Guinea", "gw:438"),
        ("Sudan", "gw:625"),
        ("Yugoslavia", "gw:345"),
    ],
)
def test_keys_codes_and_names_are_understood(text: str, key: str) -> None:
    assert find_place(text).key == key


@pytest.mark.parametrize(
    ("text", "year", "key"),
    [
        ("Soviet Union", 1985, "gw:365"),
        ("Russia", 1985, "gw:365"),
        ("Sudan", 1995, "gw:625"),
        ("Korea", 1900, "gw:730"),
        ("Germany", 1940, "gw:255"),
        ("Germany", 1991, "gw:260"),
        ("Serbia", 1995, "gw:345"),
        ("Serbia", 2010, "gw:340"),
        ("Republic of China", 1930, "gw:710"),
        ("Republic of China", 1960, "gw:713"),
        ("Yemen", 1995, "gw:678"),
        ("Estonia", 1950, "gw:366"),
    ],
)
def test_a_name_means_the_place_that_bore_it_then(text: str, year: int, key: str) -> None:
    assert find_place(text, on=dt.date(year, 1, 1)).key == key


def test_a_name_passes_on_the_day_of_the_change() -> None:
    assert find_place("Serbia", on=dt.date(2006, 6, 4)).key == "gw:345"
    assert find_place("Serbia", on=dt.date(2006, 6, 5)).key == "gw:340"


@pytest.mark.parametrize(
    ("text", "year", "keys"),
    [
        ("Congo", 2024, ("gw:484", "gw:490")),
        ("Congo", 1960, ("gw:484", "gw:490")),
        ("Congo", 1985, ("gw:484", "gw:490")),
        ("Korea", 2024, ("gw:731", "gw:732")),
        ("Yemen", 1985, ("gw:678", "gw:680")),
        ("Yémen", 1985, ("gw:678", "gw:680")),
        ("Germany", 1985, ("gw:260", "gw:265")),
        ("Vietnam", 1970, ("gw:816", "gw:817")),
        ("Virgin Islands", 2024, ("iso3:VGB", "iso3:VIR")),
    ],
)
def test_an_ambiguous_name_is_refused_with_its_meanings(text: str, year: int, keys: tuple[str, str]) -> None:
    with pytest.raises(UnknownPlaceError) as refusal:
        find_place(text, on=dt.date(year, 7, 1))
    assert [key in str(refusal.value) for key in keys] == [True, True]


def test_meanings_are_given_in_the_names_of_the_day() -> None:
    with pytest.raises(UnknownPlaceError, match=r"Zaire \(gw:490\)"):
        find_place("Congo", on=dt.date(1985, 1, 1))


def test_a_misspelt_name_is_refused_with_suggestions() -> None:
    with pytest.raises(UnknownPlaceError, match=r"Did you mean Nigeria \(gw:475\), Niger \(gw:436\)"):
        find_place("Nigera")


@pytest.mark.parametrize("text", ["", "xyzzyx", "999", "gw:999", "adm1:530", "iso3:QQQ", "World"])
def test_what_no_place_is_called_is_refused(text: str) -> None:
    with pytest.raises(UnknownPlaceError, match="gw:530"):
        find_place(text)


def test_every_place_is_found_by_its_key_and_its_name_in_every_language() -> None:
    for place in all_places():
        assert find_place(place.key) == place
        last = next((period.end for period in reversed(place.periods)), None)
        assert {find_place(place.name(lang), on=last) for lang in ("en", "fr", "es", "ar")} == {place}


def test_no_code_is_another_places_name() -> None:
    codes = by_iso2() | by_iso3()
    for code, place in codes.items():
        assert {match.place for match in _index().get(fold(code), [])} <= {place}


def test_shared_names_belong_to_several_places() -> None:
    shared = [
        matches for matches in _index().values() if any(match.name.role == "shared" for match in matches)
    ]
    assert all(len({match.place for match in matches}) > 1 for matches in shared)


def test_search_puts_what_begins_so_first() -> None:
    assert [place.name() for place in search_places("mali")][:1] == ["Mali"]
    assert [place.name() for place in search_places("guin", limit=2)] == ["Guinea", "Guinea-Bissau"]
    assert "South Sudan" in [place.name() for place in search_places("sudan")]


def test_search_reads_all_languages_and_prefers_the_readers() -> None:
    assert search_places("Allem")[0].name() == "Germany"
    assert search_places("السود", lang="ar")[0].name() == "Sudan"
    assert search_places("Guinée", lang="fr")[0].name("fr") == "Guinée"


def test_search_takes_codes_and_forgives_slips() -> None:
    assert search_places("530")[0].key == "gw:530"
    assert search_places("gw:530")[0].key == "gw:530"
    assert search_places("ethopia")[0].key == "gw:530"
    assert search_places("zzzzz") == search_places("") == search_places("  ") == []


def test_search_keeps_to_the_limit_and_repeats_nothing() -> None:
    found = search_places("a", limit=25)
    assert len(found) == len(set(found)) == 25
