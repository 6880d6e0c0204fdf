"""Predictors on the scale on which a penalty treats them alike: mean zero, variance one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from avert.errors import InputError

if TYPE_CHECKING:
    from avert.risk.kernels.likelihood import Data

Floats = NDArray[np.float64]


class Standardised(NamedTuple):
    """Standardised data, and the means (p,) and scales (p,) taken out; scale 0: a constant predictor."""

    data: Data
    mean: Floats
    scale: Floats


def standardise(x: ArrayLike, y: ArrayLike, weights: ArrayLike | None) -> Standardised:
    """Take out weighted means and standard deviations (divisor n) and store one predictor per row.

    Raises
    ------
    InputError: missing or infinite values, wrong shapes, or only one outcome present.
    """
    from avert.risk.kernels.likelihood import Data

    columns = np.array(np.asarray(x, dtype=np.float64).T, order="C")
    outcome = np.ascontiguousarray(y, dtype=np.float64)
    share = np.ones(len(outcome)) if weights is None else np.asarray(weights, dtype=np.float64)
    _check(columns, outcome, share)
    share = np.ascontiguousarray(share / share.sum())
    mean = weighted_sums(columns, share)
    columns -= mean[:, None]
    scale = np.sqrt(weighted_sums(np.square(columns), share))
    # What a constant predictor has left is rounding error, which must not be blown up to unit variance.
    scale[scale <= 1e-12 * np.maximum(1.0, np.abs(mean))] = 0.0
    columns *= inverse(scale)[:, None]
    return Standardised(Data(columns, outcome, share), mean, scale)


def weighted_sums(columns: Floats, weights: Floats) -> Floats:
    """Return the weighted sum (p,) of each predictor (p, n).

    Not a matrix product: that may add up in another order when fewer processor cores are free, and a result
    must not depend on the number of workers.
    """
    return np.asarray(np.einsum("ij,j->i", columns, weights))


def inverse(scale: Floats) -> Floats:
    """Return 1 / scale, and 0 for a constant predictor."""
    return np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0.0)


def _check(columns: Floats, outcome: Floats, weights: Floats) -> None:
    """Refuse what cannot be fitted."""
    if columns.ndim != 2 or outcome.shape != columns.shape[1:] or weights.shape != outcome.shape:
        raise InputError(
            f"Predictors {columns.T.shape}, outcomes {outcome.shape} and weights {weights.shape} do not fit "
            "together. Give (n, p), (n,) and (n,)."
        )
    if not (np.isfinite(columns).all() and np.isfinite(weights).all() and (weights >= 0.0).all()):
        raise InputError(
            "A value is missing or infinite, or a weight negative. Leave out incomplete rows first."
        )
    if set(np.unique(outcome[weights > 0.0])) != {0.0, 1.0}:
        raise InputError("Outcomes must be 0 or 1 and both must occur; otherwise there is nothing to learn.")
