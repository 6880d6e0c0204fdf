"""Laws of the monthly risk: nothing later is looked at, thresholds are in order, the same seed gives the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.risk.monthly import THRESHOLDS, evaluation
from avert.risk.monthly.features import features_at
from avert.risk.monthly.forecasting import Forecast, forecast
from avert.risk.monthly.rows import past_rows
from monthly_histories import FIRST, made_up_histories

ORIGIN = FIRST + 83


@pytest.fixture(scope="module")
def said() -> Forecast:
    return forecast(made_up_histories(), ORIGIN, replicates=6, seed=3)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), origin=st.integers(FIRST + 36, FIRST + 95))
def test_whatever_happens_after_a_month_changes_nothing_that_is_seen_or_learnt_from_at_it(
    seed: int, origin: int
) -> None:
    histories = made_up_histories()
    rng = np.random.default_rng(seed)
    changed = {kind: of.copy() for kind, of in histories.deaths.items()}
    for of in changed.values():
        later = of[:, origin - FIRST + 1 :]
        later[:] = rng.choice([0.0, 1.0, 5000.0, np.nan], size=later.shape)
    other = replace(histories, deaths=changed)
    np.testing.assert_array_equal(features_at(histories, origin), features_at(other, origin))
    one, two = past_rows(histories, origin, 12), past_rows(other, origin, 12)
    np.testing.assert_array_equal(one.x, two.x)
    np.testing.assert_array_equal(one.ahead, two.ahead)


def test_a_forecast_is_the_same_when_the_future_is_shuffled(said: Forecast) -> None:
    histories = made_up_histories()
    shuffled = {kind: of.copy() for kind, of in histories.deaths.items()}
    rng = np.random.default_rng(1)
    for of in shuffled.values():
        rng.shuffle(of[:, ORIGIN - FIRST + 1 :])
    again = forecast(replace(histories, deaths=shuffled), ORIGIN, replicates=6, seed=3)
    np.testing.assert_array_equal(said.p, again.p)
    np.testing.assert_array_equal(said.replicates, again.replicates)


def test_a_higher_threshold_is_never_likelier_in_the_risk_and_in_every_replicate(said: Forecast) -> None:
    assert THRESHOLDS == (25, 100, 500)
    for p in (said.p, *said.replicates):
        assert (np.diff(p, axis=1) <= 0).all()
    assert ((said.p >= 0) & (said.p <= 1)).all()


def test_another_seed_gives_other_replicates_and_the_same_seed_the_same(said: Forecast) -> None:
    other = forecast(made_up_histories(), ORIGIN, replicates=6, seed=4)
    assert not np.array_equal(said.replicates, other.replicates)


def test_unknown_months_widen_the_interval(said: Forecast) -> None:
    histories = made_up_histories()
    missing = {kind: of.copy() for kind, of in histories.deaths.items()}
    violent = slice(9, 24, 3)
    for of in missing.values():
        of[violent, ORIGIN - FIRST - 7 : ORIGIN - FIRST + 1] = np.nan
    blind = forecast(replace(histories, deaths=missing), ORIGIN, replicates=12, seed=3)
    seeing = forecast(histories, ORIGIN, replicates=12, seed=3)
    spread = [of.replicates[:, violent, 1].std(axis=0).mean() for of in (blind, seeing)]
    assert spread[0] > spread[1]
    assert blind.unknown_months[violent].tolist() == [8] * 5


def test_forecasts_of_a_year_do_not_depend_on_which_other_years_are_forecast() -> None:
    histories = replace(made_up_histories(), first_month=FIRST + 72)
    both = evaluation.forecasts(histories, models=("persistence", "blend"), years=range(2001, 2004))
    alone = evaluation.forecasts(histories, models=("persistence", "blend"), years=range(2003, 2004))
    later = both.filter(both["origin"] >= alone["origin"].min())
    assert later.sort(later.columns).equals(alone.sort(alone.columns))
