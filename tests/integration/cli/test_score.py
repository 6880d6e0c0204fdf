"""``avert score`` on the files of the VIEWS prediction challenge 2023/24, and on what it must refuse."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest

CRPS = {2018: 14.48, 2019: 9.15, 2020: 21.34, 2021: 76.85}
"""Of the challenge's conflictology benchmark, by window."""


@pytest.mark.parametrize("year", CRPS)
def test_the_benchmark_scores_what_the_challenge_says(avert, reference_data: Path, year: int) -> None:
    folder = reference_data / "views/challenge"
    run = avert(
        *("score", folder / f"benchmark_conflictology_{year}.parquet", folder / f"cm_actuals_{year}.parquet"),
        *("--reference", folder / f"benchmark_conflictology_{year}.parquet", "--format", "csv"),
    )
    rows = {row["score"]: row for row in csv.DictReader(io.StringIO(run.out))}
    assert run.code == 0
    assert round(float(rows["crps"]["forecast"]), 2) == CRPS[year]
    assert rows["crps"]["rows"] == "2292"
    assert float(rows["crps"]["skill_low"]) == float(rows["crps"]["skill"]) == 0


def test_unknown_outcomes_are_said_and_an_unknown_cluster_is_refused(avert, tmp_path: Path) -> None:
    forecast, actuals = tmp_path / "f.csv", tmp_path / "a.csv"
    forecast.write_text("place,draw,outcome\n1,0,3\n1,1,5\n2,0,1\n2,1,1\n", encoding="utf-8")
    pl.DataFrame({"place": [1, 2], "outcome": [4, None]}).write_csv(actuals)
    run = avert("score", forecast, actuals, "--format", "csv")
    assert (run.code, run.out.splitlines()[1]) == (0, "crps,1,0.5")
    assert "1 outcomes are unknown" in run.err
    refused = avert("score", forecast, actuals, "--reference", forecast)
    assert (refused.code, refused.out) == (2, "")
    assert "a.csv has no country_id" in refused.err
    by_place = avert("score", forecast, actuals, "--reference", forecast, "--cluster", "place")
    assert by_place.code == 0
