from itertools import combinations
from math import factorial

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from avert.risk.boosting import grow_boosted_trees

ROWS, PREDICTORS = 400, 5


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(ROWS, PREDICTORS))
    return x, (rng.random(ROWS) < 1 / (1 + np.exp(-2 * x[:, 0] * x[:, 1]))).astype(float)


@pytest.fixture(scope="module")
def boosted(data):
    return grow_boosted_trees(*data, rounds=20, leaf=5)


@pytest.mark.parametrize("seed", [0, 1])
def test_it_says_what_scikit_learn_says_whatever_its_seed(data, boosted, seed):
    known = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=20, max_leaf_nodes=15, min_samples_leaf=5, l2_regularization=1.0,
        early_stopping=False, random_state=seed,
    )  # fmt: skip
    with threadpool_limits(1, "openmp"):
        known.fit(*data)
    np.testing.assert_allclose(boosted.log_odds(data[0]), known.decision_function(data[0]), atol=1e-12)


def test_contributions_are_shapley_values_by_their_definition(data, boosted):
    row, reference = data[0][7], data[0].mean(axis=0)

    def worth(members):
        mixed = reference.copy()
        mixed[list(members)] = row[list(members)]
        return boosted.log_odds(mixed[None, :])[0]

    def shapley(j):
        others = [k for k in range(PREDICTORS) if k != j]
        return sum(
            factorial(size) * factorial(PREDICTORS - size - 1) / factorial(PREDICTORS)
            * (worth((*members, j)) - worth(members))
            for size in range(PREDICTORS)
            for members in combinations(others, size)
        )  # fmt: skip

    expected = [shapley(j) for j in range(PREDICTORS)]
    np.testing.assert_allclose(boosted.contributions(row[None, :], reference)[0], expected, atol=1e-12)


def test_contributions_sum_to_the_log_odds_less_those_of_the_reference(data, boosted):
    x, reference = data[0], data[0].mean(axis=0)
    expected = boosted.log_odds(x) - boosted.log_odds(reference[None, :])
    np.testing.assert_allclose(boosted.contributions(x, reference).sum(axis=1), expected, atol=1e-12)


def test_a_value_on_a_threshold_goes_where_it_went_in_training():
    x = np.repeat([0.1, 0.1 + 1e-12], 50)[:, None]
    boosted = grow_boosted_trees(x, np.repeat([0.0, 1.0], 50), rounds=5, leaf=5)
    assert np.ptp(boosted.log_odds(x)) > 0.5
