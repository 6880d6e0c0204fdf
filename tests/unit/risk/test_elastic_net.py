import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from avert.errors import InputError
from avert.risk.elastic_net import LogitModel, fit_at, fit_path


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(400, 6)) * [1.0, 5.0, 0.1, 1.0, 1.0, 1.0] + [0.0, 100.0, 0.0, 0.0, 0.0, 0.0]
    x[:, 5] = x[:, 0] + 0.01 * rng.normal(size=400)
    y = (rng.random(400) < 1 / (1 + np.exp(1.5 - x[:, 0] - 5 * x[:, 2]))).astype(float)
    return x, y


def of_scikit_learn(x, y, penalty, alpha):
    mean, scale = x.mean(axis=0), x.std(axis=0)
    model = LogisticRegression(
        solver="saga", l1_ratio=alpha, C=1 / (len(y) * penalty), tol=1e-12, max_iter=100_000
    ).fit((x - mean) / scale, y)
    slopes = model.coef_[0] / scale
    return model.intercept_[0] - slopes @ mean, slopes


@pytest.mark.parametrize("alpha", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("penalty", [0.1, 0.03, 0.003])
def test_agrees_with_scikit_learn(data, penalty, alpha):
    x, y = data
    model = fit_at(x, y, penalty=penalty, alpha=alpha)
    intercept, slopes = of_scikit_learn(x, y, penalty, alpha)
    np.testing.assert_allclose(model.slopes * x.std(axis=0), slopes * x.std(axis=0), atol=1e-6)
    np.testing.assert_allclose(model.log_odds(x), intercept + x @ slopes, atol=1e-5)


def test_without_penalty_it_is_maximum_likelihood(data):
    x, y = data
    model = fit_at(x, y, penalty=0.0)
    score = np.column_stack([np.ones(len(y)), x]).T @ (y - 1 / (1 + np.exp(-model.log_odds(x))))
    np.testing.assert_allclose(score / len(y), 0.0, atol=1e-7)


def test_the_path_starts_where_every_slope_is_zero_and_no_later(data):
    path = fit_path(*data)
    assert not path.slopes[0].any()
    assert path.slopes[1].any()
    assert path.explained[0] == pytest.approx(0.0, abs=1e-12)


def test_the_path_covers_four_orders_of_magnitude_unless_it_stops_gaining(data):
    path = fit_path(*data)
    np.testing.assert_allclose(np.diff(np.log(path.penalties)), np.log(1e-4) / 99)
    gains = np.diff(path.explained)
    assert len(path.penalties) < 100
    assert gains[-1] < 1e-5 <= gains[3:-1].min()


def test_given_penalties_are_all_fitted_and_sorted(data):
    path = fit_path(*data, penalties=[1e-6, 1e-1, 1e-7])
    assert path.penalties.tolist() == [1e-1, 1e-6, 1e-7]


def test_one_penalty_gives_what_the_path_gives_there(data):
    path = fit_path(*data, tolerance=1e-10)
    model = fit_at(*data, penalty=path.penalties[30], tolerance=1e-10)
    np.testing.assert_allclose(model.slopes, path.slopes[30], atol=1e-8)


def test_a_start_does_not_change_the_result(data):
    x, y = data
    far = LogitModel(50.0, np.full(6, -3.0))
    close = fit_at(x, y, penalty=0.01, start=fit_at(x, y, penalty=0.011))
    np.testing.assert_allclose(fit_at(x, y, penalty=0.01, start=far).slopes, close.slopes, atol=1e-7)


def test_weights_count_rows(data):
    x, y = data
    times = np.arange(len(y)) % 3
    repeated = fit_at(np.repeat(x, times, axis=0), np.repeat(y, times), penalty=0.02)
    np.testing.assert_allclose(fit_at(x, y, penalty=0.02, weights=times).slopes, repeated.slopes, atol=1e-8)


def test_units_of_a_predictor_do_not_matter(data):
    x, y = data
    factors = np.array([1e-3, 1e3, 1.0, -1.0, 7.0, 1.0])
    model, rescaled = fit_at(x, y, penalty=0.02), fit_at(x * factors, y, penalty=0.02)
    np.testing.assert_allclose(rescaled.slopes * factors, model.slopes, atol=1e-8)


def test_a_constant_predictor_gets_no_slope(data):
    x, y = data
    model = fit_at(np.column_stack([x, np.full(len(y), 0.1)]), y, penalty=0.01, alpha=1.0)
    assert model.slopes[6] == 0.0
    np.testing.assert_allclose(model.slopes[:6], fit_at(x, y, penalty=0.01, alpha=1.0).slopes, atol=1e-8)


@pytest.mark.parametrize("alpha", [0.5, 1.0])
def test_identical_predictors_converge(data, alpha):
    x, y = data
    twice = fit_at(np.column_stack([x[:, :1], x[:, :1]]), y, penalty=0.01, alpha=alpha)
    assert twice.slopes.sum() > 0.0
    if alpha < 1.0:
        assert twice.slopes[0] == pytest.approx(twice.slopes[1], abs=1e-8)


def test_separable_outcomes_converge_under_a_penalty():
    x = np.linspace(-1.0, 1.0, 50)[:, None]
    path = fit_path(x, x[:, 0] > 0.0)
    assert path.explained[-1] > 0.95


def test_more_predictors_than_rows_converge():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40, 100))
    path = fit_path(x, rng.random(40) < 0.5)
    assert path.penalties[0] / path.penalties[-1] <= 100 * (1 + 1e-9)
    assert np.isfinite(path.slopes).all()


def test_a_path_between_its_penalties_is_straight_and_beyond_them_constant(data):
    path = fit_path(*data)
    middle = path.penalties[10:12].mean()
    between = path.at([2 * path.penalties[0], middle, 0.0])
    np.testing.assert_allclose(between.slopes[1], path.slopes[10:12].mean(axis=0))
    np.testing.assert_allclose(between.slopes[[0, 2]], path.slopes[[0, -1]])


@pytest.mark.parametrize(
    ("x", "y", "options", "message"),
    [
        ([[1.0], [2.0]], [1, 1], {}, "both must occur"),
        ([[1.0], [2.0]], [0, 2], {}, "both must occur"),
        ([[1.0], [np.nan]], [0, 1], {}, "Leave out incomplete rows"),
        ([[1.0], [2.0]], [0, 1, 0], {}, "do not fit together"),
        ([[1.0], [2.0]], [0, 1], {"weights": [1, -1]}, "negative"),
        ([[1.0], [2.0]], [0, 1], {"alpha": 1.5}, "alpha"),
        ([[1.0], [2.0]], [0, 1], {"alpha": 0.0}, "Give the penalties"),
        ([[1.0], [2.0]], [0, 1], {"penalties": [-1.0]}, "λ ≥ 0"),
    ],
)
def test_what_cannot_be_fitted_is_refused(x, y, options, message):
    with pytest.raises(InputError, match=message):
        fit_path(x, y, **options)
