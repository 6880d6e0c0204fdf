import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.risk.elastic_net import fit_at, fit_path
from avert.risk.r_random import RRandom


def problem(seed, rows, predictors):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, predictors)) @ rng.normal(size=(predictors, predictors))
    y = (rng.random(rows) < 1 / (1 + np.exp(-x[:, 0]))).astype(float)
    y[:2] = 0.0, 1.0
    return x, y


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 2**32 - 1),
    rows=st.integers(5, 120),
    predictors=st.integers(1, 12),
    alpha=st.floats(0.05, 1.0),
    share=st.floats(1e-3, 1.2),
)
def test_every_solution_is_optimal(seed, rows, predictors, alpha, share):
    """At the optimum the gradient equals the penalty's slope, or stays within it where a slope is zero."""
    x, y = problem(seed, rows, predictors)
    penalty = share * fit_path(x, y, alpha=alpha).penalties[0]
    model = fit_at(x, y, penalty=penalty, alpha=alpha, tolerance=1e-10)
    scale = x.std(axis=0)
    residual = y - 1 / (1 + np.exp(-model.log_odds(x)))
    score = ((x - x.mean(axis=0)) / scale).T @ residual / rows
    slopes = model.slopes * scale
    pull = score - penalty * (1 - alpha) * slopes
    assert abs(residual.mean()) < 1e-8
    assert np.all(np.abs(pull) <= penalty * alpha + 1e-8)
    active = slopes != 0.0
    np.testing.assert_allclose(pull[active], penalty * alpha * np.sign(slopes[active]), atol=1e-8)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(seed, order):
    x, y = problem(seed, 80, 4)
    shuffled = list(range(80))
    order.shuffle(shuffled)
    ours, theirs = fit_at(x, y, penalty=0.01), fit_at(x[shuffled], y[shuffled], penalty=0.01)
    np.testing.assert_allclose(ours.slopes, theirs.slopes, atol=1e-7)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_smaller_penalty_explains_more(seed):
    path = fit_path(*problem(seed, 100, 5))
    assert (np.diff(path.explained) > -1e-9).all()


@given(seed=st.integers(0, 2**31 - 1), items=st.lists(st.integers(-1000, 1000), max_size=200))
def test_sampling_without_replacement_only_reorders(seed, items):
    assert sorted(RRandom(seed).sample(items)) == sorted(items)
