from functools import partial

import numpy as np
import pytest

from avert.errors import InputError
from avert.execution import map_tasks
from avert.risk.bootstrap import bootstrap_countries
from avert.risk.elastic_net import fit_at


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(600, 3))
    y = (rng.random(600) < 1 / (1 + np.exp(1.5 - x[:, 0]))).astype(float)
    options = {"penalty": 0.01, "alpha": 0.5, "replicates": 30, "seed": 4}
    model = fit_at(x, y, penalty=0.01)
    return partial(bootstrap_countries, x, y, np.arange(600) // 20, model=model, **options)


def test_the_number_of_workers_changes_nothing(problem):
    alone = problem()
    np.testing.assert_array_equal(alone, problem(map_tasks=map_tasks))
    np.testing.assert_array_equal(alone, problem(map_tasks=partial(map_tasks, workers=2)))


def test_another_seed_draws_other_countries(problem):
    assert (problem() != problem(seed=5)).any()


def test_a_replicate_is_the_fit_on_the_countries_drawn(problem):
    x, y, countries = problem.args
    rng = np.random.default_rng(np.random.SeedSequence(4, spawn_key=(2,)))
    rows = np.concatenate([np.flatnonzero(countries == country) for country in rng.integers(30, size=30)])
    model = fit_at(x[rows], y[rows], penalty=0.01)
    np.testing.assert_allclose(problem()[2], [model.intercept, *model.slopes], atol=1e-5)


def test_replicates_spread_as_whole_countries_vary():
    """Twenty copies of a country's one year say no more than that year."""
    rng = np.random.default_rng(8)
    x = rng.normal(size=(60, 1))
    y = (rng.random(60) < 1 / (1 + np.exp(-x[:, 0]))).astype(float)
    many = {
        "model": fit_at(x, y, penalty=0.001),
        "penalty": 0.001,
        "alpha": 0.5,
        "replicates": 100,
        "seed": 1,
    }
    once = bootstrap_countries(x, y, np.arange(60), **many)
    copied = bootstrap_countries(
        np.repeat(x, 20, axis=0), np.repeat(y, 20), np.repeat(np.arange(60), 20), **many
    )
    np.testing.assert_allclose(copied.std(axis=0), once.std(axis=0), rtol=1e-3)


def test_no_replicates_give_an_empty_table(problem):
    assert problem(replicates=0).shape == (0, 4)


def test_a_single_country_with_one_outcome_cannot_be_resampled():
    x, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 0.0, 0.0, 1.0])
    with pytest.raises(InputError, match="only one outcome"):
        bootstrap_countries(
            x[:3],
            y[:3],
            [1, 1, 2],
            model=fit_at(x, y, penalty=0.1),
            penalty=0.1,
            alpha=0.5,
            replicates=1,
            seed=0,
        )
