from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags
from tests.integration.web.test_words import Text, bare_words
from tests.integration.web.worlds import html_of, text_of

from avert.places import find_place
from avert.web.site.places import code_of


def test_a_country_shows_the_blackout_first_and_who_could_tell(reader: Client) -> None:
    text = text_of(html_of(reader, "/country/eth/"))
    assert text.index("Reporting blackout") < text.index("What changed since last year")
    assert "No death has been recorded since January 2022: 3 months in a row." in text
    assert "district peace committees" in text


def test_a_country_shows_both_lenses_and_what_is_not_assessed(reader: Client) -> None:
    text = text_of(html_of(reader, "/country/mmr/"))
    assert "Associations, not causes" in text
    assert "No list of mass killings that is loaded covers this place" in text
    for word in (
        "Relationships",
        "Identity",
        "Grievances",
        "Dividers and connectors",
        "Capacities for peace",
    ):
        assert re.search(rf"{word} .*? Not yet assessed\. Who could:", text), word
    assert "no structural indicators are loaded" in text
    assert "up from 8.0 % a year earlier" in text


def test_deaths_not_known_are_missing_and_deaths_not_recorded_are_zero(reader: Client) -> None:
    html = html_of(reader, "/country/eth/")
    twin = html.split("The same as a table")[1]
    rows = {
        year: strip_tags(cells) for year, cells in re.findall(r'row">(\d{4})</th>(.*?)</tr>', twin, re.DOTALL)
    }
    assert "missing" in rows["2022"]
    assert re.match(r"120 \(96–240\)00", rows["2021"])


def test_a_side_that_no_source_names_is_said_to_be_unidentified(reader: Client) -> None:
    html = html_of(reader, "/country/eth/")
    assert "not identified" in html
    assert "XXX530" not in html


def test_names_and_labels_from_data_are_escaped(reader: Client) -> None:
    for address in ("/country/sdn/", "/country/mmr/"):
        html = html_of(reader, address)
        assert "&lt;script&gt;" in html
        assert "<script>alert" not in html


@pytest.mark.parametrize("place", ["Palestine", "Western Sahara", "avert:crimea"])
def test_a_place_without_a_row_says_so_and_who_administers_it(reader: Client, place: str) -> None:
    text = text_of(html_of(reader, f"/country/{code_of(find_place(place))}/"))
    assert "is not on it" in text
    assert "not a sign of calm" in text
    assert "Administered by:" in text
    assert "0 deaths" not in text


@pytest.mark.parametrize("code", ["ETH", "gw:530", "Ethiopia", "eth"])
def test_a_country_has_one_address(reader: Client, code: str) -> None:
    assert html_of(reader, f"/country/{code}/").count("<h1>") == 1
    answer = reader.get(f"/country/{code}/")
    assert answer.status_code == 200 if code == "eth" else answer.headers["Location"] == "/country/eth/"


def test_an_unknown_place_is_no_page_but_suggests_others(reader: Client) -> None:
    answer = reader.get("/country/ethiopa/")
    assert answer.status_code == 404
    assert "Ethiopia" in answer.content.decode()
    assert reader.get(f"/country/{'x' * 500}/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/country/eth/", "/country/mmr/", "/country/pse/", "/world/?measure=deaths"]
)
def test_every_word_of_a_page_can_be_translated(
    reader: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    translation.gettext("load Django's translation functions before replacing them")
    monkeypatch.setattr(translation._trans, "gettext", lambda text: f"⟦{text}⟧" if text else text)
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, n: f"⟦{one if n == 1 else many}⟧")
    html = reader.get(address).content.decode()
    while (
        inner := re.sub("⟦[^⟦⟧]*⟧", "", html)
    ) != html:  # a translated word may stand in a translated sentence
        html = inner
    assert bare_words(Text(html)) == []
