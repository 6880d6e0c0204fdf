import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.risk.models import ewp2025
from risk_panels import LAST_YEAR, NAMES, made_up_ewp_panel

SEEDS = st.integers(0, 50)
CHANGEABLE = [name for name in NAMES if name != "year"]


def fit(panel, through=2008, **options):
    return ewp2025.fit(panel, through_year=through, **{"replicates": 8, "seed": 3, **options})


@settings(deadline=None, max_examples=8)
@given(seed=SEEDS, factor=st.floats(-5.0, 5.0))
def test_risks_and_intervals_are_probabilities_whatever_the_values(seed, factor):
    panel = made_up_ewp_panel(seed, countries=15)
    extreme = panel.with_columns(pl.col("battledeaths.log2") * factor)
    predicted = ewp2025.predict(fit(panel), extreme)
    assert predicted["risk"].is_between(0.0, 1.0, closed="none").all()
    assert (predicted["risk_low"] <= predicted["risk_high"]).all()


@settings(deadline=None, max_examples=8)
@given(seed=SEEDS)
def test_contributions_sum_to_the_log_odds_less_those_of_the_reference(seed):
    panel = made_up_ewp_panel(seed, countries=15)
    fitted = fit(panel, replicates=0)
    risk = ewp2025.predict(fitted, panel)["risk"].to_numpy()
    sums = ewp2025.explain(fitted, panel)["contribution"].to_numpy().reshape(-1, 39).sum(axis=1)
    reference = fitted.coefficients.log_odds(fitted.reference)
    np.testing.assert_allclose(sums, np.log(risk / (1 - risk)) - reference, atol=1e-10)


@settings(deadline=None, max_examples=8)
@given(
    seed=SEEDS,
    through=st.integers(2000, LAST_YEAR - 1),
    column=st.sampled_from([*CHANGEABLE, *ewp2025.OUTCOMES]),
)
def test_what_comes_after_the_last_year_changes_nothing(seed, through, column):
    panel = made_up_ewp_panel(seed, countries=15)
    later = pl.when(pl.col("year") > through)
    shaken = panel.with_columns(later.then(1 - pl.col(column)).otherwise(pl.col(column)).alias(column))
    first, second = fit(panel, through), fit(shaken, through)
    np.testing.assert_array_equal(first.coefficients.slopes, second.coefficients.slopes)
    np.testing.assert_array_equal(first.replicates, second.replicates)


@settings(deadline=None, max_examples=5)
@given(seed=SEEDS)
def test_the_same_seed_gives_the_same_numbers(seed):
    panel = made_up_ewp_panel(seed, countries=15)
    assert ewp2025.predict(fit(panel), panel).equals(ewp2025.predict(fit(panel, threads=2), panel))


@settings(deadline=None, max_examples=8)
@given(seed=SEEDS, order=st.randoms(use_true_random=False))
def test_the_order_of_countries_does_not_matter_when_folds_go_with_rows(seed, order):
    panel = made_up_ewp_panel(seed, countries=15).with_columns(pl.int_range(pl.len()).mod(10).alias("fold"))
    countries = panel.partition_by("country_gwcode")
    order.shuffle(countries)
    shuffled = pl.concat(countries)
    ours = ewp2025.predict(fit(panel, folds=panel["fold"]), panel)
    theirs = ewp2025.predict(fit(shuffled, folds=shuffled["fold"]), panel)
    for column in ("risk", "risk_low", "risk_high"):
        np.testing.assert_allclose(ours[column], theirs[column], atol=1e-5)
