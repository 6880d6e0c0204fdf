"""The page of the monthly risk: ranked by threshold with intervals, calm places apart, one country with its units."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from tests.integration.web.worlds import HOSTILE, NOW, PANEL, html_of, text_of

from avert.sources.results import Result
from avert.sources.store import Store

MYANMAR, ETHIOPIA, TUNISIA, MALI = 775, 530, 616, 432
RISKS = {
    MYANMAR: (0.95, 0.6, 0.2),
    ETHIOPIA: (0.6, 0.3, 0.04),
    MALI: (0.12, 0.03, 0.01),
    TUNISIA: (None, None, None),
}


@pytest.fixture
def risks(home: Path) -> pl.DataFrame:
    """Risks of four countries: Myanmar violent, Ethiopia silent, Mali calm before, Tunisia unknown."""
    rows = [_row(code, rank, i) for rank, code in enumerate(RISKS, 1) for i in range(3)]
    frame = pl.DataFrame(
        rows,
        schema_overrides={
            "country_gwcode": pl.Int32,
            "p": pl.Float64,
            "p_low": pl.Float64,
            "p_high": pl.Float64,
        },
    ).sort("threshold", "rank", nulls_last=True)
    units = pl.DataFrame(
        {
            "country_gwcode": [MYANMAR, MYANMAR],
            "adm1_name": [HOSTILE, None],
            "fatalities_os_best": [188, 7],
            "events_count": [56, 1],
            "last_month": [506, 505],
            "months_known_count": [11, 11],
            "source_label": ["x", "x"],
        }
    )
    result = Result("monthly-risk", (PANEL,), {"replicates": 40}, 0, "2022-02", NOW)
    Store(home / "store").put(result, {"risks": frame, "units": units})
    return frame


def _row(code: int, rank: int, i: int) -> dict[str, object]:
    p = RISKS[code][i]
    known = p is not None
    return {
        "country_gwcode": code,
        "iso3": "XXX",
        "name": "x",
        "origin": "2022-02",
        "threshold": (25, 100, 500)[i],
        "p": p,
        "p_low": p / 2 if known else None,
        "p_high": min(1.0, p * 1.05) if known else None,
        "rank": rank if known else None,
        "rank_low": 1 if known else None,
        "rank_high": rank + 1 if known else None,
        "deaths_12_months": 390 if code == MYANMAR else 3,
        "is_onset": code != MYANMAR,
        "unknown_months_count": 1 if code == MYANMAR else 0,
        "is_reporting_blackout": code == ETHIOPIA,
        "data_as_of": dt.date(2022, 3, 31),
    }


def section(html: str, name: str) -> str:
    return text_of(re.search(rf'<section class="part" id="{name}".*?</section>', html, re.DOTALL)[0])


def test_countries_are_ranked_in_words_with_intervals_for_the_12_months_after_the_newest_events(
    reader: Client, risks: pl.DataFrame
) -> None:
    html = html_of(reader, "/risk/monthly/")
    assert "Where may one-sided violence kill 25 or more civilians within 12 months?" in html
    assert re.search(r"Myanmar very likely95\.0.% 47\.5–99\.8.%1 1–2", section(html, "list"))
    assert "March 2022 to February 2023" in text_of(html)
    assert 'class="source"' in html


def test_another_threshold_has_other_numbers_and_an_unknown_one_is_taken_for_the_lowest(
    reader: Client, risks: pl.DataFrame
) -> None:
    listed = section(html_of(reader, "/risk/monthly/?threshold=500"), "list")
    assert re.search(r"Myanmar possible20\.0", listed)
    assert "kill 25 or more" in html_of(reader, "/risk/monthly/?threshold=7")


def test_what_is_unknown_is_said_and_a_silent_record_is_flagged(reader: Client, risks: pl.DataFrame) -> None:
    listed = section(html_of(reader, "/risk/monthly/"), "list")
    assert re.search(r"Tunisiamissingmissingmissing", listed)
    assert re.search(r"Myanmar.*?390 1 month unknown", listed)
    assert re.search(r"Ethiopia.{0,40}reporting blackout", listed)


def test_places_that_were_calm_before_stand_apart(reader: Client, risks: pl.DataFrame) -> None:
    calm = section(html_of(reader, "/risk/monthly/"), "onset")
    assert "Mali" in calm
    assert "Myanmar" not in calm


def test_one_country_shows_all_thresholds_and_its_units_as_recorded_without_a_risk(
    reader: Client, risks: pl.DataFrame
) -> None:
    html = html_of(reader, "/risk/monthly/?place=mmr")
    assert HOSTILE not in html
    shown = section(html, "country")
    assert re.search(r"100 or more60\.0.% likely", shown)
    assert "placed in no unit71January 2022" in shown
    assert "Events of 11 of the 12 months are loaded." in shown
    assert "no forecast for units has been shown to be right" in shown


@pytest.mark.parametrize("place", ["nowhere", "x" * 300, "aut", "<b>"])
def test_a_place_that_is_not_listed_is_passed_over(reader: Client, risks: pl.DataFrame, place: str) -> None:
    assert "by first-level unit" not in html_of(reader, f"/risk/monthly/?place={place}")


def test_a_window_that_is_over_is_said_to_be_over(reader: Client, risks: pl.DataFrame) -> None:
    assert "these 12 months are over" in text_of(html_of(reader, "/risk/monthly/"))


def test_the_file_holds_every_country_and_threshold(reader: Client, risks: pl.DataFrame) -> None:
    answer = reader.get("/risk/monthly.csv")
    assert 'filename="avert-monthly-risk-2022-02.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == risks.height == 12


def test_before_it_is_computed_the_page_says_how(reader_of_nothing: Client) -> None:
    assert "avert risk monthly" in html_of(reader_of_nothing, "/risk/monthly/")
    assert reader_of_nothing.get("/risk/monthly.csv").status_code == 404
