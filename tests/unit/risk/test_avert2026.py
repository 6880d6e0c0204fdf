import numpy as np
import polars as pl
import pytest

from avert.errors import InputError, MissingColumnError
from avert.risk.models import avert2026
from risk_panels import LAST_YEAR, made_up_avert_panel

COUNTRY = pl.col("country_gwcode") == 9


@pytest.fixture(scope="module")
def panel():
    return made_up_avert_panel()


@pytest.fixture(scope="module")
def fit(panel):
    return avert2026.fit(panel, through_year=2010, replicates=30, seed=1)


@pytest.fixture(scope="module")
def last(panel):
    return panel.filter(pl.col("year") == LAST_YEAR)


def without(panel, *columns):
    return panel.with_columns(
        pl.when(COUNTRY).then(None).otherwise(pl.col(name)).alias(name) for name in columns
    )


def test_it_learns_from_complete_rows_up_to_the_year(panel):
    holed = panel.with_columns(
        pl.when(pl.col("year") == 1995).then(None).otherwise(pl.col("acd_new")).alias("acd_new"),
        pl.when(pl.col("year") == 1996).then(None).otherwise(pl.col("mk_onset_2")).alias("mk_onset_2"),
    )
    assert avert2026.fit(holed, through_year=2010, replicates=0).rows == 30 * (21 - 2)


@pytest.mark.parametrize("raises", ["battledeaths.log2", "coup.try.5yr"])
def test_it_finds_what_raises_the_risk(fit, panel, raises):
    parts = avert2026.explain(fit, panel).filter(pl.col("predictor") == raises)
    is_high = pl.col("value") > pl.col("reference")
    assert parts.filter(is_high)["contribution"].mean() > 0.02
    assert parts.filter(~is_high)["contribution"].mean() < -0.02


def test_an_unknown_predictor_leaves_a_risk_and_widens_its_interval(fit, last):
    known, unknown = (
        avert2026.predict(fit, rows).filter(COUNTRY).row(0, named=True)
        for rows in (last, without(last, "battledeaths.log2", "coup.try.5yr"))
    )

    def width(row):
        low, high = row["risk_low"], row["risk_high"]
        return np.log(high / (1 - high)) - np.log(low / (1 - low))

    assert 0.0 < unknown["risk"] < 1.0
    assert width(unknown) > 1.2 * width(known)


def test_what_one_country_lacks_changes_no_other_risk(fit, last):
    others = [
        avert2026.predict(fit, rows).filter(~COUNTRY)["risk"] for rows in (last, without(last, "efindex"))
    ]
    assert others[0].equals(others[1])


def test_the_parts_of_a_row_with_unknown_values_sum_too(fit, last):
    holed = without(last, "coup.try.5yr", "acd_new")
    risk = avert2026.predict(fit, holed)["risk"].to_numpy()
    explained = avert2026.explain(fit, holed)
    sums = explained["contribution"].to_numpy().reshape(last.height, -1).sum(axis=1)
    constants = np.log(risk / (1 - risk)) - sums
    np.testing.assert_allclose(constants, constants[0], atol=1e-9)
    assert explained.filter(COUNTRY & (pl.col("predictor") == "acd_new"))["value"][0] is None


def test_without_replicates_intervals_are_unknown(panel, last):
    bare = avert2026.fit(panel, through_year=2010, replicates=0)
    assert avert2026.predict(bare, last)["risk_low"].null_count() == last.height


def test_an_empty_panel_gets_no_risks(fit, last):
    assert avert2026.predict(fit, last.clear()).height == 0


def test_a_panel_without_conflict_history_is_refused(panel):
    with pytest.raises(MissingColumnError, match="acd_intensity"):
        avert2026.fit(panel.drop("acd_intensity"))


def test_years_without_an_onset_teach_nothing(panel):
    with pytest.raises(InputError, match="both onsets and calm"):
        avert2026.fit(panel, through_year=1980)
