"""The ranking of risk, how good the models are, and what earlier forecasts were worth."""

from __future__ import annotations

import csv
import datetime as dt
import html as markup
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from tests import tested_risks
from tests.integration.web.test_replays import known_later, page, told_too_early
from tests.integration.web.worlds import html_of
from tests.people import client_of

from avert.brief.snapshot import _evaluation
from avert.replays import load_replay
from avert.sources.results import Result
from avert.sources.store import Store
from avert.web.accounts.models import Person

PAGES = ("/risk/", "/risk/models/", "/risk/hindsight/")
FILES = ("ranking", "scores", "reliability", "hindsight", "years")
MOST_QUERIES = 3  # who is logged in


@pytest.fixture(scope="session")
def tested_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    store = Store(home / "store")
    tested_risks.put_evaluation(store)
    tested_risks.put_risks(store, 2023, 0.01)
    tested_risks.put_risks(store, 2024)
    tested_risks.put_risks(store, 2006, is_past=True)
    tested_risks.put_risks(store, 2024, 0.3, model="prior_rate")
    return home


@pytest.fixture
def analyst_reads(analyst: Person, tested_home: Path, settings: object, without_snapshot: None) -> Client:
    settings.CONFIG = replace(settings.CONFIG, home=tested_home)
    return client_of(analyst)


def text_of(html: str) -> str:
    """The words of a page, those of neighbouring cells apart."""
    bare = re.sub(r"<[^>]*>", " ", re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL))
    return re.sub(r"\s+", " ", markup.unescape(bare))


