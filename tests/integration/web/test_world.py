from __future__ import annotations

import datetime as dt
import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from django.utils.html import strip_tags
from tests.integration.web.worlds import HOSTILE, html_of, text_of
from tests.people import client_of

from avert.web.accounts.models import Person
from avert.web.site.drawings import sheet
from avert.web.world import numbers
from avert.web.world.measures import SHOWN

REFERENCE = ("/world/", "/country/eth/", "/data/", "/search/")
MOST_QUERIES = 3  # who is logged in
OF_VIEWER = (
    26  # a country's page: structures, notes, signals, warnings, commitments, assessments, and by which roles
)


# The door -------------------------------------------------------------------------------------------------


def test_logging_in_leads_to_today(reader: Client) -> None:
    assert reader.get("/", follow=True).redirect_chain == [("/today/", 302)]


@pytest.mark.parametrize("address", REFERENCE)
def test_strangers_read_the_world_only_where_it_is_published(
    stranger: Client, home: Path, settings: object, without_snapshot: None, address: str
) -> None:
    settings.CONFIG = replace(settings.CONFIG, home=home)
    assert stranger.get(address).status_code == 302
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get(address).status_code == 200


@pytest.mark.parametrize("address", REFERENCE)
def test_pages_ask_the_database_for_no_more_than_who_is_reading_and_how_much_of_records_that_one_may_read(
    reader: Client, django_assert_max_num_queries: object, address: str
) -> None:
    counts_records = address.startswith("/country/")
    with django_assert_max_num_queries(MOST_QUERIES + OF_VIEWER * counts_records):
        reader.get(address)


# The world ------------------------------------------------------------------------------------------------


def test_the_world_asks_its_question_and_ranks_with_intervals(reader: Client) -> None:
    html = html_of(reader, "/world/")
    assert "Where is a new mass killing most likely to begin?" in html
    text = text_of(html)
    assert re.search(r"Myanmar.*highest.*10\.0 %.*5\.0–20\.0 %.*1 1–2", text)
    assert "2025–2026" in text
    assert "expulsion or sexual violence without mass death" in text


@pytest.mark.parametrize("measure", SHOWN)
def test_every_measure_has_a_map_a_list_and_a_source(reader: Client, measure: str) -> None:
    html = html_of(reader, f"/world/?measure={measure}")
    assert "fig-map" in html
    assert "Boundaries are today" in html
    assert 'class="source"' in html


def test_a_state_without_a_number_is_listed_as_unknown_and_not_as_zero(reader: Client) -> None:
    html = html_of(reader, "/world/?all=yes")
    row = re.search(r"<tr>(?:(?!</tr>).)*Tuvalu.*?</tr>", html, re.DOTALL)
    assert row
    assert "missing" in row[0]
    assert "0" not in strip_tags(re.sub(r"<a.*?</a>", "", row[0]))


def test_a_silent_record_is_flagged_in_the_list(reader: Client) -> None:
    html = html_of(reader, "/world/?measure=deaths&year=2021")
    assert re.search(r"Ethiopia.*?reporting blackout", html, re.DOTALL)
    assert "no sign of calm" in html


def test_the_list_is_filtered_by_any_name_and_sorted_without_a_script(reader: Client) -> None:
    burma = text_of(html_of(reader, "/world/?name=burma"))
    assert "Myanmar" in burma.split("Ranked list")[1]
    assert "1 of 195 places" in burma
    rows = re.findall(
        r'<th scope="row"><a[^>]*><bdi[^>]*>([^<]+)', html_of(reader, "/world/?all=yes&sort=place")
    )
    assert rows[:2] == ["Afghanistan", "Albania"]


def test_nothing_found_by_a_hostile_name_is_run(reader: Client) -> None:
    html = html_of(reader, f"/world/?name={HOSTILE}")
    assert "<script>alert" not in html
    assert "No place in this list" in html


@pytest.mark.parametrize("query", ["measure=misery", "year=1850", "year=x", "measure=deaths&year=2021x"])
def test_what_cannot_be_asked_is_no_page(reader: Client, query: str) -> None:
    assert reader.get(f"/world/?{query}").status_code == 404


@pytest.mark.parametrize("address", ["/world/", "/country/eth/"])
def test_with_nothing_loaded_pages_say_what_to_do(reader_of_nothing: Client, address: str) -> None:
    html = html_of(reader_of_nothing, address)
    assert "avert data add" in html
    assert "says nothing of any place" in html


# Search, data, style --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Burma", "mmr"),
        ("Zaïre", "cod"),
        ("cote d'ivoire", "civ"),
        ("ميانمار", "mmr"),
        ("Birmanie", "mmr"),
        ("TUV", "tuv"),
    ],
)
def test_one_exact_hit_in_any_language_leads_to_the_country(reader: Client, words: str, code: str) -> None:
    assert reader.get("/search/", {"q": words}).headers["Location"] == f"/country/{code}/"


def test_several_places_are_listed_and_misspelt_ones_suggested(reader: Client) -> None:
    assert "Guinea-Bissau" in html_of(reader, "/search/?q=guin")
    assert "spelt alike" in html_of(reader, "/search/?q=Ethiopa")


@pytest.mark.parametrize("words", ["", "  ", HOSTILE, "zzzzqqq", "x" * 5000])
def test_with_no_hit_all_places_are_there(reader: Client, words: str) -> None:
    html = reader.get("/search/", {"q": words}).content.decode()
    assert "Tuvalu" in html
    assert "Western Sahara" in html
    assert "<script>alert" not in html


def test_the_data_page_says_where_from_how_old_and_how_to_cite(reader: Client) -> None:
    text = text_of(html_of(reader, "/data/"))
    assert "your data" in text
    assert "not loaded" in text
    assert "inferred" in text
    assert "Cite it." in text
    assert "avert data add" in text


def test_the_packaged_snapshot_is_named_as_such(analyst: Person, tmp_path: Path, settings: object) -> None:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    assert "snapshot that came with Avert" in text_of(html_of(client_of(analyst), "/data/"))


def test_the_figures_sheet_may_be_kept_for_ever_and_follows_the_sites_appearance(reader: Client) -> None:
    address = re.search(r'href="(/figures/\w+\.css)"', html_of(reader, "/world/"))[1]
    answer = reader.get(address)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "[data-appearance=dark]" in answer.content.decode()
    assert reader.get("/figures/other.css").status_code == 404


def test_the_world_fits_a_slow_line(analyst: Person, tmp_path: Path, settings: object) -> None:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)  # the snapshot, which has every country
    page = client_of(analyst).get("/world/").content + sheet()[0].encode()
    files = [
        gzip.compress(Path(finders.find(name)).read_bytes(), 9)
        for name in ("avert/avert.css", "avert/site.js")
    ]
    font = Path(finders.find("avert/dist/sans-latin.woff2")).stat().st_size
    assert len(gzip.compress(page, 6)) + sum(map(len, files)) + font <= 150_000


def test_numbers_are_rounded_and_not_cut_off() -> None:
    assert numbers.percent(0.10499) == "10.5\u202f%"
    assert numbers.percent(0.00176) == "0.18\u202f%"
    assert numbers.decimal(-0.056) == "−0.06"
    assert numbers.age(dt.date(2022, 2, 1), dt.datetime(2026, 1, 2, tzinfo=dt.UTC)) == "3 years ago"


def test_nothing_about_a_reader_is_kept(reader: Client) -> None:
    cache.clear()
    html_of(reader, "/country/eth/")
    assert not getattr(cache, "_cache", {})
