"""The pages and the API of frameworks: what they ask, what is measured of it, and what nobody knows."""

from __future__ import annotations

import csv
import html as markup
import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.integration.web.worlds import html_of, text_of
from tests.people import client_of
from tests.small_library import FORMULA, small_home, small_library  # noqa: F401

from avert.assessment.frameworks import (
    Lens,
    Sight,
    list_frameworks,
    load_crosswalks,
    load_framework,
    load_indicators,
    two_lenses,
)
from avert.sources.store import Store
from avert.web.accounts.models import Person

UN = "/frameworks/un_framework_2014/"
PAGES = ["/frameworks/", UN, "/frameworks/lenses/", f"{UN}indicators.csv", f"{UN}measured.csv?place=eth"]
OWN = """
id: village_2026
title: "=What villages ask"
edition: "2026"
prefix: VILL
publisher: A peace committee
source: Our own meetings
terms: Ours
lenses: [conflict]
polarity: risk
scope: subnational
basis: read
time_scale: days
evidence: event
dimensions:
- id: "1"
  title: Wells
  kind: trigger
  indicators:
  - id: "1.1"
    text: "=HYPERLINK(1) <script>alert(1)</script>"
"""


@pytest.fixture
def client(analyst: Person, small_library: Store) -> Client:  # noqa: F811
    return client_of(analyst)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AVERT_HOME", str(tmp_path))
    folder = tmp_path / "frameworks"
    folder.mkdir()
    return folder


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


@pytest.mark.parametrize("address", PAGES)
def test_strangers_see_frameworks_only_where_the_deployment_publishes(
    stranger: Client,
    small_library: Store,  # noqa: F811
    settings: Any,
    address: str,
) -> None:
    closed = stranger.get(address)
    assert (closed.status_code, "/account/log-in/" in closed.headers["Location"]) == (302, True)
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get(address).status_code == 200


def test_the_list_says_of_each_what_is_checked_and_measured_and_what_one_may_do_with_it(
    client: Client,
) -> None:
    text = markup.unescape(text_of(html_of(client, "/frameworks/")))
    for line in list_frameworks():
        about = load_framework(line.id)
        assert about.title in text
        assert about.terms in text
        if line.recalled:
            assert (
                f"{line.indicators} indicators, {line.recalled} still to be checked against the source"
                in text
            )
    assert "Atrocity lens" in text
    assert "docs/howto/add-a-framework.md" in text
    assert "This deployment added" not in text


def test_a_framework_shows_every_indicator_with_what_relates_to_it_and_whether_it_is_measured(
    client: Client,
) -> None:
    html = html_of(client, UN)
    for code, indicator in load_framework("un_framework_2014").indicators.items():
        assert f'id="{code}"' in html
        assert indicator.text in markup.unescape(text_of(html))
    assert "Not a checklist to be summed" in html
    assert "still to be checked against the source" in html
    row = html.split('id="UNFA-1.6"')[1].split("</tr>")[0]
    assert "Civil liberties" in row
    assert "Experts&#x27; yearly view" in row
    assert "by no dataset" in html.split('id="UNFA-1.2"')[1].split("</tr>")[0]


def test_a_crosswalk_leads_to_the_other_indicator_and_says_the_relation_from_this_side(
    client: Client,
) -> None:
    stated = next(
        one for one in load_crosswalks() if one.from_code.startswith("UNFA-") and one.relation == "broader"
    )
    other = next(line.id for line in list_frameworks() if stated.to_code.startswith(f"{line.prefix}-"))
    asked, answered = (load_indicators()[code].dimension for code in (stated.from_code, stated.to_code))
    here = html_of(client, f"{UN}?dimension={asked}")
    there = html_of(client, f"/frameworks/{other}/?dimension={answered}")
    assert f'is part of <a href="/frameworks/{other}/#{stated.to_code}"' in here
    assert f'holds <a href="{UN}#{stated.from_code}"' in there
    assert load_indicators()[stated.to_code].text in markup.unescape(text_of(here))


def test_lens_and_dimension_narrow_what_is_shown(client: Client) -> None:
    html = html_of(client, f"{UN}?dimension=2")
    assert ('id="UNFA-2.1"' in html, 'id="UNFA-1.1"' in html) == (True, False)
    through = html_of(client, f"{UN}?lens=conflict")
    for code, indicator in load_framework("un_framework_2014").indicators.items():
        assert (f'id="{code}"' in through) is (Lens.CONFLICT in indicator.lenses), code
    for nonsense in ("?lens=x", "?dimension=99", "?place=%00", "?place=" + "a" * 5000):
        assert 'id="UNFA-9.1"' in html_of(client, UN + nonsense)


def test_of_a_country_a_figure_has_its_year_source_and_vintage_and_the_unknown_stays_unknown(
    client: Client,
) -> None:
    html = html_of(client, f"{UN}?place=ETH")
    assert "what of it is measured in" in html
    conflict = text_of(html.split('id="UNFA-1.1"')[1].split("</tr>")[0])
    assert "1 in 2024" in conflict
    assert "known from 1 June 2025" in conflict
    assert "rank" not in conflict  # only one state is known, which says nothing of its place among them
    assert "unknown" in text_of(html.split('id="UNFA-1.6"')[1].split("</tr>")[0])
    assert "0 in" not in text_of(html_of(client, f"{UN}?place=ken"))


def test_a_place_that_datasets_do_not_have_is_said_to_be_unknown(client: Client) -> None:
    assert "has no row of its own" in html_of(client, f"{UN}?place=pse")
    assert "No place has that name or code" in html_of(client, f"{UN}?place=nowhere")


