from pathlib import Path

import polars as pl
import pytest

from avert.errors import InputError, MalformedFileError
from avert.forecast.files import read_forecasts, read_outcomes, scored_values

DRAWS = pl.DataFrame(
    {"country_id": [2, 2, 1, 1], "month_id": [500] * 4, "draw": [1, 0, 0, 1], "outcome": [30, 20, 7, 9]}
)
OUTCOMES = pl.DataFrame({"month_id": [500, 500], "country_id": [1, 2], "outcome": [8, None]})


def kept(frame: pl.DataFrame, path: Path) -> Path:
    frame.write_csv(path) if path.suffix == ".csv" else frame.write_parquet(path)
    return path


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_rows_and_draws_may_stand_in_any_order(tmp_path, ending):
    forecasts = read_forecasts(kept(DRAWS, tmp_path / f"f.{ending}"))
    values, y = scored_values(forecasts, read_outcomes(kept(OUTCOMES, tmp_path / f"a.{ending}")))
    assert values.tolist() == [[7, 9], [20, 30]]
    assert y[0] == 8
    assert y[1] != y[1]


def test_quantiles_and_bins_are_known_by_their_columns(tmp_path):
    quantiles = DRAWS.with_columns(quantile=pl.col("draw") / 2 + 0.25).drop("draw")
    assert read_forecasts(kept(quantiles, tmp_path / "q.parquet")).steps.tolist() == [0.25, 0.75]
    bins = DRAWS.select("country_id", "month_id", bin="draw", probability=pl.lit(0.5))
    assert read_forecasts(kept(bins, tmp_path / "b.parquet")).layout == "bin"


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (DRAWS.head(3), "differ in their draws"),
        (pl.concat([DRAWS, DRAWS.head(1)]), "stands twice"),
        (DRAWS.with_columns(draw=pl.Series([0, 1, 0, 2])), "differ in their draws"),
        (DRAWS.with_columns(outcome=pl.Series([1, None, 2, 3])), "lacks values"),
        (DRAWS.drop("draw"), "is no forecast"),
        (DRAWS.select("draw", "outcome"), "has no key"),
    ],
)
def test_a_forecast_that_is_not_whole_is_refused(tmp_path, frame, words):
    with pytest.raises(MalformedFileError, match=words):
        read_forecasts(kept(frame, tmp_path / "f.parquet"))


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (DRAWS, "must have keys and one column outcome"),
        (OUTCOMES.drop("outcome"), "must have keys"),
        (pl.concat([OUTCOMES, OUTCOMES]), "two outcomes"),
        (OUTCOMES.with_columns(outcome=pl.Series([-1, 2])), "negative"),
    ],
)
def test_outcomes_that_cannot_be_scored_are_refused(tmp_path, frame, words):
    with pytest.raises(MalformedFileError, match=words):
        read_outcomes(kept(frame, tmp_path / "a.parquet"))


def test_an_outcome_without_a_forecast_is_said_and_not_left_out(tmp_path):
    forecasts = read_forecasts(kept(DRAWS.filter(pl.col("country_id") == 1), tmp_path / "f.parquet"))
    with pytest.raises(InputError, match="1 of 2 outcomes have no forecast"):
        scored_values(forecasts, OUTCOMES)
    with pytest.raises(InputError, match="lack month_id"):
        scored_values(forecasts, OUTCOMES.drop("month_id"))


def test_what_is_no_table_is_refused(tmp_path):
    path = tmp_path / "f.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(MalformedFileError, match="cannot be read"):
        read_forecasts(path)
