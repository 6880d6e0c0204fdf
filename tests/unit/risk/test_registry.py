"""What every registered risk model keeps to. A new model is tested by being listed."""

import subprocess
import sys

import numpy as np
import polars as pl
import pytest

from avert.errors import InputError
from avert.model_cards import ModelCard
from avert.risk.registry import MODELS, find_model
from risk_panels import LAST_YEAR, PANELS

THROUGH = LAST_YEAR - 2


@pytest.fixture(scope="module", params=sorted(MODELS))
def name(request):
    return request.param


@pytest.fixture(scope="module")
def panel(name):
    return PANELS[name](0)


@pytest.fixture(scope="module")
def fit(name, panel):
    return MODELS[name].fit(panel, through_year=THROUGH, replicates=20, seed=1)


def test_its_card_says_what_it_is(name):
    card = MODELS[name].CARD
    assert isinstance(card, ModelCard)
    assert card.name == name
    assert card.limits
    assert all(vars(card).values())
    assert "atrocity risk" not in str(card)


def test_a_fit_knows_its_model(name, fit):
    assert fit.model == name


def test_risks_are_probabilities_inside_their_columns(name, fit, panel):
    predicted = MODELS[name].predict(fit, panel)
    assert predicted.height == panel.height
    for column in ("risk", "risk_low", "risk_high"):
        assert predicted[column].is_between(0.0, 1.0, closed="none").all()
    assert (predicted["risk_low"] <= predicted["risk_high"]).all()


def test_it_does_not_look_ahead(name, fit, panel):
    later = pl.col("year") > THROUGH
    outcome = "mk_onset_1or2"
    shaken = panel.with_columns(
        pl.when(later).then(1 - pl.col(outcome)).otherwise(pl.col(outcome)).alias(outcome)
    )
    refitted = MODELS[name].fit(
        shaken.filter(pl.col("year") <= LAST_YEAR - 1), through_year=THROUGH, replicates=20, seed=1
    )
    assert MODELS[name].predict(refitted, panel).equals(MODELS[name].predict(fit, panel))


def test_the_same_seed_gives_the_same_result(name, fit, panel):
    again = MODELS[name].fit(panel, through_year=THROUGH, replicates=20, seed=1)
    assert MODELS[name].predict(again, panel).equals(MODELS[name].predict(fit, panel))


def test_it_beats_the_base_rate(name, fit, panel):
    if MODELS[name].IS_BASELINE:
        pytest.skip("it is the base rate")
    seen = panel.filter(pl.col("year") <= THROUGH)
    p, y = MODELS[name].predict(fit, seen)["risk"].to_numpy(), seen["mk_onset_1or2"].to_numpy()
    base = y.mean()
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    assert loss < -(base * np.log(base) + (1 - base) * np.log(1 - base))


def test_its_contributions_sum_to_the_log_odds_up_to_one_constant(name, fit, panel):
    risk = MODELS[name].predict(fit, panel)["risk"].to_numpy()
    parts = MODELS[name].explain(fit, panel)["contribution"].to_numpy().reshape(panel.height, -1)
    constants = np.log(risk / (1 - risk)) - parts.sum(axis=1)
    np.testing.assert_allclose(constants, constants[0], atol=1e-9)


def test_an_unknown_model_is_refused_with_the_known_ones():
    with pytest.raises(
        InputError, match=r"called 'oracle'. There is: avert2026, ensemble2026, ewp2025, prior_rate"
    ):
        find_model("oracle")


def test_listing_the_models_loads_neither_numba_nor_scikit_learn():
    code = (
        "import sys, avert.risk.registry, avert.risk.ranking; "
        "sys.exit(bool({'numba', 'sklearn'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
