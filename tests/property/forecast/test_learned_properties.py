"""Laws of learned forecasts: nothing later is looked at, draws rise from 0, the same seed gives the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.forecast.features import features_of
from avert.forecast.models import avert2026
from avert.forecast.registry import MODELS
from avert.forecast.rows import past_rows
from monthly_histories import FIRST, made_up_histories

ORIGIN = FIRST + 83
STEPS = [1, 12, 36]
LEARNED = [name for name, model in MODELS.items() if not model.IS_BASELINE]


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), origin=st.integers(FIRST + 36, FIRST + 95))
def test_features_of_a_month_and_rows_to_learn_from_see_nothing_later(seed: int, origin: int) -> None:
    histories = made_up_histories()
    rng, width = np.random.default_rng(seed), origin - FIRST + 1
    changed = {kind: of.copy() for kind, of in histories.deaths.items()}
    for of in changed.values():
        of[:, width:] = rng.choice([0.0, 1.0, 5000.0, np.nan], size=of[:, width:].shape)
    other, known = replace(histories, deaths=changed), histories.until(origin)
    np.testing.assert_array_equal(features_of(known).values, features_of(other).values[:, :width])
    rows = [past_rows(of.until(origin), np.random.default_rng(seed)) for of in (histories, other)]
    for kind in changed:
        np.testing.assert_array_equal(rows[0].deaths[kind], rows[1].deaths[kind])


@pytest.mark.parametrize("name", LEARNED)
def test_a_shuffled_future_changes_no_draw_and_neither_does_running_it_again(name: str) -> None:
    histories = made_up_histories(states=9)
    shuffled = {kind: of.copy() for kind, of in histories.deaths.items()}
    for of in shuffled.values():
        np.random.default_rng(1).shuffle(of[:, ORIGIN - FIRST + 1 :], axis=1)
    knowns = [of.until(ORIGIN) for of in (histories, replace(histories, deaths=shuffled))]
    one, two = (MODELS[name].forecast(known, STEPS, seed=3) for known in knowns)
    for kind, draws in one.items():
        np.testing.assert_array_equal(draws, two[kind])
        assert draws.shape == (9, 3, 1000)
        assert (draws >= 0).all()
        assert (np.diff(draws, axis=2) >= 0).all()


def test_a_step_is_forecast_alike_whichever_other_steps_are_asked_for() -> None:
    known = made_up_histories(states=9).until(ORIGIN)
    alone, among = (avert2026.forecast(known, steps, seed=0)["os"] for steps in ([12], STEPS))
    np.testing.assert_array_equal(alone[:, 0], among[:, 1])


def test_another_seed_gives_another_forecast() -> None:
    known = made_up_histories(states=9).until(ORIGIN)
    one, two = (avert2026.forecast(known, [12], seed=seed)["sb"] for seed in (0, 1))
    assert not np.array_equal(one, two)
