"""Compiled kernels for the logistic likelihood: its value, gradient and curvature.

Predictors are standardised and stored one per row, so that every inner loop runs over contiguous numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avert.risk.kernels.quadratic import (
    Matrix,
    Quadratic,
    Scratch,
    Vector,
    add_scaled,
    dot,
    exact,
    total,
)

BLOCK = 256
"""Rows taken at a time: forty predictors of a block stay in the second-level cache."""

_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10


class Data(NamedTuple):
    """Standardised predictors (p, n), outcomes 0/1 (n,) and weights that sum to one (n,)."""

    x: Matrix
    y: Vector
    weights: Vector


class Rows(NamedTuple):
    """Working arrays over rows: linear predictor, exp(−|linear|), residual, loss of a block; curvature (n,)."""

    linear: Vector
    odds: Vector
    residual: Vector
    loss: Vector
    curvature: Vector


class Work(NamedTuple):
    """All working arrays, so that nothing is allocated inside a loop.

    score (1 + p,): gradient of the log-likelihood, intercept first. before (1 + p,): coefficients before the
    last step. quadratic: curvature with the intercept profiled out. cross (p,) and total (1,): curvature
    between intercept and slopes, and of the intercept. is_stale (1,): the curvature is to be
    computed anew.
    """

    rows: Rows
    score: Vector
    before: Vector
    quadratic: Quadratic
    cross: Vector
    total: Vector
    scratch: Scratch
    is_stale: NDArray[np.bool_]


def workspace(n: int, p: int) -> Work:
    """Allocate the working arrays for n rows and p predictors."""
    return Work(
        rows=Rows(np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(n)),
        score=np.empty(1 + p),
        before=np.empty(1 + p),
        quadratic=Quadratic(np.empty((p, p)), np.empty(p)),
        cross=np.empty(p),
        total=np.empty(1),
        scratch=Scratch(np.empty(p), np.empty(p), np.empty((p, p)), np.empty(p, dtype=np.int64)),
        is_stale=np.ones(1, dtype=np.bool_),
    )


@exact
def exp_negative(values: Vector, out: Vector) -> None:
    """Write exp(−|value|): reduced by powers of two, then Taylor to degree 13, good to the last place.

    Written out because the mathematical library is called number by number; this loop runs on vector units.
    """
    for i in range(values.size):
        x = max(-abs(values[i]), -700.0)
        power = np.floor(x * 1.4426950408889634 + 0.5)
        r = (x - power * _LN2_HIGH) - power * _LN2_LOW
        tail = 1 / 39916800 + r * (1 / 479001600 + r * (1 / 6227020800))
        tail = 1 / 40320 + r * (1 / 362880 + r * (1 / 3628800 + r * tail))
        tail = 1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * tail))
        series = 1.0 + r * (1.0 + r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * tail))))
        out[i] = series * np.int64((np.int64(power) + 1023) << 52).view(np.float64)


@exact
def log_one_plus(odds: Vector, out: Vector) -> None:
    """Write log(1 + odds) for odds in [0, 1], by the series of the inverse hyperbolic tangent."""
    for i in range(out.size):
        z = odds[i] / (2.0 + odds[i])
        q = z * z
        tail = 1 / 25 + q * (1 / 27 + q * (1 / 29 + q * (1 / 31)))
        tail = 1 / 17 + q * (1 / 19 + q * (1 / 21 + q * (1 / 23 + q * tail)))
        tail = 1 / 9 + q * (1 / 11 + q * (1 / 13 + q * (1 / 15 + q * tail)))
        out[i] = 2.0 * z * (1.0 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * tail))))


@exact
def residuals(rows: Rows, y: Vector, weights: Vector, curvature: Vector) -> float:
    """Fill residual and curvature of a block of rows; return its part of −log-likelihood."""
    linear, odds, residual, loss = rows.linear, rows.odds, rows.residual, rows.loss[: y.size]
    log_one_plus(odds, loss)
    for i in range(y.size):
        likely = 1.0 / (1.0 + odds[i])
        probability = likely if linear[i] >= 0.0 else odds[i] * likely
        residual[i] = weights[i] * (y[i] - probability)
        curvature[i] = weights[i] * (odds[i] * (likely * likely))
        loss[i] += max(linear[i], 0.0) - y[i] * linear[i]
    return dot(loss, weights)


@exact
def evaluate(data: Data, work: Work, beta: Vector) -> float:
    """Fill score and curvature at beta (intercept first); return −log-likelihood."""
    p, n = data.x.shape
    work.score[:] = 0.0
    loss = 0.0
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        linear, residual = work.rows.linear[: last - first], work.rows.residual[: last - first]
        linear[:] = beta[0]
        for j in range(p):
            if beta[1 + j] != 0.0:
                add_scaled(data.x[j, first:last], beta[1 + j], linear)
        exp_negative(linear, work.rows.odds)
        loss += residuals(
            work.rows, data.y[first:last], data.weights[first:last], work.rows.curvature[first:last]
        )
        work.score[0] += total(residual)
        for j in range(p):
            work.score[1 + j] += dot(data.x[j, first:last], residual)
    return loss


@exact
def weigh(data: Data, work: Work) -> None:
    """Fill the curvature matrix X'WX with the intercept profiled out."""
    p, n = data.x.shape
    gram, cross = work.quadratic.gram, work.cross
    gram[:], cross[:], work.total[0] = 0.0, 0.0, total(work.rows.curvature)
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        weighted, curvature = work.rows.linear[: last - first], work.rows.curvature[first:last]
        for j in range(p):
            column = data.x[j, first:last]
            for i in range(weighted.size):
                weighted[i] = column[i] * curvature[i]
            cross[j] += total(weighted)
            for k in range(j + 1):
                gram[j, k] += dot(weighted, data.x[k, first:last])
    for j in range(p):
        for k in range(j + 1):
            gram[j, k] -= cross[j] * cross[k] / work.total[0]
            gram[k, j] = gram[j, k]
    work.is_stale[0] = False
