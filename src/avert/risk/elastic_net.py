"""Logistic regression with an elastic-net penalty, as glmnet defines it.

    minimise over (a, b):  −(1/n) Σ log-likelihood(y, a + xb) + λ [ (1 − α)/2 ‖b‖² + α ‖b‖₁ ]

on predictors standardised to unit variance (divisor n); the intercept a is not penalised; coefficients are
reported on the original scale. α = 1 is the lasso, α = 0 ridge regression.

Source: Friedman, Hastie & Tibshirani (2010), *Regularization Paths for Generalized Linear Models via
Coordinate Descent*, Journal of Statistical Software 33(1), doi 10.18637/jss.v033.i01.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from avert.errors import CheckFailedError, InputError
from avert.risk.standardised import Standardised, inverse, standardise, weighted_sums

if TYPE_CHECKING:
    from avert.risk.kernels.likelihood import Data

Floats = NDArray[np.float64]

PATH_LENGTH = 100
FEWEST_PENALTIES, LEAST_GAIN, MOST_EXPLAINED = 5, 1e-5, 0.999
"""When a path of glmnet's own penalties ends early (its ``mnlam``, ``fdev`` and ``devmax``)."""


@dataclass(frozen=True)
class LogitModel:
    """Log-odds that are linear in the predictors: an intercept and slopes (p,) on the original scale."""

    intercept: float
    slopes: Floats

    def log_odds(self, x: ArrayLike) -> Floats:
        """Return log-odds (n,) of rows x (n, p); a row with NaN gets NaN.

        >>> LogitModel(-1.0, np.array([2.0, 0.5])).log_odds([[1.0, 4.0], [0.0, math.nan]])
        array([ 3., nan])
        """
        return np.asarray(self.intercept + np.asarray(x, dtype=np.float64) @ self.slopes, dtype=np.float64)

    def contributions(self, x: Floats, reference: Floats) -> Floats:
        """Split each row's log-odds less the reference's into one part per predictor, (n, p)."""
        return np.asarray(self.slopes * (x - reference))


@dataclass(frozen=True)
class Path:
    """Solutions along decreasing penalties.

    penalties: (L,) λ, decreasing. intercepts: (L,). slopes: (L, p) on the original scale.
    explained: (L,) share of the null deviance explained, 0 to 1.
    """

    penalties: Floats
    intercepts: Floats
    slopes: Floats
    explained: Floats

    def first(self, count: int) -> Path:
        """Return the path's beginning: so many penalties, the largest."""
        return Path(
            self.penalties[:count], self.intercepts[:count], self.slopes[:count], self.explained[:count]
        )

    def at(self, penalties: ArrayLike) -> Path:
        """Return the path at other penalties (M,): straight lines between neighbours, ends held constant."""
        wanted = np.atleast_1d(np.asarray(penalties, dtype=np.float64))
        known = self.penalties[::-1]

        def between(values: Floats) -> Floats:
            return np.interp(wanted, known, values[::-1])

        slopes = np.column_stack([between(column) for column in self.slopes.T])
        return Path(wanted, between(self.intercepts), slopes, between(self.explained))

    def model(self, position: int) -> LogitModel:
        """Return the solution at one position of the path."""
        return LogitModel(float(self.intercepts[position]), self.slopes[position])


def fit_path(
    x: ArrayLike,
    y: ArrayLike,
    *,
    alpha: float = 0.5,
    penalties: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    tolerance: float = 1e-7,
    down_to: float = 0.0,
) -> Path:
    """Fit the elastic net along decreasing penalties.

    Parameters
    ----------
    x: (n, p) predictors, finite. Constant predictors get slope 0.
    y: (n,) outcomes 0 or 1, both present.
    alpha: share of the lasso in the penalty, above 0 when ``penalties`` are not given, at most 1.
    penalties: (L,) λ ≥ 0. Default: 100 values from the smallest that leaves every slope at zero down to 1e-4
        of it (1e-2 when n < p), equally spaced on the log scale; that path ends early once another penalty
        explains less than 1e-5 more of the null deviance.
    weights: (n,) non-negative, scaled to sum to one; equal by default.
    tolerance: error left in a standardised coefficient, estimated from the last two steps.
    down_to: the path ends with the first penalty that is not above it; the solutions before are the same.

    Raises
    ------
    InputError: missing or infinite values, wrong shapes, or only one outcome present.
    CheckFailedError: no convergence.

    Source: Friedman, Hastie & Tibshirani (2010), section 2.5 and 3.

    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(200, 3))
    >>> y = rng.random(200) < 1 / (1 + np.exp(-x[:, 0]))
    >>> path = fit_path(x, y)
    >>> path.slopes[0], (path.slopes[20] != 0)
    (array([0., 0., 0.]), array([ True, False, False]))
    """
    standardised = standardise(x, y, weights)
    if penalties is None:
        own = _own_penalties(standardised.data, alpha)
        own = own[: 1 + int((own > down_to).sum())]
        return _follow(standardised, own, alpha, tolerance, ends_early=True)
    given = np.sort(np.atleast_1d(np.asarray(penalties, dtype=np.float64)))[::-1]
    return _follow(standardised, given, alpha, tolerance)


