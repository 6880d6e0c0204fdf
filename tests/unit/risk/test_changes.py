import numpy as np
import polars as pl
import pytest

from avert.errors import MissingDataError
from avert.risk.changes import Learned, changes, summed_by_part
from avert.risk.registry import MODELS
from risk_panels import PANELS

YEAR = 2011


@pytest.fixture(scope="module", params=["avert2026", "ewp2025"])
def name(request):
    return request.param


@pytest.fixture(scope="module")
def years(name):
    panel = PANELS[name](0)
    return panel, panel.filter(pl.col("year") == YEAR - 1), panel.filter(pl.col("year") == YEAR)


@pytest.fixture(scope="module")
def learned(name, years):
    before, now = (
        MODELS[name].fit(years[0], through_year=through, replicates=0) for through in (YEAR - 3, YEAR - 2)
    )
    revised = years[0].with_columns(pl.col("coup.try.5yr") + 0.3)
    return Learned(before, MODELS[name].fit(revised, through_year=YEAR - 3, replicates=0), now)


def log_odds(name, fit, rows):
    risk = MODELS[name].predict(fit, rows)["risk"].to_numpy()
    return np.log(risk / (1 - risk))


def test_data_model_and_world_sum_to_the_change_of_the_log_odds(name, years, learned):
    _, before, now = years
    found = summed_by_part(changes(MODELS[name], learned, before, now))
    expected = log_odds(name, learned.now, now) - log_odds(name, learned.before, before)
    np.testing.assert_allclose(found["total"], expected, atol=1e-9)
    assert found["country_gwcode"].equals(now["country_gwcode"])
    assert found["model"].abs().max() > 0.01


def test_the_same_release_and_code_leave_nothing_to_the_model(name, years, learned):
    same = Learned(learned.before, learned.before, learned.now)
    assert summed_by_part(changes(MODELS[name], same, *years[1:]))["model"].abs().max() == 0.0


def test_unchanged_predictors_leave_nothing_to_the_data(name, years, learned):
    _, before, _ = years
    found = changes(MODELS[name], learned, before, before)
    assert found.filter(pl.col("part") == "data")["change"].abs().max() == 0.0


def test_a_country_that_was_not_there_last_year_has_no_change(name, years, learned):
    _, before, now = years
    found = changes(MODELS[name], learned, before.filter(pl.col("country_gwcode") != 9), now)
    of = summed_by_part(found).filter(pl.col("country_gwcode") == 9).row(0)
    assert of == (9, None, None, None, None)
    assert summed_by_part(found)["total"].null_count() == 1


def test_years_without_a_common_country_cannot_be_compared(name, years, learned):
    with pytest.raises(MissingDataError, match="No country is in both years"):
        changes(MODELS[name], learned, years[1].clear(), years[2])
