"""On a day of a replay stands the forecast from the last month before it, and no later one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import forecast_frames
from tests.forecast_frames import country

from avert.sources import holdings
from avert.sources.store import Store

KENYA, GHANA = 501, 452


@pytest.fixture
def store(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Store:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    monkeypatch.setattr(holdings, "SNAPSHOT", tmp_path / "none")
    return Store(settings.CONFIG.store)


@pytest.fixture
def reader(stranger: Client, settings: object) -> Client:
    settings.AVERT_PUBLIC_REFERENCE = True
    return stranger


def issue(store: Store, origin: str, deaths: int, **said: Any) -> str:
    sums = {"q50": deaths, "q05": 3, "q95": 7000, "p_25": 0.9, "p_1000": 0.06, "deaths_before": 222}
    return forecast_frames.issue(store, origin, country(KENYA, total_12=sums, **said))


def shown(reader: Client, day: str, case: str = "kenya_2007_2010") -> str:
    html = reader.get(f"/replays/{case}/?on={day}").content.decode()
    return html.split('id="forecast"')[1].split("</section>")[0].replace("\u202f", " ")


def test_a_day_has_the_forecast_from_the_month_before_and_none_that_knows_more(
    store: Store, reader: Client
) -> None:
    result = issue(store, "2007-11", 1111)
    for origin in ("2007-12", "2008-01", "2010-07"):
        issue(store, origin, 9999)
    then = shown(reader, "2007-12-10")
    for said in (
        "from deaths up to November 2007",
        "1,111",
        "3–7,000",
        "90.0 %",
        "very likely",
        "6.0 %",
        "222",
    ):
        assert said in then, said
    assert result in then
    assert "nobody had this number on that day" in then
    assert "9,999" not in then
    assert "9,999" in shown(reader, "2008-01-24")
    assert "9,999" not in shown(reader, "2007-12-31"), "a month that is not over is not known"


def test_an_older_forecast_stands_in_for_a_while_and_says_of_when_it_is(store: Store, reader: Client) -> None:
    issue(store, "2007-11", 1111)
    assert "from deaths up to November 2007" in shown(reader, "2008-02-28")
    assert "No forecast from before this day is at hand" in shown(reader, "2010-07-14")


def test_without_a_forecast_it_is_said_how_to_get_one(store: Store, reader: Client) -> None:
    html = shown(reader, "2007-12-10")
    assert "avert replay forecasts" in html
    assert "Probability" not in html


def test_where_the_record_is_too_short_for_a_forecast_that_is_said(store: Store, reader: Client) -> None:
    issue(store, "2016-11", 1111)
    html = shown(reader, "2016-12-08", "ghana_2016")
    assert "Too little was recorded there before this day" in html
    assert "1,111" not in html


def test_a_silence_comes_before_the_numbers(store: Store, reader: Client) -> None:
    issue(store, "2007-11", 0, blackout=True)
    html = shown(reader, "2007-12-10")
    assert html.index("this forecast is unreliable") < html.index("90 % interval")


def test_data_of_the_time_are_told_from_data_of_today(store: Store, reader: Client) -> None:
    source = replace(forecast_frames.SOURCE, vintage=dt.date(2007, 11, 30))
    forecast_frames.issue(store, "2007-11", country(KENYA), source=source)
    assert "as they were published by that day" in shown(reader, "2007-12-10")
