import numpy as np
import polars as pl
import pytest

from avert.errors import CheckFailedError
from avert.risk.protocols.ewp_accuracy import ewp_accuracy
from avert.risk.protocols.scores import bins, parts, rows_of, score


def forecasts(model, *, seed=0, sharpness=1.0):
    """Forecasts of 20 countries and ten origins; some countries have onsets far more often than others."""
    rng = np.random.default_rng(seed)
    country = np.tile(np.arange(20), 10)
    log_odds = np.repeat(rng.normal(-2.0, 1.5, 20)[None], 10, axis=0).ravel()
    y = (rng.random(200) < 1 / (1 + np.exp(-log_odds))).astype(np.int8)
    return pl.DataFrame(
        {
            "model": model,
            "is_default": model == "a",
            "country_gwcode": country,
            "origin": np.repeat(np.arange(2000, 2010), 20),
            "y": y,
            "p": 1 / (1 + np.exp(-sharpness * log_odds)),
        }
    )


@pytest.fixture(scope="module")
def rows():
    return rows_of(pl.concat([forecasts("a"), forecasts("b", sharpness=0.2)]))


SPANS = {"all": range(2000, 2010), "late": range(2005, 2010)}


def test_the_logarithmic_loss_comes_first_and_intervals_hold_their_scores(rows):
    table = score(rows, SPANS, draws=100).table()
    assert table.row(0)[:3] == ("all", "a", "log_loss")
    assert table.filter((pl.col("value") < pl.col("low")) | (pl.col("value") > pl.col("high"))).is_empty()
    assert table.group_by("span").len()["len"].n_unique() == 1


def test_a_difference_to_itself_is_nothing_and_to_a_worse_model_is_certain(rows):
    twice = rows_of(pl.concat([forecasts("a"), forecasts("same"), forecasts("b", sharpness=0.2)]))
    differences = score(twice, {"all": SPANS["all"]}, draws=50).differences("a")
    same = differences.filter(model="same")
    assert same.select(pl.col("value", "low", "high").abs().max()).row(0) == (0.0, 0.0, 0.0)
    worse = differences.filter(model="b", metric="log_loss").row(0, named=True)
    assert 0.0 < worse["low"] < worse["value"] < worse["high"]
    assert set(differences["against"]) == {"a"}


def test_countries_are_drawn_whole(rows):
    """Ten origins of one country are not ten independent rows: the interval is wider than over rows."""
    by_country = (
        score(rows, {"all": SPANS["all"]}, draws=400).table().filter(model="a", metric="share_of_onsets")
    )
    width = (by_country["high"] - by_country["low"]).item()
    share = rows.y.mean()
    assert width > 2 * 1.645 * np.sqrt(share * (1 - share) / rows.y.size)


def test_the_same_seed_gives_the_same_intervals(rows):
    first, again, other = (score(rows, SPANS, draws=20, seed=seed).table() for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_models_that_forecast_different_rows_are_not_compared():
    with pytest.raises(CheckFailedError, match="b and a did not forecast the same rows"):
        rows_of(pl.concat([forecasts("a"), forecasts("b").head(199)]))


def test_bins_and_parts_are_told_for_each_model(rows):
    assert bins(rows).group_by("model").agg(pl.col("rows").sum())["rows"].to_list() == [200, 200]
    assert parts(rows)["model"].to_list() == ["a", "b"]


def test_a_score_that_no_draw_defines_has_no_interval():
    calm = rows_of(forecasts("a").with_columns(pl.lit(0, pl.Int8).alias("y")))
    auc = score(calm, {"all": SPANS["all"]}, draws=5).table().filter(metric="auc")
    assert auc.select("value", "low", "high").row(0) == (None, None, None)


def accuracy_of(risks, onsets):
    """Accuracy for 40 countries whose risk falls with their code; ``risks`` overrides, by (country, origin)."""
    keys = [(country, year) for country in range(40) for year in range(2000, 2004)]
    panel = pl.DataFrame(keys, schema=["country_gwcode", "year"], orient="row").with_columns(
        pl.col("country_gwcode").alias("country_cowcode"),
        mk_onset=pl.Series([int(key in onsets) for key in keys]),
    )
    forecast = pl.DataFrame(
        [(c, t, risks.get((c, t), 0.5 - c / 100)) for c, t in keys if t < 2003],
        schema=["country_gwcode", "origin", "p"],
        orient="row",
    )
    return ewp_accuracy(forecast, panel)


def test_an_onset_is_caught_by_the_list_of_either_year_before():
    found = accuracy_of({(39, 2000): 0.9}, {(0, 2001), (35, 2002), (39, 2002), (39, 2003)})
    assert (found.onsets, found.caught) == (4, 2)
    assert found.recall == 0.5
    assert found.mean_yearly_recall == pytest.approx((1 + 0.5 + 0) / 3)


def test_two_chances_list_more_than_thirty_countries():
    found = accuracy_of({(39, 2000): 0.9}, {(0, 2001)})
    assert found.listed_a_year == pytest.approx((30 + 31 + 30) / 3)


def test_a_constant_lists_nobody():
    flat = {(c, t): 0.1 for c in range(40) for t in range(2000, 2003)}
    assert accuracy_of(flat, {(0, 2001)}).caught == 0
