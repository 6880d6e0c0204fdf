"""Pages of deaths to come: ranked with intervals and odds, one country month by month, how good it was, the API."""

from __future__ import annotations

import csv
import html as markup
import io
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from tests import forecast_results
from tests.integration.web.worlds import html_of, small_world
from tests.people import client_of

from avert.forecast import DEFAULT
from avert.forecast.protocols.evaluation import KIND as EVALUATION_KIND
from avert.periods import month_id
from avert.places import place_of_gwcode
from avert.sources.store import Store
from avert.web.accounts.models import Person
from avert.web.world.forecasts import selectors
from avert.web.world.forecasts.words import odds

PAGES = ("/forecasts/", "/forecasts/mmr/", "/forecasts/models/")
FILES = ("months", "sums", "regions", "region-months", "scores", "differences", "reliability", "past")
MOST_QUERIES = 3  # who is logged in


@pytest.fixture(scope="session")
def forecast_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    store = small_world(home / "files")
    forecast_results.put_forecast(store)
    forecast_results.put_evaluation(store)
    forecast_results.put_evaluation(store, windows=(2022, 2023))
    forecast_results.put_evaluation(store, "cm-bench-36")
    return home


@pytest.fixture
def reads(analyst: Person, forecast_home: Path, settings: object, without_snapshot: None) -> Client:
    settings.CONFIG = replace(settings.CONFIG, home=forecast_home)
    return client_of(analyst)


def text_of(html: str) -> str:
    """The words of a page, those of neighbouring cells apart."""
    bare = re.sub(r"<[^>]*>", " ", re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL))
    return re.sub(r"\s+", " ", markup.unescape(bare)).replace("\u202f", " ")


def part(html: str, name: str) -> str:
    return text_of(re.search(rf'<section class="part" id="{name}".*?</section>', html, re.DOTALL)[0])


