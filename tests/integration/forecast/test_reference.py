"""The challenge's own figures, and what could be known in October 2021, from the publishers' files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from avert import periods
from avert.errors import MissingDataError
from avert.forecast.comparing import scores_of, summarise
from avert.forecast.files import read_forecasts, read_outcomes
from avert.forecast.issuing import issue_forecast, world_of
from avert.forecast.protocols.challenge import benchmark_rows
from avert.forecast.protocols.evaluation import issue_evaluation
from avert.forecast.protocols.origins import find_protocol
from avert.forecast.writing import write_draws
from avert.sources.adding import add_files, files_below
from avert.sources.store import Store

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def store(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("forecast") / "store")
    files = files_below([reference_data / name for name in ("views", "ucdp/candidate")])
    add_files(made, files, release=None, now=NOW)
    return made


@pytest.fixture(scope="module")
def challenge(reference_data: Path) -> Path:
    return reference_data / "views/challenge"


def test_golden_scores_of_the_challenges_own_samples(challenge: Path) -> None:
    rows = benchmark_rows(challenge, [2018, 2019, 2020, 2021])
    means = rows.group_by("model", "window").agg(pl.col("crps").mean().round(2), pl.len())
    found = {(model, window): crps for model, window, crps, _ in means.iter_rows()}
    assert set(means["len"]) == {2292}
    assert [found["challenge:conflictology", year] for year in range(2018, 2022)] == [
        14.48,
        9.15,
        21.34,
        76.85,
    ]
    assert [found["challenge:boot", year] for year in range(2018, 2022)] == [23.58, 22.46, 31.42, 86.63]
    assert [found["challenge:last", year] for year in range(2018, 2022)] == [20.17, 9.48, 23.70, 85.61]
    assert [found["challenge:zero", year] for year in range(2018, 2022)] == [24.13, 23.02, 32.04, 87.34]


def test_models_are_scored_on_the_challenges_rows_beside_its_samples(store: Store, challenge: Path) -> None:
    issued = issue_evaluation(
        store,
        find_protocol("cm-bench"),
        models=["zero", "conflictology"],
        windows=[2018, 2021],
        now=NOW,
        benchmarks=challenge,
        draws=100,
    )
    scores = issued.frames["scores"].filter(violence_type="sb", rows="all")
    crps = {
        (model, window): value
        for model, window, value in scores.select("model", "window", "crps").iter_rows()
    }
    assert set(scores.filter(pl.col("window") != "mean")["count"]) == {2292}
    assert crps["zero", "2021"] == pytest.approx(crps["challenge:zero", "2021"])
    # The totals up to 2017 are of an older release than the challenge had: 13.56 beside its 14.48.
    assert crps["conflictology", "2018"] == pytest.approx(13.56, abs=0.005)
    assert crps["conflictology", "2021"] == pytest.approx(76.85, abs=0.15)
    theirs = issued.frames["differences"].filter(
        model="challenge:conflictology", violence_type="sb", rows="all", score="crps"
    )
    assert theirs["low"][0] < theirs["difference"][0] < theirs["high"][0]


def test_in_november_2021_candidate_events_and_the_older_totals_were_known(store: Store) -> None:
    issued = issue_forecast(
        store, now=NOW, origin=periods.month_id(2021, 10), model="conflictology", steps=range(3, 15)
    )
    releases = {(source.dataset, source.release) for source in issued.result.sources}
    assert releases == {("views_country_months", "2021-07"), ("ucdp_candidate", "21.01.21.12")}
    assert issued.result.data_as_of <= dt.date(2021, 11, 30)
    ethiopia = issued.frames["countries"].filter(country_gwcode=530)
    assert ethiopia["deaths_12_months"][0] < 20_000  # the challenge's later file has over 100,000


def test_the_challenge_file_of_2021_was_no_history_in_2020(store: Store) -> None:
    with pytest.raises(MissingDataError, match="--as-of"):
        issue_forecast(store, now=NOW, origin=periods.month_id(2020, 10), model="conflictology")
    late = issue_forecast(
        store, now=NOW, origin=periods.month_id(2020, 10), model="conflictology", as_of=dt.date(2024, 12, 31)
    )
    assert late.frames["countries"]["newest_month"].max() == periods.month_id(2020, 10)


def test_a_forecast_can_be_scored_with_the_challenges_outcomes(
    store: Store, challenge: Path, tmp_path: Path
) -> None:
    issued = issue_forecast(
        store,
        now=NOW,
        origin=periods.month_id(2020, 10),
        model="conflictology",
        steps=range(3, 15),
        as_of=dt.date(2024, 12, 31),
    )
    write_draws(world_of(issued), "sb", tmp_path / "F.parquet")
    outcomes = read_outcomes(challenge / "cm_actuals_2021.parquet")
    scores = scores_of(read_forecasts(tmp_path / "F.parquet"), outcomes)
    found = dict(summarise(scores).select("score", "forecast").iter_rows())
    assert outcomes.height == 2292
    # What is kept tells values of one bin apart no more: 76.29 beside 76.85.
    assert found["crps"] == pytest.approx(76.85, rel=0.01)
