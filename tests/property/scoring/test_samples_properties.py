import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from avert.scoring import samples as s

DRAWS = arrays(np.float64, (4, 9), elements=st.integers(0, 2000).map(float))
OUTCOMES = arrays(np.float64, 4, elements=st.integers(0, 5000).map(float))


@settings(deadline=None, max_examples=60)
@given(DRAWS, OUTCOMES, st.randoms(use_true_random=False))
def test_the_order_of_draws_changes_nothing(x, y, random):
    order = list(range(x.shape[1]))
    random.shuffle(order)
    for name, values in vars(s.score_samples(x, y)).items():
        np.testing.assert_array_equal(values, getattr(s.score_samples(x[:, order], y), name))


@settings(deadline=None, max_examples=60)
@given(DRAWS, OUTCOMES)
def test_scores_are_what_their_formulas_say(x, y):
    scores = s.score_samples(x, y, thresholds=[0, 25])
    pairs = np.abs(x[:, :, None] - x[:, None, :]).mean(axis=(1, 2))
    np.testing.assert_allclose(scores.crps, np.abs(x - y[:, None]).mean(axis=1) - pairs / 2, atol=1e-9)
    np.testing.assert_allclose(s.energy_score(x[:, :, None], y[:, None]), scores.crps, atol=1e-9)
    low, high = np.quantile(x, [0.05, 0.95], axis=1)
    np.testing.assert_array_equal(scores.covered, (y >= low - 1e-12) & (y <= high + 1e-12))
    assert (scores.crps >= -1e-9).all()
    assert (scores.below <= scores.up_to).all()
    over = (x[:, :, None] > [0, 25]).mean(axis=1)
    np.testing.assert_allclose(scores.brier, (over - (y[:, None] > [0, 25])) ** 2, atol=1e-12)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.floats(0.2, 5.0))
def test_nobody_gains_by_stating_another_distribution_than_the_true_one(seed, factor):
    """In the mean over outcomes drawn from the forecast itself, that forecast scores best: the scores are proper."""
    rng = np.random.default_rng(seed)
    truth = np.floor(rng.gamma(0.5, 40, 200))
    stated, other = np.tile(truth, (200, 1)), np.tile(np.floor(truth * factor), (200, 1))
    asked = {"pseudo_count": 1e-9, "quantiles": [0.1, 0.5, 0.9]}
    honest, dishonest = s.score_samples(stated, truth, **asked), s.score_samples(other, truth, **asked)
    for name in ("crps", "crps_log1p", "ignorance"):
        assert getattr(honest, name).mean() <= getattr(dishonest, name).mean() + 1e-9


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_the_transform_of_outcomes_drawn_from_the_forecast_is_uniform(seed):
    rng = np.random.default_rng(seed)
    u = s.pit(np.floor(rng.gamma(0.4, 5, (4000, 200))), np.floor(rng.gamma(0.4, 5, 4000)), rng=rng)
    assert ((u >= 0) & (u <= 1)).all()
    assert np.abs(np.histogram(u, 10, (0, 1))[0] / 4000 - 0.1).max() < 0.035