@pytest.mark.parametrize("address", [*PAGES, *(f"/forecasts/{name}.csv" for name in FILES)])
def test_strangers_read_forecasts_only_where_they_are_published(
    stranger: Client, forecast_home: Path, settings: object, without_snapshot: None, address: str
) -> None:
    settings.CONFIG = replace(settings.CONFIG, home=forecast_home)
    assert stranger.get(address).status_code == 302
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get(address).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, "/forecasts/sums.csv", "/forecasts/past.csv?place=mmr"])
def test_pages_of_forecasts_ask_the_database_only_who_is_reading(
    reads: Client, django_assert_max_num_queries: object, address: str
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        reads.get(address)


# The ranking ------------------------------------------------------------------------------------------------


def test_countries_are_ranked_by_the_odds_with_the_interval_of_the_sum_and_what_was_recorded(
    reads: Client,
) -> None:
    html = html_of(reads, "/forecasts/")
    listed = part(html, "list")
    assert re.search(r"Myanmar very likely > 99\.9 % 1,0\d\d \d+–[\d,]+ 1,200", listed)
    assert listed.index("Myanmar very likely") < listed.index("Mali ")
    assert "March 2022 to February 2023" in listed
    assert "Candidate events 22.0.2" in listed
    assert re.search(r"In the world: [\d,]+ deaths, 90 % interval [\d,]+–[\d,]+", text_of(html))


def test_another_threshold_period_and_type_have_other_odds_and_nonsense_counts_as_the_usual(
    reads: Client,
) -> None:
    usual = part(html_of(reads, "/forecasts/"), "list")
    assert part(html_of(reads, "/forecasts/?threshold=7&months=5&type=x"), "list") == usual
    for query in ("threshold=1000", "months=3", "type=ns"):
        assert part(html_of(reads, f"/forecasts/?{query}"), "list") != usual
    assert "March 2022 to May 2022" in part(html_of(reads, "/forecasts/?months=3"), "list")


def test_a_silent_record_overrides_a_low_forecast(reads: Client) -> None:
    listed = part(html_of(reads, "/forecasts/"), "list")
    assert "so that a low forecast is no sign of calm. Ethiopia" in listed
    assert re.search(
        r"Ethiopia reporting blackout Unreliable the record has fallen silent < 0\.1 % 4 1–10", listed
    )
    assert "unlikely" not in re.search(r"Ethiopia reporting.*?%", listed)[0]


def test_quiet_places_stand_apart_from_those_that_may_grow_worse(reads: Client) -> None:
    html = html_of(reads, "/forecasts/")
    assert "Mali" in part(html, "onset")
    assert "Myanmar" not in part(html, "onset")
    assert "Ethiopia" not in part(html, "escalation"), "nobody knows what it would be twice of"


def test_the_world_comes_before_its_regions(reads: Client) -> None:
    regions = part(html_of(reads, "/forecasts/"), "regions")
    assert regions.index("World ") < regions.index("Asia ") < regions.index("Africa ")


def test_a_period_that_is_over_is_said_to_be_over(reads: Client) -> None:
    assert "the months of this page are over" in text_of(html_of(reads, "/forecasts/"))


def test_before_it_is_computed_the_pages_say_how(reader_of_nothing: Client) -> None:
    for address in ("/forecasts/", "/forecasts/mmr/"):
        assert "avert forecast run" in html_of(reader_of_nothing, address)
    assert "avert forecast evaluate" in html_of(reader_of_nothing, "/forecasts/models/")
    assert reader_of_nothing.get("/forecasts/sums.csv").status_code == 404
    assert reader_of_nothing.get("/forecasts/scores.csv").status_code == 404


# One country ------------------------------------------------------------------------------------------------


def test_a_country_shows_its_fan_its_sums_and_its_odds_by_how_far_ahead(reads: Client) -> None:
    html = html_of(reads, "/forecasts/mmr/")
    assert "fig-band-q05" in html
    assert re.search(r"Next 36 months to February 2025 3,\d\d\d [\d,]+–[\d,]+ > 99\.9 %", part(html, "sums"))
    assert "Months 13 to 24 March 2023 to February 2024" in part(html, "sums")
    assert "not quiet before" in part(html, "turns")
    assert re.search(r"April 2022 – \d+ \d+–\d+ \d+–\d+", part(html, "fan"))


def test_what_was_recorded_stands_beside_the_forecast_and_a_type_has_its_own(reads: Client) -> None:
    html = html_of(reads, "/forecasts/eth/?type=sb")
    assert re.search(r"June 2021 10 – – –", part(html, "fan"))
    assert "Deaths by month: State-based conflict" in html
    assert re.search(r"June 2021 0 – – –", part(html_of(reads, "/forecasts/eth/?type=os"), "fan"))


def test_a_country_whose_record_fell_silent_is_said_to_be_unreliable(reads: Client) -> None:
    html = html_of(reads, "/forecasts/eth/")
    assert "Unreliable: the record has fallen silent against its own past" in text_of(html)
    assert "Since September 2021." in text_of(html)
    assert re.search(r"Months from candidate events 14 ", part(html, "rests-on"))
    assert "3 of 12" in part(html, "rests-on")
    assert "Unreliable" not in html_of(reads, "/forecasts/mli/")


def test_past_forecasts_stand_beside_what_happened_and_misses_are_counted(reads: Client) -> None:
    past = part(html_of(reads, "/forecasts/mmr/"), "past")
    assert "46 of 47" in past, "both tests by the protocol, without the unknown month"
    assert re.search(r"Months worse than the 90 % interval 1 ", past)
    assert re.search(r"May 2019 October 2018 40,000 40 10–90 0–400 60\.0 %", past)
    assert re.search(r"June 2019 October 2018 missing", past)
    assert "No past forecasts of this place" in part(html_of(reads, "/forecasts/mli/"), "past")


def test_what_data_say_is_never_markup(reads: Client) -> None:
    assert forecast_results.HOSTILE not in html_of(reads, "/forecasts/mli/")


def test_a_place_without_a_forecast_says_that_it_is_not_a_low_one(reads: Client) -> None:
    assert "That is not a low forecast" in html_of(reads, "/forecasts/pse/")


@pytest.mark.parametrize(("address", "status"), [("/forecasts/nowhere/", 404), ("/forecasts/gw:775/", 302)])
def test_other_names_of_a_place_lead_to_its_page(reads: Client, address: str, status: int) -> None:
    assert reads.get(address).status_code == status


def test_the_page_of_a_country_says_what_the_year_ahead_may_bring(reads: Client) -> None:
    ahead = part(html_of(reads, "/country/mmr/"), "ahead")
    assert re.search(r"25 or more deaths > 99\.9 % very likely March 2022 to February 2023", ahead)
    assert re.search(r"Deaths, median 1,0\d\d 90 % interval \d+–[\d,]+", ahead)
    assert "Unreliable" in part(html_of(reads, "/country/eth/"), "ahead")
    assert "not a low forecast" in part(html_of(reads, "/country/sdn/"), "ahead")


def test_revisions_of_candidate_events_are_shown_where_they_were_learnt(reads: Client) -> None:
    rests_on = part(html_of(reads, "/forecasts/mmr/?type=sb"), "rests-on")
    assert "26–100 150 60.0 % 30.0 % 21.0–42.0 % 10.0 % 1.25× 0.50×–4.00× 9,000 4,000" in rests_on
    assert rests_on.count("26–100") == 1, "those of candidate events alone"
    assert "By how much has not been learnt here" in part(
        html_of(reads, "/forecasts/mmr/?type=os"), "rests-on"
    )


# The models -------------------------------------------------------------------------------------------------


def test_models_stand_beside_baselines_with_onsets_apart_and_the_default_first(reads: Client) -> None:
    scored = part(html_of(reads, "/forecasts/models/"), "cm-bench-2018-2019")
    assert re.search(rf"{DEFAULT} the one pages show 30\.2 0\.150 0\.600 500\.0 87\.5 % 2,292", scored)
    assert re.search(r"challenge:boot 31\.0 .*? missing", scored)
    assert "After a quiet year" in scored
    assert scored.index(f"{DEFAULT} the one") < scored.index("other_model 29.5")


def test_skill_has_an_interval_and_says_whether_it_leaves_a_doubt(reads: Client) -> None:
    scored = part(html_of(reads, "/forecasts/models/"), "cm-bench-2018-2019")
    assert re.search(r"other_model \+13\.4 % \+10\.7 % … \+15\.9 % better", scored)
    assert re.search(r"challenge:boot −0\.4 % −5\.2 % … \+2\.9 % not told apart", scored)


def test_scores_by_how_far_ahead_stand_only_where_a_protocol_tells_them(reads: Client) -> None:
    html = html_of(reads, "/forecasts/models/")
    assert "Months 13–24" in part(html, "cm-bench-36-2018-2019")
    assert "Months 13–24" not in part(html, "cm-bench-2018-2019")


def test_tests_on_other_windows_stand_beside_each_other(reads: Client) -> None:
    assert "2022, 2023" in part(html_of(reads, "/forecasts/models/"), "cm-bench-2022-2023")


def test_another_threshold_and_model_have_their_own_reliability(reads: Client) -> None:
    html = html_of(reads, "/forecasts/models/?model=other_model&threshold=1000")
    assert "other_model, cm-bench-2018-2019: odds of 1,000 or more deaths in a month" in html
    assert "share in which they came" in html
    assert f"{DEFAULT}, cm-bench-2018-2019: odds of 25 or more" in html_of(
        reads, "/forecasts/models/?model=oracle&threshold=x"
    )


def test_every_model_has_its_card(reads: Client) -> None:
    cards = part(html_of(reads, "/forecasts/models/"), "cards")
    assert "negative_binomial" in cards
    assert "there to be beaten" in cards


# Files, words and the store ---------------------------------------------------------------------------------


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode())))