@pytest.mark.parametrize("address", [*PAGES, *(f"/risk/{name}.csv" for name in FILES)])
def test_strangers_read_of_risk_only_where_it_is_published(
    stranger: Client, tested_home: Path, settings: object, without_snapshot: None, address: str
) -> None:
    settings.CONFIG = replace(settings.CONFIG, home=tested_home)
    assert stranger.get(address).status_code == 302
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get(address).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, "/risk/ranking.csv", "/risk/hindsight.csv"])
def test_pages_of_risk_ask_the_database_only_who_is_reading(
    analyst_reads: Client, django_assert_max_num_queries: object, address: str
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        analyst_reads.get(address)


# The ranking ------------------------------------------------------------------------------------------------


def test_the_ranking_has_intervals_of_risk_and_of_rank_and_what_changed(analyst_reads: Client) -> None:
    text = text_of(html_of(analyst_reads, "/risk/"))
    assert "For 2025–2026, by the model ewp2025" in text
    assert re.search(r"Myanmar 2 1–6 highest 5\.0 % 2\.5–7\.5 % 2 6\.0 % not clear", text)
    assert re.search(r"30 of 61 places", text)
    assert "Panel of EWP 2025-09-03" in text
    everyone = text_of(html_of(analyst_reads, "/risk/?all=yes"))
    assert re.search(r"Libya 60 56–64 lower 0\.17 % .*? 60 1\.2 % fallen", everyone)


def test_a_country_without_a_risk_is_listed_as_missing(analyst_reads: Client) -> None:
    html = html_of(analyst_reads, "/risk/?name=tunisia")
    row = re.search(r"<tr>(?:(?!</tr>).)*Tunisia.*?</tr>", html, re.DOTALL)
    assert row
    assert "missing" in row[0]
    assert "1 more cannot be ranked" in html


def test_the_ranking_is_filtered_by_region_and_by_any_name_without_a_script(analyst_reads: Client) -> None:
    africa = text_of(html_of(analyst_reads, "/risk/?region=Eastern+Africa")).split("Ranked list")[1]
    assert "Kenya" in africa
    assert "Myanmar" not in africa
    assert "Myanmar" in text_of(html_of(analyst_reads, "/risk/?name=burma")).split("Ranked list")[1]
    assert "fig-interval" in html_of(analyst_reads, "/risk/")
    assert "fig-interval" not in html_of(analyst_reads, "/risk/?name=burma"), "it would count anew from one"
    assert "No place in this list fits." in html_of(analyst_reads, "/risk/?name=nowhere")


def test_another_model_is_shown_only_where_it_is_asked_for(analyst_reads: Client) -> None:
    assert "30.0" not in text_of(html_of(analyst_reads, "/world/?name=libya"))
    other = html_of(analyst_reads, "/risk/?model=prior_rate&name=libya")
    assert "30.2" in other
    assert "ranks none" in other
    assert analyst_reads.get("/risk/?model=oracle").status_code == 404


def test_a_look_back_never_takes_the_place_of_the_newest_ranking(analyst_reads: Client) -> None:
    assert "2025–2026" in text_of(html_of(analyst_reads, "/world/"))
    assert "2007–2008" not in text_of(html_of(analyst_reads, "/risk/"))


# The models -------------------------------------------------------------------------------------------------


def test_models_are_compared_by_log_loss_first_each_score_with_its_interval(analyst_reads: Client) -> None:
    html = html_of(analyst_reads, "/risk/models/")
    metrics = re.findall(r'<th scope="row">([^<]+)', html.split('id="scores"')[1].split("</table>")[0])
    assert [name.strip() for name in metrics[:2]] == ["Log-loss", "AUC"]
    text = text_of(html)
    assert re.search(r"Log-loss lower is better 0\.\d{4} 0\.\d{4} … 0\.\d{4}", text)
    assert "models are developed on it" in text
    assert "held out, opened once" in text
    assert "not from the data that were published by then" in text
    assert "Forecasts tested 300" in text
    assert re.search(r"ewp2025 3 of 4 2007–2023 0\.750 0\.800 0\.9000 32\.5", text)


def test_a_difference_whose_interval_holds_zero_is_not_told_apart() -> None:
    from avert.web.world.risk.models_page import difference_word

    loss = {"metric": "log_loss", "value": -0.1, "low": -0.2, "high": 0.1}
    assert difference_word(loss) == "not told apart"
    assert difference_word(loss | {"high": -0.05}) == "better"
    assert difference_word(loss | {"metric": "auc", "high": -0.05}) == "worse"


def test_each_model_has_its_reliability_its_card_and_its_data_sheet(analyst_reads: Client) -> None:
    html = html_of(analyst_reads, "/risk/models/?model=ewp2025")
    assert "fig-stated" in html
    text = text_of(html)
    assert "The same as a table" in text
    assert "It ranks countries" in text
    assert re.search(r"efindex 600 12\.5 % 1960–2024", text)
    assert "Cite it." in text
    assert analyst_reads.get("/risk/models/?model=oracle").status_code == 404


@pytest.mark.parametrize("address", ["/risk/models/", "/risk/hindsight/"])
def test_without_a_test_the_pages_say_so_and_which_command_makes_one(
    reader_of_nothing: Client, address: str
) -> None:
    text = text_of(html_of(reader_of_nothing, address))
    assert "No test of the models is at hand" in text
    assert "avert risk evaluate --protocol ewp-ro30" in text


def test_scores_that_came_with_avert_are_shown_and_what_followed_is_not(
    analyst: Person, tmp_path: Path, settings: object, without_snapshot: None
) -> None:
    source = Store(tmp_path / "full")
    tested_risks.put_evaluation(source)
    tested = source.newest_result("risk-evaluation")
    assert tested
    store = Store(tmp_path / "home" / "store")
    store.put(
        Result("risk-evaluation", (tested_risks.PANEL,), {}, 0, "2022", tested_risks.NOW),
        _evaluation(tested.frames),
    )
    tested_risks.put_risks(store, 2024)
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path / "home")
    client = client_of(analyst)
    country = html_of(client, "/country/lby/")
    assert "Risk by year in Libya" in country
    assert "fig-followed" not in country
    assert "Followed by an onset 4" in text_of(html_of(client, "/risk/models/"))
    assert "What followed is not at hand" in text_of(html_of(client, "/risk/hindsight/"))
    assert client.get("/risk/hindsight.csv").status_code == 404


# Hindsight --------------------------------------------------------------------------------------------------


def test_hindsight_counts_what_was_caught_missed_and_feared_in_vain(analyst_reads: Client) -> None:
    text = text_of(html_of(analyst_reads, "/risk/hindsight/?year=2010"))
    assert "within two years of 4 forecasts" in text
    assert "In 3 of them ewp2025 had the country among its first 30, in 1 it had not. 147 times" in text
    assert re.search(
        r"Countries with an onset 1 .*? On the list 0 Missed 1 On the list, and none began 30", text
    )


