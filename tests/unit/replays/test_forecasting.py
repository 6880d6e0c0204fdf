"""The forecast before a decision: of the last month that was over, and the same whatever came after."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from avert.periods import month_id
from avert.places import find_place, states
from avert.replays import list_replays, load_replay
from avert.replays.forecasting import (
    decision_days,
    forecast_before,
    issue_before,
    origin_before,
    table_before,
)
from avert.sources.adding import add_files
from avert.sources.holdings import Library
from avert.sources.store import Store
from samples import event, write_csv

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
KENYA = find_place("KEN")
DAY = dt.date(2007, 12, 10)


def record(folder: Path, *, december: int) -> Store:
    """Invented events of 2004 to 2007: ten deaths a month in Kenya, and so many in December 2007."""
    folder.mkdir()
    codes = states().filter(pl.col("end").is_null())["country_gwcode"].to_list()
    rows = [event(id=code, country_id=code, day="2004-01-05", best=0, low=0, high=0) for code in codes[:40]]
    for month in range(48):
        day = f"{2004 + month // 12}-{month % 12 + 1:02d}-09"
        deaths = december if month == 47 else 10
        rows.append(
            event(
                id=10_000 + month, country_id=501, country="Kenya", day=day, best=deaths, low=0, high=deaths
            )
        )
    path = folder / "GEDEvent_v22_1.csv"
    write_csv(path, rows)
    store = Store(folder / "store")
    add_files(store, [path], release=None, now=NOW)
    return store


def test_what_came_after_the_month_changes_nothing(tmp_path: Path) -> None:
    calm, deadly = (record(tmp_path / str(deaths), december=deaths) for deaths in (0, 9000))
    before, after = (issue_before(store, DAY, now=NOW) for store in (calm, deadly))
    assert before.issued.result.origin == "2007-11"
    for name, frame in before.issued.frames.items():
        assert frame.equals(after.issued.frames[name]), name
    later = issue_before(deadly, dt.date(2008, 1, 24), now=NOW)
    assert later.issued.result.origin == "2007-12"
    said, said_later = before.of(KENYA), later.of(KENYA)
    assert said is not None
    assert said_later is not None
    assert (said["deaths_before"], said_later["deaths_before"]) == (120, 9110)


def test_it_is_computed_once_and_told_from_what_could_be_known_then(tmp_path: Path) -> None:
    store = record(tmp_path / "store", december=0)
    first = issue_before(store, DAY, now=NOW)
    again = issue_before(store, dt.date(2007, 12, 30), now=NOW + dt.timedelta(days=9))
    assert again.issued.result.result_id == first.issued.result.result_id
    assert again.issued.result.issued_at == NOW
    assert not first.is_of_then, "the release is of 2022"
    found = forecast_before(Library([store]), DAY)
    assert found is not None
    assert found.issued.result == first.issued.result
    assert forecast_before(Library([store]), dt.date(2007, 11, 30)) is None


def test_a_past_forecast_is_not_taken_for_the_newest(tmp_path: Path) -> None:
    store = record(tmp_path / "store", december=0)
    issue_before(store, DAY, now=NOW)
    assert store.newest_result("country-forecast") is None


def test_where_nothing_or_too_little_is_recorded_that_is_said(tmp_path: Path) -> None:
    kenya = load_replay("kenya_2007_2010")
    empty = table_before(Store(tmp_path / "empty"), kenya, DAY, now=NOW)
    assert empty["q50"].to_list() == [None]
    assert "avert data add" in empty["note"][0]
    store = record(tmp_path / "store", december=0)
    assert table_before(store, kenya, DAY, now=NOW)["deaths_before"].to_list() == [120]
    late = table_before(store, kenya, dt.date(2023, 1, 9), now=NOW)
    assert "were not known by then" in late["note"][0]
    south_sudan = table_before(store, load_replay("south_sudan_2013"), DAY, now=NOW)
    assert south_sudan["note"].to_list() == ["Too little was recorded there before."], (
        "there was no such state"
    )


def test_every_replay_has_days_of_decision_and_each_its_month() -> None:
    for line in list_replays():
        days = decision_days(load_replay(line.id))
        assert days
        assert days == tuple(sorted(set(days)))
    assert origin_before(dt.date(2007, 12, 31)) == month_id(2007, 11)
