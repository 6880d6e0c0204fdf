"""The model refitted here against what EWP published in September 2025."""

from functools import partial

import numpy as np
import polars as pl
import pytest

from avert.execution import map_tasks
from avert.risk.models import ewp2025
from avert.risk.ranking import rank
from risk_panels import ewp_panel

COUNTRIES = 168


@pytest.fixture(scope="module")
def panel(reference_data):
    return ewp_panel(reference_data)


@pytest.fixture(scope="module")
def fit(panel):
    return ewp2025.fit(panel, seed=1, threads=2)


@pytest.fixture(scope="module")
def compared(reference_data, fit, panel):
    published = pl.read_csv(reference_data / "ewp" / "final_forecasts_data_3Sep2025.csv").select(
        country_cowcode="ccode",
        published="risk.2025and2026.from2024",
        published_rank="rank.2025and2026.from2025",
    )
    ranked = rank(fit, panel, 2024)
    codes = panel.filter(pl.col("year") == 2024).select("country_gwcode", "country_cowcode")
    return ranked.join(codes, on="country_gwcode").join(published, on="country_cowcode", validate="1:1")


def test_it_learns_from_the_same_rows_with_the_same_penalty(fit):
    assert (fit.rows, fit.onsets) == (8_970, 211)
    assert fit.penalty == pytest.approx(0.002586428948, abs=5e-13)
    assert np.count_nonzero(fit.coefficients.slopes) == 22


def test_risks_are_those_published(compared):
    assert compared.height == COUNTRIES
    assert (compared["risk"] - compared["published"]).abs().max() <= 1e-4
    assert compared.select(pl.corr("risk", "published", method="spearman")).item() >= 0.9999


def test_ranks_are_those_published_within_one(compared):
    assert (compared["rank"] - compared["published_rank"]).abs().max() <= 1


def test_coefficients_are_those_published(reference_data, fit):
    """Year and year² are nearly the same predictor, so that R's looser convergence leaves the intercept free
    along them: of these three the sum is compared, at the year of the forecast. Published to four decimals.
    """
    published = pl.read_csv(
        reference_data / "ewp" / "coefficients_3Sep2025.csv", schema_overrides={"coef.full": pl.Float64}
    )
    expected = dict(zip(published["variable"], published["coef.full"], strict=True))
    names = [predictor.name for predictor in ewp2025.PREDICTORS]
    ours = dict(zip(names, fit.coefficients.slopes, strict=True))
    assert expected.keys() == {"(Intercept)", *names}
    for name in set(names) - {"year", "year_sq"}:
        assert ours[name] == pytest.approx(expected[name], abs=7e-4), name
    assert ours["year"] == pytest.approx(expected["year"], abs=2e-4)
    trend = fit.coefficients.intercept + ours["year"] * 2024 + ours["year_sq"] * 2024**2
    # Their year² of −6.9e-7 is printed as zero; half a unit of the last printed decimal of year is 0.1 here.
    assert trend == pytest.approx(
        expected["(Intercept)"] + expected["year"] * 2024 - 6.9e-7 * 2024**2, abs=0.12
    )


def test_every_interval_holds_its_risk(compared):
    for value in ("risk", "rank"):
        assert (compared[f"{value}_low"] <= compared[value]).all()
        assert (compared[value] <= compared[f"{value}_high"]).all()
    assert (compared["risk_high"] > 1.5 * compared["risk_low"]).all()


def test_the_number_of_workers_changes_no_number(panel):
    options = {"through_year": 1995, "replicates": 12, "seed": 2}
    alone = ewp2025.fit(panel, **options)
    spread = ewp2025.fit(panel, map_tasks=partial(map_tasks, workers=2), **options)
    np.testing.assert_array_equal(alone.replicates, spread.replicates)
