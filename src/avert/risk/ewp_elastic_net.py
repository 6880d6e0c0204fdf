"""EWP's elastic net: its share of the lasso, its folds, its choice of the penalty."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avert.risk.cross_validation import CrossValidation, cross_validate
from avert.risk.elastic_net import LogitModel, fit_at
from avert.risk.r_random import cross_validation_folds

Floats = NDArray[np.float64]

ALPHA = 0.5
FOLDS = 10
TOLERANCE, FIRST_LOOK = 1e-6, 45
"""Of cross-validation only, which but chooses a penalty: the same at every origin as without short cuts."""
EWP_SEED = 90035
"""The seed that EWP sets in R before it draws its folds."""


def fit_as_ewp(
    x: Floats, y: Floats, *, folds: NDArray[np.int64] | None = None, threads: int = 1
) -> tuple[CrossValidation, LogitModel]:
    """Return the cross-validation that chose the penalty, and the elastic net at that penalty.

    Parameters
    ----------
    x: (n, p) predictors, finite, in EWP's order of rows. y: (n,) outcomes 0 or 1.
    folds: (n,) fold of each row; by default drawn as EWP draws them.
    threads: folds fitted at a time; changes no result.

    Source: Early Warning Project (2025), ``model_3Sep2025.R``.
    """
    chosen = cross_validation_folds(len(y), folds=FOLDS, seed=EWP_SEED) if folds is None else folds
    selected = cross_validate(
        x, y, chosen, alpha=ALPHA, tolerance=TOLERANCE, threads=threads, first_look=FIRST_LOOK
    )
    start = selected.path.model(selected.best)
    return selected, fit_at(x, y, penalty=selected.penalty, alpha=ALPHA, start=start)
