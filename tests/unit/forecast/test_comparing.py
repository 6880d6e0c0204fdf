import numpy as np
import polars as pl
import pytest

from avert.errors import InputError
from avert.forecast.comparing import compare, scores_of
from avert.forecast.files import Forecasts

COUNTRIES = pl.Series("country_id", np.repeat(np.arange(30), 12))


def test_the_skill_is_exact_and_its_interval_is_over_countries():
    theirs = np.repeat(np.random.default_rng(1).gamma(1, 5, 30), 12)
    row = compare({"crps": theirs / 2}, {"crps": theirs}, COUNTRIES).row(0, named=True)
    assert (row["rows"], row["skill"]) == (360, pytest.approx(0.5))
    assert row["skill_low"] == pytest.approx(0.5)
    noisy = compare({"crps": theirs * np.repeat([0.1, 1.5], 180)}, {"crps": theirs}, COUNTRIES).row(
        0, named=True
    )
    assert noisy["skill_low"] < noisy["skill"] < noisy["skill_high"]


def test_an_interval_over_countries_is_wider_than_rows_alone_would_have_it():
    rng = np.random.default_rng(4)
    theirs, ours = np.ones(360), np.repeat(rng.uniform(0.5, 1.5, 30), 12)
    by_country = compare({"crps": ours}, {"crps": theirs}, COUNTRIES).row(0, named=True)
    by_row = compare({"crps": ours}, {"crps": theirs}, pl.Series(np.arange(360))).row(0, named=True)
    width = [row["skill_high"] - row["skill_low"] for row in (by_country, by_row)]
    assert width[0] > 2.5 * width[1]


def test_the_same_seed_gives_the_same_interval():
    theirs = np.random.default_rng(1).gamma(1, 5, 360)
    ours = theirs * np.random.default_rng(2).gamma(5, 0.2, 360)
    runs = [compare({"crps": ours}, {"crps": theirs}, COUNTRIES, seed=seed) for seed in (1, 1, 2)]
    assert runs[0].equals(runs[1])
    assert not runs[0].equals(runs[2])


def test_coverage_and_a_reference_without_error_have_no_skill():
    ones = np.ones(360)
    rows = compare({"coverage_90": ones, "crps": ones}, {"coverage_90": ones, "crps": 0 * ones}, COUNTRIES)
    assert rows["skill"].null_count() == 2


def test_scores_that_only_one_has_are_left_out_and_none_in_common_is_an_error():
    ones = np.ones(360)
    assert compare({"a": ones, "crps": ones}, {"crps": ones}, COUNTRIES)["score"].to_list() == ["crps"]
    with pytest.raises(InputError, match="no score in common"):
        compare({"a": ones}, {"crps": ones}, COUNTRIES)


def test_quantiles_have_an_interval_score_only_with_its_ends():
    keys, outcomes = pl.DataFrame({"id": [1]}), pl.DataFrame({"id": [1], "outcome": [3.0]})

    def scored(levels):
        values = np.arange(len(levels), dtype=float)[None]
        return scores_of(Forecasts("quantile", keys, np.array(levels), values), outcomes)

    assert set(scored([0.25, 0.75])) == {"pinball_loss"}
    assert scored([0.05, 0.5, 0.95])["coverage_90"].tolist() == [0.0]
