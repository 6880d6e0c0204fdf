from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from avert.errors import InputError, MissingColumnError, MissingDataError
from avert.risk.models import ewp2025
from avert.risk.ranking import rank
from risk_panels import LAST_YEAR, NAMES, made_up_ewp_panel


@dataclass(frozen=True)
class MadeUpPlace:
    iso3: str | None

    def name(self, lang: str = "en") -> str:
        return f"{self.iso3} in {lang}"


def place_of(code: int) -> MadeUpPlace:
    return MadeUpPlace(f"X{code:02}")


@pytest.fixture(scope="module")
def panel():
    return made_up_ewp_panel()


@pytest.fixture(scope="module")
def fit(panel):
    return ewp2025.fit(panel, through_year=2010, replicates=40, seed=1)


def test_it_learns_from_complete_rows_up_to_the_year(panel):
    holed = panel.with_columns(
        pl.when(pl.col("year") == 1995).then(None).otherwise(pl.col("efindex")).alias("efindex"),
        pl.when(pl.col("year") == 1996).then(None).otherwise(pl.col("mk_onset_2")).alias("mk_onset_2"),
        pl.when(pl.col("year") == 1997)
        .then(float("inf"))
        .otherwise(pl.col("gdppcgrowth"))
        .alias("gdppcgrowth"),
    )
    assert ewp2025.fit(holed, through_year=2010, replicates=0).rows == 30 * (21 - 3)


def test_it_finds_what_raises_the_risk(fit):
    slopes = dict(zip(NAMES, fit.coefficients.slopes, strict=True))
    assert sorted(slopes, key=lambda name: abs(slopes[name]))[-2:] == ["battledeaths.log2", "coup.try.5yr"]


def test_a_row_that_lacks_a_predictor_gets_no_risk_and_takes_no_rank(fit, panel):
    last = panel.filter(pl.col("year") == LAST_YEAR)
    holed = last.with_columns(
        pl.when(pl.col("country_gwcode") == 9).then(None).otherwise(pl.col("efindex")).alias("efindex")
    )
    whole, partial = ewp2025.predict(fit, last), ewp2025.predict(fit, holed)
    numbers = ["risk", "risk_low", "risk_high", "rank", "rank_low", "rank_high"]
    assert partial.filter(pl.col("country_gwcode") == 9).select(numbers).row(0) == (None,) * 6
    others = pl.col("country_gwcode") != 9
    assert partial.filter(others)["risk"].equals(whole.filter(others)["risk"])
    assert sorted(partial["rank"].drop_nulls()) == list(range(1, 30))


def test_rows_keep_their_order(fit, panel):
    shuffled = panel.sample(fraction=1.0, shuffle=True, seed=3)
    predicted = ewp2025.predict(fit, shuffled)
    assert predicted.select("country_gwcode", "year").equals(shuffled.select("country_gwcode", "year"))


def test_intervals_hold_the_risk_of_most_countries(fit, panel):
    predicted = ewp2025.predict(fit, panel)
    is_inside = (predicted["risk_low"] <= predicted["risk"]) & (predicted["risk"] <= predicted["risk_high"])
    assert is_inside.mean() > 0.9
    assert (predicted["rank_low"] <= predicted["rank_high"]).all()


def test_without_replicates_intervals_are_null(panel):
    fit = ewp2025.fit(panel, through_year=2010, replicates=0)
    predicted = ewp2025.predict(fit, panel)
    assert (
        predicted.select("risk_low", "risk_high", "rank_low", "rank_high").null_count().row(0) == (690,) * 4
    )
    assert predicted["risk"].null_count() == 0


def test_explanations_name_every_predictor_once_per_row(fit, panel):
    some = panel.head(3)
    explained = ewp2025.explain(fit, some)
    assert explained.columns == [
        "country_gwcode", "year", "predictor", "label", "value", "reference", "contribution",
    ]  # fmt: skip
    assert explained["predictor"].to_list() == NAMES * 3
    assert (
        explained["value"].to_list()
        == some.select(pl.col(NAMES).cast(pl.Float64)).to_numpy().ravel().tolist()
    )


def test_a_row_without_a_risk_is_not_explained_but_shows_what_is_missing(fit, panel):
    holed = panel.head(1).with_columns(pl.lit(None, dtype=pl.Float64).alias("efindex"))
    explained = ewp2025.explain(fit, holed)
    assert explained["contribution"].null_count() == 39
    assert explained.filter(pl.col("value").is_null())["predictor"].to_list() == ["efindex"]


def test_countries_are_ranked_from_the_highest_risk(fit, panel):
    ranked = rank(fit, panel, LAST_YEAR, place_of=place_of)
    assert ranked.columns == [
        "country_gwcode", "iso3", "name", "year", "model", "risk", "risk_low", "risk_high",
        "rank", "rank_low", "rank_high",
    ]  # fmt: skip
    assert ranked["rank"].to_list() == list(range(1, 31))
    assert ranked["risk"].is_sorted(descending=True)
    assert ranked["model"].unique().to_list() == ["ewp2025"]
    first = ranked.row(0, named=True)
    assert (first["iso3"], first["name"]) == (f"X{first['country_gwcode']:02}", f"{first['iso3']} in en")


def test_equal_risks_share_the_lower_rank_and_countries_without_one_come_last(fit, panel):
    last = panel.filter(pl.col("year") == LAST_YEAR)
    twins = pl.concat(
        [last.head(2), last.head(1).with_columns(pl.lit(99, dtype=pl.Int32).alias("country_gwcode"))]
    ).with_columns(
        pl.when(pl.col("country_gwcode") == 3).then(None).otherwise(pl.col("efindex")).alias("efindex")
    )
    ranked = rank(fit, twins, LAST_YEAR, place_of=place_of)
    assert ranked.select("country_gwcode", "rank").rows() == [(2, 1), (99, 1), (3, None)]


def test_names_come_from_the_list_of_places(fit, panel):
    only = panel.filter((pl.col("country_gwcode") == 2) & (pl.col("year") == LAST_YEAR))
    assert rank(fit, only, LAST_YEAR).select("iso3", "name").row(0) == ("USA", "United States")


def test_a_year_that_the_panel_lacks_cannot_be_ranked(fit, panel):
    with pytest.raises(MissingDataError, match=r"no row of 2030 to rank. Years it has: 2012"):
        rank(fit, panel, 2030)


def test_a_missing_column_is_named(fit, panel):
    with pytest.raises(MissingColumnError, match="'efindex'"):
        ewp2025.predict(fit, panel.drop("efindex"))
    with pytest.raises(MissingColumnError, match="'mk_onset_1or2'"):
        ewp2025.fit(panel.drop("mk_onset_1or2"))


def test_a_country_year_given_twice_is_refused(fit, panel):
    with pytest.raises(InputError, match="2 rows of the panel share"):
        ewp2025.predict(fit, pl.concat([panel, panel.head(1)]))


def test_years_without_an_onset_cannot_be_learned_from(panel):
    with pytest.raises(InputError, match="both must occur"):
        ewp2025.fit(panel.with_columns(pl.lit(0).alias("mk_onset_1or2")))


def test_the_reference_is_the_average_of_the_training_rows(fit, panel):
    training = panel.filter(pl.col("year") <= 2010).select(NAMES).to_numpy()
    np.testing.assert_allclose(fit.reference, training.mean(axis=0))
