from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avert.errors import MissingDataError
from avert.forecast.learned import forecast_by, own_history
from avert.forecast.learners import BINS, Asked, Sample, bin_of, forest, grow, network, shares, told_by
from avert.forecast.rows import MOST_STEPS, newest_known, past_rows
from monthly_histories import made_up_histories

STEPS = [1, 6, 36]


def with_unknown(histories, where):
    deaths = {kind: of.copy() for kind, of in histories.deaths.items()}
    for of in deaths.values():
        of[where] = np.nan
    return replace(histories, deaths=deaths)


@pytest.mark.parametrize("learner", [forest, network])
def test_probabilities_of_bins_sum_to_one_and_tell_violent_rows_from_calm_ones(learner):
    rng = np.random.default_rng(0)
    is_violent = np.repeat([0.0, 1.0], 1000)
    x = np.column_stack([is_violent, rng.normal(size=2000)]).astype(np.float32)
    deaths = rng.poisson(1 + 80 * is_violent).astype(float)
    ahead = Asked(np.array([[0, 0], [1, 0]], dtype=np.float32), np.zeros(2))
    p = learner(Sample(x, deaths, np.ones(2000), np.zeros(2000)), ahead, 0)
    assert p.shape == (2, BINS)
    assert p.sum(axis=1) == pytest.approx(1.0)
    assert (p >= 0).all()
    assert p[0, : bin_of(np.array([10.0]))[0]].sum() > 0.6
    assert p[1, bin_of(np.array([51.0]))[0] :].sum() > 0.6


def test_a_wholly_scaled_leaf_moves_with_the_level_and_keeps_its_share_without_deaths():
    x, deaths = np.zeros((4, 1), dtype=np.float32), np.array([0.0, 0, 10, 10])
    sample = Sample(x, deaths, np.ones(4), np.full(4, np.log(10)))
    ahead = Asked(x[:2], np.log([10, 100.0]))
    p = told_by(grow(sample, 0), sample, ahead, 1.0)
    assert p[:, 0].tolist() == [0.5, 0.5]
    assert [p[0, bin_of(np.array([10.0]))[0]], p[1, bin_of(np.array([100.0]))[0]]] == [0.5, 0.5]


def test_rows_learnt_from_end_in_the_last_known_month_and_hold_what_was_recorded_then():
    known = made_up_histories()
    rows = past_rows(known, np.random.default_rng(0))
    assert (rows.step >= 1).all()
    assert rows.step.max() == MOST_STEPS
    assert (rows.column + rows.step).max() == known.is_state.shape[1] - 1
    assert rows.column.min() == 11
    for kind, deaths in rows.deaths.items():
        np.testing.assert_array_equal(deaths, known.deaths[kind][rows.state, rows.column + rows.step])


def test_a_record_too_short_to_learn_from_is_said():
    known = made_up_histories()
    with pytest.raises(MissingDataError, match="nothing to learn from"):
        past_rows(known.until(known.first_month + 11), np.random.default_rng(0))


def test_rows_of_quiet_states_are_thinned_and_weigh_as_much_together():
    known = made_up_histories(states=30)
    calm = {kind: np.where(np.arange(30)[:, None] < 15, of, 0.0) for kind, of in known.deaths.items()}
    rows = past_rows(replace(known, deaths=calm), np.random.default_rng(0))
    is_quiet = (rows.state >= 15) & (rows.column >= 60)
    assert set(rows.weights[rows.state < 15]) <= {1.0, 3.0}
    assert set(rows.weights[is_quiet]) == {3.0}
    origins = np.unique(rows.column[rows.column >= 60]).size * 15 * 3
    assert rows.weights[is_quiet].sum() == pytest.approx(origins, rel=0.15)


def test_a_state_with_less_than_a_year_of_record_is_not_spoken_of():
    known = with_unknown(made_up_histories(states=6), (slice(0, 1), slice(None, -11)))
    draws = forecast_by({forest: 1.0}, known, STEPS, 0)["sb"]
    assert np.isnan(draws[0]).all()
    assert not np.isnan(draws[1:]).any()


def test_unknown_months_are_no_calm_but_lengthen_the_step():
    known = made_up_histories(states=12)
    blind = with_unknown(known, (slice(9, 10), slice(-11, None)))
    assert (newest_known(known) - newest_known(blind)).tolist() == [0] * 9 + [11] + [0] * 2
    level = np.geomspace(1, 90, 12)[9]
    assert forecast_by({forest: 1.0}, blind, [3], 0)["sb"][9].mean() > level / 2


def test_own_history_halves_every_six_months():
    deaths = np.array([[5.0, 0, 0, 0, 0, 0, 0.0]])
    p = own_history(np.where(np.isin(np.arange(7), [0, 6]), deaths, np.nan))
    assert p[0, bin_of(np.array([5.0]))[0]] == pytest.approx(1 / 3)
    assert p[0, 0] == pytest.approx(2 / 3)


def test_shares_of_an_empty_group_are_zero():
    found = shares(np.array([0, 0, 2]), np.array([0, 1, 3]), np.array([3.0, 1, 2]), 3)
    assert found[0, :2].tolist() == [0.75, 0.25]
    assert found.sum(axis=1).tolist() == [1, 0, 1]
