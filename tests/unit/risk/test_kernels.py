import numpy as np

from avert.risk.kernels.likelihood import exp_negative, log_one_plus


def test_exponential_is_good_to_the_last_place():
    values = np.concatenate([np.linspace(-40.0, 40.0, 10_001), [0.0, 1e-300, 699.0]])
    result = np.empty_like(values)
    exp_negative(values, result)
    np.testing.assert_allclose(result, np.exp(-np.abs(values)), rtol=5e-16)


def test_exponential_of_what_is_too_large_is_zero_for_all_purposes():
    result = np.empty(2)
    exp_negative(np.array([1e300, -np.inf]), result)
    assert (result < 1e-300).all()


def test_logarithm_is_good_to_the_last_place():
    odds = np.concatenate([np.linspace(0.0, 1.0, 10_001), [1e-300, 1e-9]])
    result = np.empty_like(odds)
    log_one_plus(odds, result)
    np.testing.assert_allclose(result, np.log1p(odds), rtol=1e-15, atol=0.0)
