"""Choice of the penalty by cross-validation, as cv.glmnet does it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from avert.errors import InputError
from avert.risk.elastic_net import Path, fit_path

Floats = NDArray[np.float64]

MOST_CERTAIN = 1e-5
"""Held-out probabilities stay this far from 0 and 1, so that one row cannot make the deviance infinite."""


@dataclass(frozen=True)
class CrossValidation:
    """A path on all rows and its deviance on held-out rows.

    deviance: (L,) mean binomial deviance of held-out rows at each penalty of the path. deviance_se: (L,) its
    standard error over folds. best: position of the penalty with the smallest deviance (glmnet's lambda.min).
    """

    path: Path
    deviance: Floats
    deviance_se: Floats
    best: int

    @property
    def penalty(self) -> float:
        """Return the penalty with the smallest held-out deviance."""
        return float(self.path.penalties[self.best])


def cross_validate(
    x: ArrayLike,
    y: ArrayLike,
    folds: ArrayLike,
    *,
    alpha: float = 0.5,
    tolerance: float = 1e-7,
    threads: int = 1,
    first_look: int | None = None,
) -> CrossValidation:
    """Fit a path on all rows, and one without each fold to see how well it predicts that fold.

    As in cv.glmnet, each fold follows its own penalties; its coefficients are interpolated to the penalties
    of the path on all rows, and the deviance is averaged over rows.

    Parameters
    ----------
    x: (n, p) predictors, finite.
    y: (n,) outcomes 0 or 1.
    folds: (n,) fold of each row, at least two.
    alpha, tolerance: as in :func:`avert.risk.elastic_net.fit_path`.
    threads: folds fitted at the same time; the result does not depend on it.
    first_look: follow the folds over so many penalties first, and over all only when the smallest deviance is
        among the last quarter of those: small penalties take most of the time and are seldom the best. The result then
        ends with the first look. A deviance that rises for that long and falls lower later would be missed.

    Raises
    ------
    InputError: as ``fit_path``, for all rows or without one of the folds.

    Source: Friedman, Hastie & Tibshirani (2010), section 7; cv.glmnet with ``alignment = "lambda"``.

    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(300, 4))
    >>> y = rng.random(300) < 1 / (1 + np.exp(-x[:, 0]))
    >>> chosen = cross_validate(x, y, np.arange(300) % 5)
    >>> bool(chosen.deviance[chosen.best] == chosen.deviance.min())
    True
    """
    predictors, outcome = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    fold_of, names = np.asarray(folds), np.unique(np.asarray(folds))
    if fold_of.shape != outcome.shape or len(names) < 2:
        raise InputError(
            f"{len(fold_of)} folds for {len(outcome)} rows, {len(names)} different. Give each row one."
        )
    path = fit_path(predictors, outcome, alpha=alpha, tolerance=tolerance)

    def held_out_deviance(name: object, penalties: Floats) -> Floats:
        held_out = fold_of == name
        kept = fit_path(
            predictors[~held_out], outcome[~held_out], alpha=alpha, tolerance=tolerance, down_to=penalties[-1]
        )
        return _deviance(kept.at(penalties), predictors[held_out], outcome[held_out])

    def follow(path: Path) -> CrossValidation:
        with ThreadPoolExecutor(max_workers=threads) as pool:
            return _over_folds(
                path, list(pool.map(lambda name: held_out_deviance(name, path.penalties), names))
            )

    if first_look and first_look < len(path.penalties):
        found = follow(path.first(first_look))
        if found.best < 0.75 * first_look:
            return found
    return follow(path)


def _over_folds(path: Path, deviances: Sequence[Floats]) -> CrossValidation:
    """Average the deviance of held-out rows, and choose the penalty at which it is smallest."""
    sizes = np.array([deviance.shape[0] for deviance in deviances])
    mean = np.concatenate(deviances).mean(axis=0)
    spread = np.array([deviance.mean(axis=0) - mean for deviance in deviances])
    error = np.sqrt(np.average(spread**2, axis=0, weights=sizes) / (len(deviances) - 1))
    return CrossValidation(path, mean, error, int(np.argmin(mean)))


def _deviance(path: Path, x: Floats, y: Floats) -> Floats:
    """Return the binomial deviance of every row (n, L) at every penalty of a path."""
    log_odds = path.intercepts + x @ path.slopes.T
    with np.errstate(over="ignore"):
        probability = np.clip(1.0 / (1.0 + np.exp(-log_odds)), MOST_CERTAIN, 1.0 - MOST_CERTAIN)
    return np.asarray(-2.0 * np.log(np.where(y[:, None] == 1.0, probability, 1.0 - probability)))
