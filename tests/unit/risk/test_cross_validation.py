import numpy as np
import pytest

from avert.errors import InputError
from avert.risk.cross_validation import cross_validate
from avert.risk.elastic_net import fit_path


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(300, 5))
    y = (rng.random(300) < 1 / (1 + np.exp(2 - x[:, 0]))).astype(float)
    return x, y, rng.integers(1, 6, 300)


def test_deviance_is_that_of_held_out_rows_under_their_own_folds_path(data):
    x, y, folds = data
    result = cross_validate(x, y, folds)
    expected = np.empty((300, len(result.path.penalties)))
    for fold in range(1, 6):
        kept = fit_path(x[folds != fold], y[folds != fold])
        for i, penalty in enumerate(result.path.penalties):
            coefficients = [
                np.interp(penalty, kept.penalties[::-1], column[::-1])
                for column in (kept.intercepts, *kept.slopes.T)
            ]
            p = 1 / (1 + np.exp(-(coefficients[0] + x @ coefficients[1:])))
            expected[:, i] = np.where(
                folds == fold, -2 * (y * np.log(p) + (1 - y) * np.log(1 - p)), expected[:, i]
            )
    np.testing.assert_allclose(result.deviance, expected.mean(axis=0), rtol=1e-10)


def test_the_largest_penalty_among_the_best_is_chosen(data):
    result = cross_validate(*data)
    assert (
        result.penalty == result.path.penalties[np.flatnonzero(result.deviance == result.deviance.min())[0]]
    )
    assert (result.deviance_se > 0.0).all()


def test_threads_change_nothing(data):
    one, two = cross_validate(*data), cross_validate(*data, threads=2)
    np.testing.assert_array_equal(one.deviance, two.deviance)


def test_names_of_folds_do_not_matter(data):
    x, y, folds = data
    renamed = np.array(["a", "b", "c", "d", "e"])[folds - 1]
    np.testing.assert_array_equal(
        cross_validate(x, y, folds).deviance, cross_validate(x, y, renamed).deviance
    )


def test_a_first_look_finds_the_same_penalty_and_ends_there(data):
    whole, first = cross_validate(*data), cross_validate(*data, first_look=60)
    assert whole.best < 45
    assert len(whole.path.penalties) > 60
    assert (first.best, first.penalty) == (whole.best, whole.penalty)
    assert len(first.path.penalties) == len(first.deviance) == 60
    np.testing.assert_array_equal(first.deviance, whole.deviance[:60])
    np.testing.assert_array_equal(first.path.slopes, whole.path.slopes[:60])


def test_a_first_look_that_ends_too_soon_is_followed_by_the_whole_path(data):
    whole = cross_validate(*data)
    soon = cross_validate(*data, first_look=whole.best + 2)
    np.testing.assert_array_equal(soon.deviance, whole.deviance)


@pytest.mark.parametrize("folds", [np.ones(300), np.arange(299)])
def test_folds_that_do_not_split_the_rows_are_refused(data, folds):
    with pytest.raises(InputError, match="Give each row one"):
        cross_validate(data[0], data[1], folds)