def test_every_miss_stands_by_name_with_its_rank_and_its_risk(analyst_reads: Client) -> None:
    html = html_of(analyst_reads, "/risk/hindsight/")
    missed = text_of(html.split('id="missed"')[1].split("</section>")[0])
    assert re.search(r"Libya 2010 60 of 60 lower 0\.53 % a mass killing began", missed)
    assert "Myanmar" not in missed


def test_countries_ranked_low_before_violence_are_shown_with_their_replays(analyst_reads: Client) -> None:
    html = html_of(analyst_reads, "/risk/hindsight/")
    cases = html.split('id="cases"')[1].split("</section>")[0]
    assert re.search(r"Kenya, before the election of 2007.*?Rank among 60 countries.*?58", cases, re.DOTALL)
    assert 'href="/replays/kenya_2007_2010/"' in cases
    assert "The Gambia, before the crisis of 2016–17" in cases
    assert "The list of events has no mass killing in Kenya" in text_of(cases)


@pytest.mark.parametrize("query", ["year=1850", "year=x", "year=²²²²", "model=oracle", "model=prior_rate"])
def test_years_and_models_without_forecasts_are_no_page(analyst_reads: Client, query: str) -> None:
    assert analyst_reads.get(f"/risk/hindsight/?{query}").status_code == 404


# Files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_table_can_be_taken_along(analyst_reads: Client, name: str) -> None:
    answer = analyst_reads.get(f"/risk/{name}.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_ranking_as_a_file_names_its_model_and_result(analyst_reads: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(analyst_reads.get("/risk/ranking.csv").content.decode())))
    assert len(rows) == 61
    assert rows[1] | {"result_id": ""} == {
        "place_key": "gw:775", "country": "Myanmar", "country_gwcode": "775", "year": "2024", "model": "ewp2025",
        "result_id": "", "risk": "0.05", "risk_low": "0.025", "risk_high": "0.07500000000000001", "rank": "2",
        "rank_low": "1", "rank_high": "6", "risk_before": "0.060000000000000005", "rank_before": "2",
    }  # fmt: skip
    assert rows[-1]["risk"] == ""


@pytest.mark.parametrize("name", ["nothing", "ranking"])
def test_a_part_that_there_is_not_is_no_file(analyst_reads: Client, name: str) -> None:
    assert analyst_reads.get(f"/risk/{name}.csv?model=oracle").status_code == 404


# A place by year, and replays -------------------------------------------------------------------------------


def test_a_country_shows_its_risk_by_year_and_where_no_interval_was_computed(analyst_reads: Client) -> None:
    html = html_of(analyst_reads, "/country/lby/")
    assert "Risk by year in Libya" in html
    assert "fig-followed" in html
    text = text_of(html)
    assert re.search(r"2024 0\.17 % 0\.08–0\.25 % 60 of 60", text)
    assert re.search(r"2010 0\.53 % no interval 60 of 60 yes", text)


def test_a_replay_gives_the_risk_of_its_year_with_the_interval_where_it_was_issued(
    analyst_reads: Client,
) -> None:
    text = text_of(html_of(analyst_reads, "/replays/kenya_2007_2010/?on=2007-12-10"))
    assert re.search(
        r"0\.17 % lower 90 % interval 0\.09–0\.26 % Rank among 60 countries 58 90 % interval 54–62", text
    )
    assert "since 1 January 2007" in text
    assert "nobody had this number on that day" in text


def test_a_new_year_of_a_replay_brings_the_risk_from_the_figures_before_it(analyst_reads: Client) -> None:
    text = text_of(html_of(analyst_reads, "/replays/kenya_2007_2010/?on=2008-01-10"))
    assert "From the figures of 2007 and onsets decided by then" in text
    assert "No interval was computed for it." in text
    later = text_of(html_of(analyst_reads, "/replays/kenya_2007_2010/?on=2010-02-10"))
    assert "avert risk rank --year 2009" in later


@pytest.mark.parametrize("day", [dt.date(2007, 12, 10), dt.date(2008, 1, 10), dt.date(2010, 8, 4)])
def test_the_models_side_of_a_replay_tells_nothing_that_was_not_known(
    analyst_reads: Client, day: dt.date
) -> None:
    html = page(analyst_reads, "kenya_2007_2010", day)
    replay = load_replay("kenya_2007_2010")
    section = html.split('id="model"')[1].split("</section>")[0]
    assert told_too_early(section, replay, day) == set()
    assert not [text for text in known_later(replay, day) if text in section]
