from itertools import combinations
from math import factorial

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor

from avert.risk.forest import LEAST, grow_forest

ROWS, PREDICTORS = 300, 5


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(ROWS, PREDICTORS))
    target = (rng.random(ROWS) < 1 / (1 + np.exp(-2 * x[:, 0] * x[:, 1]))).astype(float)
    return x, target, rng.random(ROWS) + 0.5


@pytest.fixture(scope="module")
def forest(data):
    return grow_forest(*data, trees=20, leaf=5, seed=3)


def probability(forest, x):
    return 1 / (1 + np.exp(-forest.log_odds(x)))


@pytest.mark.parametrize("kind", [ExtraTreesRegressor, RandomForestRegressor])
@pytest.mark.parametrize("is_weighted", [False, True])
def test_it_says_what_scikit_learn_says_of_the_same_trees(data, kind, is_weighted):
    x, target, weights = data[0], data[1], data[2] if is_weighted else None
    known = kind(20, min_samples_leaf=5, max_features="sqrt", random_state=3)
    known.fit(x, target, sample_weight=weights)
    grown = grow_forest(x, target, weights, trees=20, leaf=5, seed=3, is_extra=kind is ExtraTreesRegressor)
    np.testing.assert_allclose(probability(grown, x), np.clip(known.predict(x), LEAST, 0.9), atol=1e-12)


def test_contributions_are_in_proportion_to_shapley_values_by_their_definition(data, forest):
    row, reference = data[0][7], data[0].mean(axis=0)

    def worth(members):
        mixed = reference.copy()
        mixed[list(members)] = row[list(members)]
        return forest._mean(mixed[None, :])[0]

    def shapley(j):
        others = [k for k in range(PREDICTORS) if k != j]
        return sum(
            factorial(size) * factorial(PREDICTORS - size - 1) / factorial(PREDICTORS)
            * (worth((*members, j)) - worth(members))
            for size in range(PREDICTORS)
            for members in combinations(others, size)
        )  # fmt: skip

    expected = np.array([shapley(j) for j in range(PREDICTORS)])
    found = forest.contributions(row[None, :], reference)[0]
    np.testing.assert_allclose(found / found.sum(), expected / expected.sum(), atol=1e-10)


def test_contributions_sum_to_the_log_odds_less_those_of_the_reference(data, forest):
    x, reference = data[0], data[0].mean(axis=0)
    expected = forest.log_odds(x) - forest.log_odds(reference[None, :])
    np.testing.assert_allclose(forest.contributions(x, reference).sum(axis=1), expected, atol=1e-12)


def test_a_row_equal_to_the_reference_has_nothing_to_explain(data, forest):
    row = data[0][:1]
    assert not forest.contributions(row, row[0]).any()
