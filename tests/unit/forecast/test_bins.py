import numpy as np
import pytest

from avert.forecast.bins import (
    DRAWS,
    LOWER_EDGES,
    BinnedForecasts,
    from_draws,
    from_probabilities,
    values_seen,
)
from avert.scoring.samples import CHALLENGE_BINS

EVEN = values_seen(np.array([]))


def test_the_bins_lie_within_those_of_the_challenge():
    first_above = {int(np.ceil(edge)) for edge in CHALLENGE_BINS}
    assert first_above <= set(LOWER_EDGES.tolist())


def test_draws_lie_in_the_bins_as_often_as_the_probabilities_say():
    p = np.zeros(LOWER_EDGES.size)
    p[[0, 1, 5]] = 0.5, 0.3, 0.2
    draws = from_probabilities(p, EVEN).draws()
    assert draws.tolist() == sorted(draws)
    assert [(draws == 0).sum(), (draws == 1).sum(), ((draws >= 6) & (draws < 8)).sum()] == [500, 300, 200]


def test_a_probability_too_small_for_one_draw_of_a_thousand_has_none():
    p = np.full((2, LOWER_EDGES.size), 1e-9)
    p[:, 0] = 1
    assert from_probabilities(p, EVEN).weights[:, 0].tolist() == [DRAWS, DRAWS]


def test_draws_of_a_bin_spread_over_what_was_seen_in_it():
    seen = np.repeat([8.0, 10.0, np.nan, 3.0], 30)
    values = values_seen(seen)
    p = np.zeros(LOWER_EDGES.size)
    p[list(LOWER_EDGES).index(8)] = 1
    found, count = np.unique(from_probabilities(p, values).draws(), return_counts=True)
    assert dict(zip(found.tolist(), count.tolist(), strict=True)) == {8: 500, 10: 500}


def test_a_bin_in_which_nothing_was_seen_has_values_within_its_edges():
    for low, above, values in zip(LOWER_EDGES, LOWER_EDGES[1:], EVEN, strict=False):
        assert low <= values.min() <= values.max() < above
    assert set(EVEN[-1].tolist()) == {int(LOWER_EDGES[-1])}


def test_what_is_kept_gives_the_same_draws_again():
    rng = np.random.default_rng(3)
    made = from_probabilities(rng.dirichlet(np.full(LOWER_EDGES.size, 0.2), 50), EVEN)
    again = from_draws(made.draws(), EVEN)
    assert again.weights.tolist() == made.weights.tolist()
    assert (BinnedForecasts(again.weights, EVEN).draws() == made.draws()).all()


def test_what_is_kept_of_other_draws_keeps_every_odd_that_is_told():
    draws = np.sort(np.random.default_rng(1).negative_binomial(0.3, 0.01, (20, DRAWS)), axis=1)
    again = from_draws(draws, values_seen(draws.ravel().astype(float))).draws()
    for least in (1, 26, 101, 1001):
        assert (again >= least).mean(axis=1) == pytest.approx((draws >= least).mean(axis=1))