def test_files_hold_what_pages_show_with_where_it_is_from(reads: Client) -> None:
    sums = rows_of(reads, "/forecasts/sums.csv")
    assert len(sums) == forecast_results.forecast_frames()["sums"].height
    assert {(row["origin"], row["model"]) for row in sums} == {("2022-02", DEFAULT)}
    own = rows_of(reads, "/forecasts/months.csv?place=mmr")
    assert {row["country"] for row in own} == {"Myanmar"}
    assert len(own) == 4 * 36
    assert len(rows_of(reads, "/forecasts/past.csv?place=mmr")) == 4 * 24 * 3
    assert {row["rows"] for row in rows_of(reads, "/forecasts/scores.csv?test=cm-bench-36-2018-2019")} >= {
        "steps 1-3"
    }


@pytest.mark.parametrize("query", ["x.csv", "months.csv?place=nowhere", "scores.csv?test=none"])
def test_a_file_of_nothing_is_no_file(reads: Client, query: str) -> None:
    assert reads.get(f"/forecasts/{query}").status_code == 404


def test_a_thousand_draws_tell_neither_never_nor_always() -> None:
    said = [odds(p).replace("\u202f", " ") for p in (0.0, 0.001, 0.25, 0.999, 1.0, 0.0001)]
    assert said == ["< 0.1 %", "0.10 %", "25.0 %", "99.9 %", "> 99.9 %", "< 0.1 %"]


