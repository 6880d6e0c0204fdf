"""Two forecasts side by side."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from avert.forecast.changes import are_comparable, compare_forecasts
from avert.sources.results import Issued, Result


def forecast(p_25: dict[int, float], *, origin: str, model: str = "zero") -> Issued:
    sums = pl.DataFrame(
        [
            {
                "country_gwcode": code, "violence_type": "total", "last_step": 12, "mean": 100 * p,
                "deaths_before": 7, "p_1": 1.0, "p_25": p, "p_100": p / 2, "p_1000": 0.0,
            }
            for code, p in p_25.items()
        ]
    )  # fmt: skip
    countries = pl.DataFrame(
        [
            {"country_gwcode": code, "name": f"Country {code}", "is_reporting_blackout": code == 2}
            for code in p_25
        ]
    )
    now = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    result = Result(
        "country-forecast", (), {"model": model, "first_step": 1, "last_step": 36}, 0, origin, now
    )
    return Issued(result, {"sums": sums, "countries": countries})


def test_the_largest_change_comes_first_with_both_numbers() -> None:
    older = forecast({1: 0.5, 2: 0.9, 3: 0.2, 4: 0.1}, origin="2021-11")
    newer = forecast({1: 0.6, 2: 0.3, 3: 0.2, 5: 0.8}, origin="2021-12")
    changes = compare_forecasts(newer, older)
    assert changes["country_gwcode"].to_list() == [2, 1, 3]  # those in both
    first = changes.row(0, named=True)
    assert (first["name"], first["is_reporting_blackout"]) == ("Country 2", True)
    assert (first["p_25_older"], first["p_25_newer"]) == (0.9, 0.3)
    assert first["p_25_change"] == pytest.approx(-0.6)
    assert first["mean_change"] == pytest.approx(-60)
    assert changes["p_1_change"].to_list() == [0, 0, 0]


def test_forecasts_of_different_models_are_not_compared() -> None:
    one, other = (forecast({1: 0.5}, origin="2021-12", model=model) for model in ("zero", "last"))
    assert not are_comparable(one, other)
    assert are_comparable(one, forecast({1: 0.1}, origin="2021-11"))
