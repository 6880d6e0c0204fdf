"""The pages of claims and quadrants, on small tables and on none."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape
from tests.integration.web.worlds import NOW, html_of, text_of
from tests.people import client_of

from avert.brief.snapshot import _claims as published
from avert.risk.claims.content import claims
from avert.risk.claims.issuing import measure
from avert.sources.results import Result
from avert.sources.store import Store
from avert.web.accounts.models import Person
from claim_tables import small_tables

PAGES = ("/claims/", "/claims/quadrants/", "/claims/within-armed-conflict/")
FILES = (
    "/claims/quadrants.csv",
    "/claims/warned-in-time/definitions.csv",
    "/claims/warned-in-time/counter-examples.csv",
)


def home_with(folder: Path, frames: dict) -> Path:
    tables = small_tables()
    result = Result("claims", tuple(table.source for table in tables.values()), {}, 0, "2004", NOW)
    Store(folder / "store").put(result, frames)
    return folder


@pytest.fixture(scope="module")
def frames() -> dict:
    return measure(claims(), small_tables(), seed=0)


@pytest.fixture
def sceptic(
    analyst: Person, tmp_path: Path, settings: object, without_snapshot: None, frames: dict
) -> Client:
    """Someone who asks how it is known, of four states in four years."""
    settings.CONFIG = replace(settings.CONFIG, home=home_with(tmp_path / "home", frames))
    return client_of(analyst)


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_strangers_read_claims_only_where_reference_pages_are_published(
    sceptic: Client, stranger: Client, settings: object, address: str
) -> None:
    assert stranger.get(address).status_code == 302
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get(address).status_code == 200


def test_every_claim_is_listed_with_its_verdict_and_leads_to_its_page(sceptic: Client) -> None:
    html = html_of(sceptic, "/claims/")
    for claim in claims():
        assert claim.question in text_of(html)
        page = text_of(html_of(sceptic, f"/claims/{claim.name}/"))
        assert claim.sentence in page
        assert escape(claim.would_refute[0]) in page


def test_a_page_says_the_share_its_interval_and_how_many_definitions_agree(sceptic: Client) -> None:
    page = text_of(html_of(sceptic, "/claims/within-armed-conflict/"))
    assert "50.0 % (9.5–90.5 %) as quoted, and it holds under" in page.replace("\u202f", " ")
    assert "1 of 2; 95 % interval" in page
    assert "Uganda" in page
    assert "What this was computed from" in page


def test_a_page_shows_shares_or_relative_risks_as_asked(sceptic: Client) -> None:
    address = "/claims/within-armed-conflict/"
    assert "What share of onsets lies inside" in html_of(sceptic, address)
    assert "How much more often inside than outside" in html_of(sceptic, f"{address}?of=ratio")
    assert html_of(sceptic, address).count('class="fig ') == 2


def test_the_composite_is_said_to_be_for_tests_only_and_no_rank_of_it_is_shown(sceptic: Client) -> None:
    for name in ("within-structural-violence", "conflict-and-structure", "known-in-advance"):
        page = text_of(html_of(sceptic, f"/claims/{name}/"))
        assert "this one is used for that and shown nowhere else" in page
        assert "Exploratory" in page
        assert "No incomes are loaded here" in page
    assert "a side of the median for each country" in text_of(html_of(sceptic, "/claims/quadrants/"))


def test_what_cannot_be_computed_is_said_and_nothing_is_put_in_its_place(sceptic: Client) -> None:
    page = text_of(html_of(sceptic, "/claims/warned-in-time/"))
    assert "Only a part can be tested: that a warning was there before most onsets" in page
    assert "What cannot be computed Will." in page


def test_every_country_stands_in_its_quadrant_with_the_quadrants_record(sceptic: Client) -> None:
    html = html_of(sceptic, "/claims/quadrants/")
    high, low = (html.index(f"<h2>Without conflict, with {side}") for side in ("high", "low"))
    assert high < html.index("/country/sdn/", high) < low < html.index("/country/nga/", low)
    assert "Followed by an onset within a year:" in html


def test_files_hold_the_same_as_the_pages(sceptic: Client) -> None:
    answer = sceptic.get("/claims/within-armed-conflict/definitions.csv")
    assert (
        answer.headers["Content-Disposition"]
        == 'attachment; filename="within-armed-conflict-definitions.csv"'
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 84
    assert next(row for row in rows if row["is_main"] == "true")["definition"] == "all/same_or_before/any"
    exceptions = sceptic.get("/claims/within-armed-conflict/counter-examples.csv").content.decode()
    assert exceptions.splitlines() == ["country,country_gwcode,year,onsets", "Uganda,500,2004,1"]
    places = sceptic.get("/claims/quadrants.csv").content.decode().splitlines()
    assert len(places) == 5
    assert sceptic.get("/claims/within-armed-conflict/everything.csv").status_code == 404


def test_without_data_a_claim_still_says_how_it_would_be_tested_and_which_files_it_needs(
    reader_of_nothing: Client,
) -> None:
    page = text_of(html_of(reader_of_nothing, "/claims/warned-in-time/"))
    assert "Early Warning Project: forward out-of-sample forecasts" in page
    assert "avert data add PATH" in page
    assert "None is tested here yet" in html_of(reader_of_nothing, "/claims/")
    assert "Nothing can be shown yet" in html_of(reader_of_nothing, "/claims/quadrants/")
    assert all(reader_of_nothing.get(address).status_code == 404 for address in FILES)


def test_onsets_that_may_not_be_passed_on_are_counted_and_not_named(
    analyst: Person, tmp_path: Path, settings: object, without_snapshot: None, frames: dict
) -> None:
    settings.CONFIG = replace(
        settings.CONFIG, home=home_with(tmp_path / "published", dict(published(frames)))
    )
    page = text_of(html_of(client_of(analyst), "/claims/within-armed-conflict/"))
    assert "1 onset does not fit. It is not named here" in page
    assert "Uganda" not in page


def test_a_claim_that_does_not_exist_has_no_page(sceptic: Client) -> None:
    assert sceptic.get("/claims/nothing/").status_code == 404


@pytest.mark.parametrize("address", ["/world/", "/data/"])
def test_the_world_and_the_data_lead_to_the_claims(reader: Client, address: str) -> None:
    assert 'href="/claims/"' in html_of(reader, address)