def fit_at(
    x: ArrayLike,
    y: ArrayLike,
    *,
    penalty: float,
    alpha: float = 0.5,
    weights: ArrayLike | None = None,
    start: LogitModel | None = None,
    tolerance: float = 1e-9,
) -> LogitModel:
    """Fit the elastic net at one penalty, from a start that is close when there is one.

    Parameters
    ----------
    x, y, alpha, weights, tolerance: as in :func:`fit_path`.
    penalty: λ ≥ 0.
    start: coefficients to begin with; they change the time taken, not the result.

    Raises
    ------
    InputError, CheckFailedError: as :func:`fit_path`.

    Source: Friedman, Hastie & Tibshirani (2010).

    >>> model = fit_at([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1], penalty=0.1)
    >>> round(model.intercept, 4), model.slopes.round(4)
    (-0.8077, array([0.5385]))
    """
    standardised = standardise(x, y, weights)
    return _follow(standardised, np.array([float(penalty)]), alpha, tolerance, start=start).model(0)


def _follow(
    of: Standardised,
    penalties: Floats,
    alpha: float,
    tolerance: float,
    *,
    ends_early: bool = False,
    start: LogitModel | None = None,
) -> Path:
    """Run the compiled path and return its coefficients to the original scale."""
    from avert.risk.kernels.likelihood import workspace
    from avert.risk.kernels.path import Plan, follow_path

    _check_penalty(penalties, alpha)
    rule = (
        (FEWEST_PENALTIES, LEAST_GAIN, MOST_EXPLAINED)
        if ends_early
        else (len(penalties), -math.inf, math.inf)
    )
    share = float((of.data.weights * of.data.y).sum())
    betas, losses = np.zeros((len(penalties), 1 + len(of.mean))), np.zeros(len(penalties))
    betas[0, 0] = math.log(share / (1.0 - share))
    if start is not None:
        betas[0] = [start.intercept + start.slopes @ of.mean, *(start.slopes * of.scale)]
    plan = Plan(np.ascontiguousarray(penalties), alpha, tolerance, *rule)
    count = follow_path(of.data, workspace(len(of.data.y), len(of.mean)), plan, betas, losses)
    if not np.isfinite(losses[count - 1]):
        raise CheckFailedError(
            f"The elastic net did not converge at λ = {penalties[count - 1]:.3g}: the predictors may "
            "separate the outcomes, so that no optimum exists. Use larger penalties or fewer predictors."
        )
    null = -(share * math.log(share) + (1.0 - share) * math.log(1.0 - share))
    slopes = betas[:count, 1:] * inverse(of.scale)
    return Path(penalties[:count], betas[:count, 0] - slopes @ of.mean, slopes, 1.0 - losses[:count] / null)


def _own_penalties(data: Data, alpha: float) -> Floats:
    """Return glmnet's penalties: the smallest that silences every slope, down to a small share of it."""
    if alpha <= 0.0:
        raise InputError("With alpha = 0 no penalty silences every slope. Give the penalties.")
    share = (data.weights * data.y).sum()
    score = weighted_sums(data.x, data.weights * (data.y - share))
    # The share added keeps rounding from letting in the strongest predictor at the first penalty.
    largest = float(np.abs(score).max()) / alpha * (1.0 + 1e-14)
    p, n = data.x.shape
    smallest_share = 1e-2 if n < p else 1e-4
    return np.asarray(largest * smallest_share ** (np.arange(PATH_LENGTH) / (PATH_LENGTH - 1)))


def _check_penalty(penalties: Floats, alpha: float) -> None:
    """Refuse penalties that have no meaning."""
    if not 0.0 <= alpha <= 1.0 or not penalties.min() >= 0.0:
        raise InputError(f"alpha = {alpha} with λ ≥ {penalties.min()}: need 0 ≤ alpha ≤ 1 and every λ ≥ 0.")
