import numpy as np
import pytest

from avert.risk.r_random import RRandom, cross_validation_folds


@pytest.mark.parametrize(
    ("seed", "drawn"),
    [
        (1, [9, 4, 7, 1, 2, 5, 3, 10, 6, 8]),
        (42, [1, 5, 10, 8, 2, 4, 6, 9, 7, 3]),
        (123, [3, 10, 2, 8, 6, 9, 1, 7, 5, 4]),
    ],
)
def test_sample_draws_what_r_draws(seed, drawn):
    assert RRandom(seed).sample(range(1, 11)).tolist() == drawn


def test_folds_are_of_equal_size_up_to_one_row():
    folds = cross_validation_folds(8_970, seed=90035)
    assert np.bincount(folds)[1:].tolist() == [897] * 10
    assert sorted(np.bincount(cross_validation_folds(25, seed=1))[1:]) == [2] * 5 + [3] * 5


def test_the_same_seed_draws_the_same_folds_and_another_seed_others():
    first = cross_validation_folds(500, seed=7)
    np.testing.assert_array_equal(first, cross_validation_folds(500, seed=7))
    assert (first != cross_validation_folds(500, seed=8)).any()


def test_nothing_can_be_drawn_from_nothing_and_one_thing_from_one():
    assert RRandom(1).sample([]).tolist() == []
    assert RRandom(1).sample([5]).tolist() == [5]