def test_pages_name_tests_as_the_protocols_do() -> None:
    assert selectors.EVALUATION_KIND == EVALUATION_KIND


def test_a_model_that_was_only_asked_for_never_takes_the_place_of_the_one_that_is_used(
    reader_of_nothing: Client, settings: object
) -> None:
    store = Store(settings.CONFIG.home / "store")
    forecast_results.put_forecast(store, model="zero")
    assert "avert forecast run" in html_of(reader_of_nothing, "/forecasts/")
    forecast_results.put_forecast(store)
    forecast_results.put_forecast(store, model="zero", seed=1)
    assert f"Model {DEFAULT}" in text_of(html_of(reader_of_nothing, "/forecasts/"))


def test_the_store_gives_the_newest_of_each_combination_and_reads_only_what_is_asked_for(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "store")
    first = forecast_results.put_evaluation(store)
    second = forecast_results.put_evaluation(store, windows=(2022, 2023))
    found = store.newest_by(EVALUATION_KIND, ("protocol", "windows"), ("scores",))
    assert {one.result.result_id for one in found} == {first, second}
    assert all(set(one.frames) == {"scores"} for one in found)
    assert [one.result.result_id for one in store.newest_by(EVALUATION_KIND, ("protocol",), ())] == [second]


def test_a_month_is_unknown_when_one_type_of_it_is(
    forecast_home: Path, settings: object, without_snapshot: None
) -> None:
    settings.CONFIG = replace(settings.CONFIG, home=forecast_home)
    shown = selectors.recorded(place_of_gwcode(530), "total", month_id(2021, 12))
    assert shown.filter(pl.col("month_id") == month_id(2021, 6))["deaths"].to_list() == [10.0]
    assert shown["month_id"].min() >= month_id(2019, 1)


# The API ----------------------------------------------------------------------------------------------------


def test_programs_read_the_same_sums(reads: Client) -> None:
    said = reads.get("/api/v1/forecasts?months=3&violence_type=sb").json()
    assert (said["origin"], said["model"], said["months"]) == ("2022-02", DEFAULT, 3)
    assert said["rows"][0]["place"]["code"] == "mmr"
    silent = next(row for row in said["rows"] if row["place"]["code"] == "eth")
    assert silent["is_reporting_blackout"]
    assert silent["deaths_before"] is None
    assert reads.get("/api/v1/forecasts?months=5").status_code == 422


def test_programs_read_one_place_by_month_and_the_result_that_it_is_from(reads: Client) -> None:
    said = reads.get("/api/v1/places/mmr/forecast").json()
    assert [row["month"] for row in said["by_month"]][::35] == ["2022-03", "2025-02"]
    assert [row["months"] for row in said["sums"]] == [3, 6, 12, 24, 36]
    assert said["by_month"][0]["q05"] <= said["by_month"][0]["q95"]
    assert reads.get(f"/api/v1/results/{said['result_id']}").json()["kind"] == "country-forecast"
    nothing = reads.get("/api/v1/places/pse/forecast").json()
    assert (nothing["sums"], nothing["is_reporting_blackout"]) == ([], None)
    assert "not low" in nothing["note"]


def test_without_a_forecast_programs_are_told_so(reader_of_nothing: Client) -> None:
    assert reader_of_nothing.get("/api/v1/forecasts").json()["error"] == "missing-data"


def test_a_newer_forecast_changes_the_tag_of_an_answer(
    analyst: Person, tmp_path: Path, settings: object, without_snapshot: None
) -> None:
    store = Store(tmp_path / "store")
    forecast_results.put_forecast(store)
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    client, address = client_of(analyst), "/api/v1/places/mmr/forecast"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    forecast_results.put_forecast(store, seed=1)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
