import polars as pl
import pytest

from avert.errors import InputError
from avert.risk.models import ewp2025
from avert.risk.what_would_change import what_would_have_to_change
from risk_panels import made_up_ewp_panel


@pytest.fixture(scope="module")
def panel():
    return made_up_ewp_panel()


@pytest.fixture(scope="module")
def fit(panel):
    return ewp2025.fit(panel, through_year=2010, replicates=0)


@pytest.fixture(scope="module")
def riskiest(panel, fit):
    return panel.filter(pl.Series(ewp2025.predict(fit, panel)["risk"].rank() == panel.height))


def asked(fit, panel, row, **options):
    return what_would_have_to_change(ewp2025, fit, ewp2025.PREDICTORS, row, panel, **options)


def test_the_value_needed_brings_the_risk_below_and_was_seen(fit, panel, riskiest):
    for found in asked(fit, panel, riskiest).drop_nulls("value_needed").iter_rows(named=True):
        changed = riskiest.with_columns(pl.lit(found["value_needed"]).alias(found["predictor"]))
        assert ewp2025.predict(fit, changed)["risk"][0] == pytest.approx(found["risk_then"])
        assert found["risk_then"] < found["below"]
        assert found["value_needed"] in panel[found["predictor"]].cast(pl.Float64).to_list()


def test_no_nearer_value_that_was_tried_would_do(fit, panel, riskiest):
    found = asked(fit, panel, riskiest, below=0.6).row(
        by_predicate=pl.col("predictor") == "coup.try.5yr", named=True
    )
    nearer = (found["value_needed"] + found["value"]) / 2
    halfway = riskiest.with_columns(pl.lit(nearer).alias("coup.try.5yr"))
    step = panel["coup.try.5yr"].max() / 10
    assert ewp2025.predict(fit, halfway)["risk"][0] > 0.6 or found["value"] - found["value_needed"] < step


def test_what_cannot_do_it_alone_says_how_far_it_gets_and_comes_last(fit, panel, riskiest):
    found = asked(fit, panel, riskiest, below=0.001)
    assert found["value_needed"].null_count() == found.height
    assert (found["risk_then"] >= 0.001).all()
    half = asked(fit, panel, riskiest, below=0.6)["change_sd"]
    assert half.drop_nulls().is_sorted()
    assert half.is_null().to_list() == sorted(half.is_null())


def test_place_time_and_what_has_been_are_left_out(fit, panel, riskiest):
    shown = set(asked(fit, panel, riskiest)["predictor"])
    assert not shown & {"reg.eap", "year", "includesnonstate", "mk_ever", "mk_onset_prev_year"}
    assert "coup.try.5yr" in shown


def test_the_threshold_is_the_median_of_the_year_when_none_is_given(fit, panel, riskiest):
    of_year = panel.filter(pl.col("year") == riskiest["year"][0])
    assert asked(fit, panel, riskiest)["below"][0] == ewp2025.predict(fit, of_year)["risk"].median()


def test_a_risk_that_is_low_enough_needs_no_change(fit, panel, riskiest):
    with pytest.raises(InputError, match="nothing would have to change"):
        asked(fit, panel, riskiest, below=0.99)


def test_one_row_is_asked_about(fit, panel):
    with pytest.raises(InputError, match="Give one"):
        asked(fit, panel, panel)
