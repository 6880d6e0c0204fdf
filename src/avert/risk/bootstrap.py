"""How far the coefficients would move had history drawn other countries: a bootstrap of whole countries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from avert.errors import InputError
from avert.execution import map_tasks
from avert.risk.elastic_net import LogitModel, fit_at

Floats = NDArray[np.float64]
Task = TypeVar("Task")
Result = TypeVar("Result")

MOST_DRAWS = 1000
TOLERANCE = 1e-6
"""Far below the spread between replicates, and several steps cheaper than an exact fit."""


class MapTasks(Protocol):
    """What runs the replicates: ``avert.execution.map_tasks``, or it with its workers set."""

    def __call__(
        self,
        function: Callable[[Task, np.random.Generator], Result],
        tasks: Sequence[Task],
        *,
        seed: int,
    ) -> list[Result]:
        """Return ``function(task, rng)`` for every task, each with a generator of its own."""


def bootstrap_countries(
    x: ArrayLike,
    y: ArrayLike,
    countries: ArrayLike,
    *,
    model: LogitModel,
    penalty: float,
    alpha: float,
    replicates: int,
    seed: int,
    map_tasks: MapTasks = map_tasks,
) -> Floats:
    """Refit an elastic net on countries drawn with replacement, all their years together.

    The penalty stays as it is; predictors are standardised anew in each replicate. A draw in which only one
    outcome occurs is drawn again.

    Parameters
    ----------
    x: (n, p) predictors, finite. y: (n,) outcomes 0 or 1. countries: (n,) code of each row's country.
    model: the fit on all countries, where each replicate starts.
    penalty, alpha: of that fit.
    replicates: how many, R. seed: non-negative; replicate i uses ``SeedSequence(seed, spawn_key=(i,))``.
    map_tasks: runs the replicates, for instance on several processes.

    Returns
    -------
    (R, 1 + p) coefficients, intercept first.

    Raises
    ------
    InputError: no draw of countries contains both outcomes.

    Source: Cameron, Gelbach & Miller (2008), *Bootstrap-Based Improvements for Inference with Clustered
    Errors*, Review of Economics and Statistics 90(3).
    """
    _, cluster = np.unique(np.asarray(countries), return_inverse=True)
    problem = _Problem(
        np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64), cluster, model, penalty, alpha
    )
    coefficients = map_tasks(partial(_refit, problem), range(replicates), seed=seed)
    return np.array(coefficients).reshape(replicates, 1 + problem.x.shape[1])


@dataclass(frozen=True)
class _Problem:
    x: Floats
    y: Floats
    cluster: NDArray[np.intp]
    model: LogitModel
    penalty: float
    alpha: float


def _refit(problem: _Problem, _: int, rng: np.random.Generator) -> Floats:
    """Return the coefficients of one replicate, intercept first."""
    weights = _draw_weights(problem.cluster, problem.y, rng)
    drawn = weights > 0.0
    model = fit_at(
        problem.x[drawn],
        problem.y[drawn],
        penalty=problem.penalty,
        alpha=problem.alpha,
        weights=weights[drawn],
        start=problem.model,
        tolerance=TOLERANCE,
    )
    return np.concatenate([[model.intercept], model.slopes])


def draw_rows(countries: ArrayLike, y: ArrayLike, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the positions of the rows of one draw of countries (n,), all their years together."""
    _, cluster = np.unique(np.asarray(countries), return_inverse=True)
    weights = _draw_weights(cluster, np.asarray(y, dtype=np.float64), rng)
    return np.repeat(np.arange(len(cluster)), weights.astype(np.int64))


def _draw_weights(cluster: NDArray[np.intp], y: Floats, rng: np.random.Generator) -> Floats:
    """Return how often each row's country was drawn."""
    count = int(cluster.max()) + 1
    for _ in range(MOST_DRAWS):
        times = np.bincount(rng.integers(count, size=count), minlength=count)
        weights = times[cluster].astype(np.float64)
        if np.unique(y[weights > 0.0]).size == 2:
            return weights
    raise InputError(
        f"In {MOST_DRAWS:,} draws of countries only one outcome ever occurred, so that no interval can be "
        "computed. Fit with replicates=0 or with more countries."
    )