def test_the_country_page_leads_to_what_frameworks_ask_of_it(client: Client) -> None:
    assert '"/frameworks/?place=eth"' in html_of(client, "/country/eth/")
    assert f'"{UN}?place=eth"' in html_of(client, "/frameworks/?place=eth")


def test_two_lenses_count_in_words_what_one_sees_that_the_other_misses(client: Client) -> None:
    both = two_lenses([load_framework(line.id) for line in list_frameworks()], load_crosswalks())
    text = text_of(html_of(client, "/frameworks/lenses/"))
    for side in (both.first, both.second):
        counts = {sight: len(side.seen(sight)) or "none" for sight in Sight}
        assert (
            f"The other side sees {counts[Sight.BOTH]} of them too, sees something related to "
            f"{counts[Sight.RELATED]}, and misses {counts[Sight.ONE]}."
        ) in text


def test_two_frameworks_stand_side_by_side_and_one_alone_is_seen_through_both_lenses(client: Client) -> None:
    html = html_of(client, "/frameworks/lenses/?first=icaf_2008&second=cda_2013")
    assert html.count('<section class="lens">') == 2
    assert "Two frameworks side by side" in html
    assert "Nobody has stated yet how these two relate" in html
    assert "#UNFA-1.1" not in html
    alone = text_of(html_of(client, "/frameworks/lenses/?first=un_framework_2014&second=un_framework_2014"))
    assert "Within United Nations Framework" in alone
    assert html_of(client, "/frameworks/lenses/?first=nothing&second=%3Cscript%3E")


def test_a_framework_of_ones_own_is_marked_and_its_text_is_never_code(
    client: Client, own_folder: Path
) -> None:
    (own_folder / "village_2026.yaml").write_text(OWN, encoding="utf-8")
    assert "This deployment added" in html_of(client, "/frameworks/")
    html = html_of(client, "/frameworks/village_2026/")
    assert "Added by this deployment" in html
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    (row,) = rows_of(client, "/frameworks/village_2026/indicators.csv")
    assert row["text"].startswith("'=HYPERLINK(1)")
    assert client.get("/api/v1/frameworks/village_2026").json()["framework"]["is_own"] is True


def test_a_broken_framework_of_ones_own_is_named_as_the_fault_on_page_and_api(
    client: Client, own_folder: Path
) -> None:
    (own_folder / "village_2026.yaml").write_text("id: [", encoding="utf-8")
    for address in ("/frameworks/", UN, "/frameworks/lenses/", f"{UN}indicators.csv"):
        answer = client.get(address)
        assert (answer.status_code, b"avert frameworks check FILE" in answer.content) == (503, True), address
    said = client.get("/api/v1/frameworks")
    assert (said.status_code, said.json()["error"]) == (503, "store")


def test_the_files_hold_what_the_page_shows(client: Client) -> None:
    rows = rows_of(client, f"{UN}indicators.csv")
    about = load_framework("un_framework_2014")
    assert [row["code"] for row in rows] == list(about.indicators)
    assert {row["basis"] for row in rows} <= {"read", "recalled"}
    measured = rows_of(client, f"{UN}measured.csv?place=eth")
    by_code = {(row["code"], row["variable"]): row for row in measured}
    assert by_code["UNFA-1.1", "conflict_intensity_max"]["value"] == "1.0"
    assert FORMULA in by_code["UNFA-1.1", "conflict_intensity_max"]["source"]
    assert by_code["UNFA-1.6", "v2x_civlib"]["value"] == ""
    assert client.get(f"{UN}measured.csv").status_code == 404


def test_the_api_lists_frameworks_and_gives_one_with_its_crosswalks(client: Client) -> None:
    lines = client.get("/api/v1/frameworks").json()["frameworks"]
    assert [line["id"] for line in lines] == [line.id for line in list_frameworks()]
    said = client.get("/api/v1/frameworks/un_framework_2014").json()
    assert said["prohibited_uses"] == ["choosing targets", "refusing asylum", "propaganda"]
    indicators = {one["code"]: one for one in said["indicators"]}
    assert len(indicators) == said["framework"]["indicators"]
    stated = next(one for one in load_crosswalks() if one.from_code in indicators)
    (crosswalk,) = [one for one in indicators[stated.from_code]["crosswalks"] if one["to"] == stated.to_code]
    assert (crosswalk["relation"], crosswalk["why"]) == (stated.relation.value, stated.why)
    assert indicators["UNFA-1.6"]["proxies"][0]["validity"]
    assert indicators["UNFA-1.2"]["proxies"] == []
    assert client.get("/api/v1/frameworks/nothing").status_code == 404


def test_the_tag_of_an_answer_changes_with_a_file_of_a_framework(client: Client, own_folder: Path) -> None:
    tag = client.get("/api/v1/frameworks").headers["ETag"]
    assert client.get("/api/v1/frameworks", headers={"If-None-Match": tag}).status_code == 304
    file = own_folder / "village_2026.yaml"
    file.write_text(OWN, encoding="utf-8")
    assert client.get("/api/v1/frameworks", headers={"If-None-Match": tag}).status_code == 200
    second = client.get("/api/v1/frameworks").headers["ETag"]
    os.utime(file, (1, 1))
    assert client.get("/api/v1/frameworks", headers={"If-None-Match": second}).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, f"{UN}?place=eth"])
def test_a_page_is_there_within_three_tenths_of_a_second_and_few_queries(
    client: Client, django_assert_max_num_queries: Any, address: str
) -> None:
    client.get(address)
    took = []
    for _again in range(3):
        began = time.thread_time()  # what the page itself takes, whoever else computes
        with django_assert_max_num_queries(12):
            client.get(address)
        took.append(time.thread_time() - began)
    assert min(took) < 0.3
