"""``avert forecast refresh`` and ``revisions``: from new events to a new forecast and what changed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.integration.cli.conftest import Run
from tests.integration.cli.test_forecast import YEARS, totals

from avert.forecast.issuing import KIND, issue_forecast, newest_forecast
from avert.sources.adding import add_files
from avert.sources.store import Store
from samples import event, write_csv, write_totals

ETHIOPIA_SB = 900
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the world's totals of 2008 to 2015, and a first forecast from it."""
    folder = tmp_path_factory.mktemp("refresh")
    store = Store(folder / "store")
    path = write_totals(folder / "totals.parquet", totals())
    add_files(store, [path], release=None, now=NOW)
    issue_forecast(store, now=NOW)
    return store.folder


@pytest.fixture
def loaded(avert: Callable[..., Run], first: Path, tmp_path: Path) -> Callable[..., Run]:
    """The command line with a copy of that store."""
    shutil.copytree(first, tmp_path / "home/store")
    return avert


@pytest.fixture
def candidates(tmp_path: Path) -> Path:
    """Candidate events of January 2016, in more countries than an extract would hold, most deaths in Ethiopia."""
    countries = [*range(700, 706), *_CODES]
    rows = [
        event(id=i, country_id=code, best=ETHIOPIA_SB if code == 530 else 1, low=0, high=ETHIOPIA_SB, day="2016-01-15")
        for i, code in enumerate(countries, start=1)
    ]  # fmt: skip
    return write_csv(tmp_path / "GEDEvent_v16_0_1.csv", rows)


_CODES = (
    530, 625, 626, 500, 501, 510, 520, 433, 434, 436, 437, 438, 439, 450, 451, 452, 461, 471, 475, 482, 483, 484,
    490, 516, 517, 540, 541, 551, 552, 560,
)  # fmt: skip


def results(home: Path) -> int:
    store = Store(home / "store")
    with store._connection() as manifest:
        return manifest.execute("SELECT count(*) FROM result WHERE kind = ?", (KIND,)).fetchone()[0]


def test_new_candidate_events_bring_a_new_forecast_and_what_changed(
    loaded: Callable[..., Run], candidates: Path, tmp_path: Path
) -> None:
    ended = loaded("forecast", "refresh", candidates, "--format", "csv")
    assert ended.code == 0, ended.err
    assert "added as ucdp_candidate 16.0.1" in ended.err
    assert "Origin 2016-01" in ended.err
    assert "Compared with the forecast from 2015-12" in ended.err
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert 1 <= len(rows) <= 10
    changes = [abs(float(row["p_25_change"])) for row in rows]
    assert changes == sorted(changes, reverse=True)
    for row in rows:
        change = float(row["p_25_newer"]) - float(row["p_25_older"])
        assert float(row["p_25_change"]) == pytest.approx(change)
    assert "530" in {row["country_gwcode"] for row in rows}
    frames = newest_forecast(Store(tmp_path / "home/store")).frames
    countries = frames["countries"].filter(country_gwcode=530)
    assert countries.select("newest_source", "candidate_months_count").row(0) == ("ucdp_candidate 16.0.1", 1)
    assert frames["revisions"].is_empty()  # nothing came out after it yet


def test_the_same_file_again_changes_nothing_and_computes_nothing(
    loaded: Callable[..., Run], candidates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded("forecast", "refresh", candidates)
    kept = results(tmp_path / "home")
    monkeypatch.setattr("avert.forecast.issuing.world_forecast", None)  # would fail if anything were computed
    ended = loaded("forecast", "refresh", candidates)
    assert ended.code == 0, ended.err
    assert "already there" in ended.err
    assert "Nothing changed" in ended.err
    assert ended.out == ""
    assert results(tmp_path / "home") == kept == 2


def test_a_bad_file_is_named_and_loses_nothing(
    loaded: Callable[..., Run], candidates: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("id,year\n1,", encoding="utf-8")
    ended = loaded("forecast", "refresh", bad, candidates)
    assert ended.code == 2
    assert "1 of 2 files could not be used: bad.csv" in ended.err
    assert "added as ucdp_candidate 16.0.1" in ended.err  # the good one was
    assert "Compared with" in ended.err
    ended = loaded("forecast", "refresh", tmp_path / "nowhere.csv")
    assert (ended.code, results(tmp_path / "home")) == (2, 2)
    assert "nowhere.csv does not exist" in ended.err


def test_a_release_that_corrects_the_past_says_so_and_countries_that_fell_silent_are_named(
    loaded: Callable[..., Run], tmp_path: Path
) -> None:
    rows = [
        event(id=10_000 * year + code, country_id=code, day=f"{year}-06-15", best=400)
        for year in (2013, 2014, 2015)
        for code in _CODES
    ]
    months = [
        event(id=i, day=f"{year}-{month:02d}-15")
        for i, (year, month) in enumerate(_UNTIL_MID_2015, start=9000)
    ]
    ended = loaded("forecast", "refresh", write_csv(tmp_path / "GEDEvent_v16_1.csv", [*rows, *months]))
    assert ended.code == 0, ended.err
    assert "Both start from the same month" in ended.err
    assert "Unreliable, the record has fallen silent or ended: Ethiopia" in ended.err


_UNTIL_MID_2015 = [
    (year, month) for year in (2013, 2014, 2015) for month in range(1, 13) if (year, month) < (2015, 7)
]


def test_the_first_forecast_has_none_before_it(avert: Callable[..., Run], tmp_path: Path) -> None:
    ended = avert("forecast", "refresh", write_totals(tmp_path / "totals.parquet", totals()))
    assert ended.code == 0, ended.err
    assert "no forecast before it to compare with" in ended.err


def test_without_data_there_is_no_forecast_to_refresh(avert: Callable[..., Run]) -> None:
    ended = avert("forecast", "refresh")
    assert ended.code == 2
    assert "avert data add" in ended.err


def test_revisions_are_shown_by_size_once_a_later_release_covers_the_months(
    loaded: Callable[..., Run], candidates: Path, tmp_path: Path
) -> None:
    loaded("forecast", "refresh", candidates)
    ended = loaded("forecast", "revisions", "--format", "csv")
    assert ended.code == 0, ended.err
    assert "no early count can be compared" in ended.err
    later = totals(months=12 * YEARS + 2)
    loaded("data", "add", write_totals(tmp_path / "later.parquet", later))
    ended = loaded("forecast", "revisions", "--draws", "100", "--format", "csv")
    assert ended.code == 0, ended.err
    assert "ucdp_candidate 16.0.1 beside views_country_months" in ended.err
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    early = [row for row in rows if row["early_source"] == "ucdp_candidate" and row["violence_type"] == "sb"]
    assert sum(int(row["early_sum"]) for row in early) == ETHIOPIA_SB + len(_CODES) + 5
    assert {row["size"] for row in early} == {"0", "1–5", ">100"}
