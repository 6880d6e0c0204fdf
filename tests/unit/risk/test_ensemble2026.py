import numpy as np
import polars as pl
import pytest

from avert.errors import InputError, MissingColumnError
from avert.risk.models import ensemble2026, ewp2025
from risk_panels import LAST_YEAR, made_up_ewp_panel

COUNTRY = pl.col("country_gwcode") == 9


@pytest.fixture(scope="module")
def panel():
    return made_up_ewp_panel()


@pytest.fixture(scope="module")
def fit(panel):
    return ensemble2026.fit(panel, through_year=2010, replicates=30, seed=1)


@pytest.fixture(scope="module")
def last(panel):
    return panel.filter(pl.col("year") == LAST_YEAR)


def without(panel, *columns):
    return panel.with_columns(
        pl.when(COUNTRY).then(None).otherwise(pl.col(name)).alias(name) for name in columns
    )


def log_odds(risk):
    return np.log(risk / (1 - risk))


def test_its_first_member_is_the_line_of_ewp(fit, panel):
    line, known = fit.members[0], ewp2025.fit(panel, through_year=2010, replicates=0).coefficients
    assert line.intercept == known.intercept
    assert (line.slopes == known.slopes).all()


def test_its_risk_is_the_mean_log_odds_of_its_members(fit, last):
    x = last.select(ewp2025.PREDICTORS[i].name for i in range(39)).to_numpy().astype(float)
    expected = np.mean([member.log_odds(x) for member in fit.members], axis=0)
    risk = ensemble2026.predict(fit, last)["risk"].to_numpy()
    assert len(fit.members) == 4
    np.testing.assert_allclose(log_odds(risk), expected, atol=1e-12)


def test_its_forests_differ_in_kind(fit, last):
    x = last.select(ewp2025.PREDICTORS[i].name for i in range(39)).to_numpy().astype(float)
    assert not np.allclose(fit.members[1].log_odds(x), fit.members[2].log_odds(x))


@pytest.mark.parametrize("raises", ["battledeaths.log2", "coup.try.5yr"])
def test_it_finds_what_raises_the_risk(fit, panel, raises):
    parts = ensemble2026.explain(fit, panel).filter(pl.col("predictor") == raises)
    is_high = pl.col("value") > pl.col("reference")
    assert parts.filter(is_high)["contribution"].mean() > 0.05
    assert parts.filter(~is_high)["contribution"].mean() < -0.05


def test_an_unknown_predictor_leaves_a_risk_and_widens_its_interval(fit, last):
    known, unknown = (
        ensemble2026.predict(fit, rows).filter(COUNTRY).row(0, named=True)
        for rows in (last, without(last, "battledeaths.log2", "coup.try.5yr"))
    )

    def width(row):
        return log_odds(row["risk_high"]) - log_odds(row["risk_low"])

    assert 0.0 < unknown["risk"] < 1.0
    assert width(unknown) > 1.2 * width(known)


def test_the_parts_of_a_row_with_unknown_values_sum_too(fit, last):
    holed = without(last, "coup.try.5yr", "efindex")
    risk = ensemble2026.predict(fit, holed)["risk"].to_numpy()
    explained = ensemble2026.explain(fit, holed)
    constants = log_odds(risk) - explained["contribution"].to_numpy().reshape(last.height, -1).sum(axis=1)
    np.testing.assert_allclose(constants, constants[0], atol=1e-9)
    assert explained.filter(COUNTRY & (pl.col("predictor") == "efindex"))["value"][0] is None


def test_without_replicates_intervals_are_unknown(panel, last):
    bare = ensemble2026.fit(panel, through_year=2010, replicates=0)
    assert ensemble2026.predict(bare, last)["risk_low"].null_count() == last.height


def test_an_empty_panel_gets_no_risks(fit, last):
    assert ensemble2026.predict(fit, last.clear()).height == 0


def test_a_panel_without_a_predictor_is_refused(panel):
    with pytest.raises(MissingColumnError, match="efindex"):
        ensemble2026.fit(panel.drop("efindex"))


def test_years_without_an_onset_teach_nothing(panel):
    with pytest.raises(InputError):
        ensemble2026.fit(panel.with_columns(mk_onset_1or2=0), through_year=2010)
