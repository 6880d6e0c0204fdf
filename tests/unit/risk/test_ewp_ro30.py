import polars as pl
import pytest

from avert.errors import CheckFailedError, InputError
from avert.risk.models import prior_rate
from avert.risk.protocols import ewp_ro30
from risk_panels import made_up_ewp_panel


@pytest.fixture(scope="module")
def panel():
    return made_up_ewp_panel()


@pytest.fixture(scope="module")
def targets(panel):
    return ewp_ro30.targets(panel)


def test_complete_rows_of_the_origins_are_tested(panel):
    holed = panel.with_columns(
        pl.when(pl.col("year") == 1995).then(None).otherwise(pl.col("efindex")).alias("efindex"),
        pl.when(pl.col("year") == 1996).then(None).otherwise(pl.col("mk_onset_2")).alias("mk_onset_2"),
    )
    assert ewp_ro30.targets(panel)["origin"].unique().to_list() == list(range(1993, 2013))
    assert not set(ewp_ro30.targets(holed)["origin"]) & {1995, 1996}


def test_forecasts_are_in_the_order_of_the_rows_and_say_which_model_is_the_default(panel, targets):
    forecasts = ewp_ro30.forecast("prior_rate", panel, targets)
    assert forecasts.columns == ["model", "is_default", "country_gwcode", "origin", "y", "p"]
    assert forecasts.select("country_gwcode", "origin", "y").equals(targets)
    assert (set(forecasts["model"]), set(forecasts["is_default"])) == ({"prior_rate"}, {False})


def test_a_forecast_uses_the_rate_that_was_known_at_its_origin(panel, targets):
    forecasts = ewp_ro30.forecast("prior_rate", panel, targets)
    for origin in (1993, 2005):
        known = panel.filter(pl.col("year") <= origin - 2)["mk_onset_1or2"].mean()
        assert set(forecasts.filter(origin=origin)["p"]) == {known}


def test_a_forecast_does_not_depend_on_which_other_origins_are_forecast(panel, targets):
    some = targets.filter(pl.col("origin").is_in([1999, 2003]))
    alone = ewp_ro30.forecast("ewp2025", panel, some, seed=4)
    among = ewp_ro30.forecast(
        "ewp2025", panel, targets.filter(pl.col("origin").is_between(1998, 2003)), seed=4
    )
    assert alone.equals(among.filter(pl.col("origin").is_in([1999, 2003])))


def test_a_model_that_leaves_out_a_tested_row_is_refused(panel, targets, monkeypatch):
    def with_a_gap(fit, rows):
        is_nine = pl.col("country_gwcode") == 9
        return whole(fit, rows).with_columns(pl.when(~is_nine).then(pl.col("risk")).alias("risk"))

    whole = prior_rate.predict
    monkeypatch.setattr(prior_rate, "predict", with_a_gap)
    with pytest.raises(
        CheckFailedError, match=r"20 of 600 rows no probability, the first of them 1993, country 9"
    ):
        ewp_ro30.forecast("prior_rate", panel, targets)


@pytest.mark.parametrize("text", ["1992:2000", "2000", "2000:1995", "1993:2023", "a:b", ":"])
def test_origins_that_the_protocol_does_not_have_are_refused(text):
    with pytest.raises(InputError, match="FIRST:LAST, from 1993 to 2022"):
        ewp_ro30.chosen_origins(text)
