"""Compiled kernels for a small quadratic problem with an elastic-net penalty.

    minimise over b:  ½ b'Gb − t'b + ridge/2 ‖b‖² + lasso ‖b‖₁

Coordinate descent finds which coefficients are not zero; a Cholesky solve then puts them exactly at their
optimum, which coordinate descent alone reaches very slowly when predictors are nearly collinear, as year and
year² are.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

exact = njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
vectorised = njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract", "reassoc", "nsz"})
"""For sums, which may be reassociated so that they run on vector units; NaN keeps its meaning."""

MOST_ROUNDS = 200
SWEEPS_PER_ROUND = 3
SLACK = 1e-13
"""Rounding allowed when the optimality of a zero coefficient is checked, relative to the lasso penalty."""


class Quadratic(NamedTuple):
    """A quadratic problem: gram (p, p) and target (p,)."""

    gram: Matrix
    target: Vector


class Penalty(NamedTuple):
    """Weights of the absolute and of the squared part."""

    lasso: float
    ridge: float


class Scratch(NamedTuple):
    """Working arrays: slope (p,) is target − gram·b; goal (p,); factor (p, p); active (p,) indices."""

    slope: Vector
    goal: Vector
    factor: Matrix
    active: NDArray[np.int64]


@vectorised
def dot(a: Vector, b: Vector) -> float:
    """Sum of products."""
    result = 0.0
    for i in range(a.size):
        result += a[i] * b[i]
    return result


@vectorised
def total(a: Vector) -> float:
    """Sum."""
    result = 0.0
    for i in range(a.size):
        result += a[i]
    return result


@exact
def add_scaled(a: Vector, factor: float, out: Vector) -> None:
    """Add a multiple of a vector to another."""
    for i in range(a.size):
        out[i] += factor * a[i]


@exact
def copy_into(out: Vector, a: Vector) -> None:
    """Copy a vector; a slice assignment would also compile numpy's shape checks, which takes seconds."""
    for i in range(a.size):
        out[i] = a[i]


@exact
def soft_threshold(value: float, threshold: float) -> float:
    """Shrink a value towards zero by a threshold."""
    return math.copysign(max(abs(value) - threshold, 0.0), value)


@exact
def sweep(problem: Quadratic, penalty: Penalty, b: Vector, slope: Vector) -> float:
    """Update every coefficient once; slope stays target − gram·b. Return the largest change."""
    largest = 0.0
    for j in range(b.size):
        diagonal = problem.gram[j, j]
        if diagonal <= 0.0:
            continue  # a constant predictor says nothing
        new = soft_threshold(slope[j] + diagonal * b[j], penalty.lasso) / (diagonal + penalty.ridge)
        change = new - b[j]
        if change != 0.0:
            b[j] = new
            add_scaled(problem.gram[j], -change, slope)
            largest = max(largest, abs(change))
    return largest


@exact
def factorise(gram: Matrix, ridge: float, size: int, scratch: Scratch) -> bool:
    """Cholesky-factorise the active block of gram + ridge·I; False when it is numerically singular."""
    factor, active = scratch.factor, scratch.active
    for j in range(size):
        for k in range(j):
            value = gram[active[j], active[k]] - dot(factor[j, :k], factor[k, :k])
            factor[j, k] = value / factor[k, k]
        diagonal = gram[active[j], active[j]] + ridge
        left = diagonal - dot(factor[j, :j], factor[j, :j])
        if left <= 1e-12 * diagonal:
            return False
        factor[j, j] = math.sqrt(left)
    return True


@exact
def solve_active(target: Vector, lasso: float, b: Vector, size: int, scratch: Scratch) -> None:
    """Fill goal with the active optimum while signs hold: (G + ridge·I) b = t − lasso·sign(b)."""
    factor, active, goal = scratch.factor, scratch.active, scratch.goal
    for j in range(size):
        right = target[active[j]] - math.copysign(lasso, b[active[j]])
        goal[j] = (right - dot(factor[j, :j], goal[:j])) / factor[j, j]
    for j in range(size - 1, -1, -1):
        for k in range(j + 1, size):
            goal[j] -= factor[k, j] * goal[k]
        goal[j] /= factor[j, j]


@exact
def move_active(b: Vector, size: int, scratch: Scratch) -> bool:
    """Move to the goal (True), or only to the first change of sign, where that coefficient becomes zero."""
    active, goal = scratch.active, scratch.goal
    share, blocked = 1.0, -1
    for j in range(size):
        now = b[active[j]]
        if goal[j] * now < 0.0 and now / (now - goal[j]) < share:
            share, blocked = now / (now - goal[j]), j
    for j in range(size):
        b[active[j]] += share * (goal[j] - b[active[j]])
    if blocked >= 0:
        b[active[blocked]] = 0.0
    return blocked < 0


@exact
def list_active(b: Vector, active: NDArray[np.int64]) -> int:
    """List the non-zero coefficients and return how many there are."""
    size = 0
    for j in range(b.size):
        if b[j] != 0.0:
            active[size] = j
            size += 1
    return size


@exact
def refresh_slope(problem: Quadratic, b: Vector, slope: Vector) -> None:
    """Set slope to target − gram·b."""
    copy_into(slope, problem.target)
    for j in range(b.size):
        if b[j] != 0.0:
            add_scaled(problem.gram[j], -b[j], slope)


@exact
def polish(problem: Quadratic, penalty: Penalty, b: Vector, scratch: Scratch) -> bool:
    """Put non-zero coefficients at their joint optimum; True when every zero coefficient should stay zero."""
    reached = False
    while not reached:
        size = list_active(b, scratch.active)
        if not factorise(problem.gram, penalty.ridge, size, scratch):
            break
        solve_active(problem.target, penalty.lasso, b, size, scratch)
        reached = move_active(b, size, scratch)
    refresh_slope(problem, b, scratch.slope)
    for j in range(b.size):
        if b[j] == 0.0 and abs(scratch.slope[j]) > penalty.lasso * (1.0 + SLACK):
            reached = False
    return reached


@exact
def minimise_quadratic(problem: Quadratic, penalty: Penalty, b: Vector, scratch: Scratch) -> None:
    """Minimise the penalised quadratic, starting from b and leaving the optimum in b."""
    refresh_slope(problem, b, scratch.slope)
    for _ in range(MOST_ROUNDS):
        change = 0.0
        for _ in range(SWEEPS_PER_ROUND):
            change = sweep(problem, penalty, b, scratch.slope)
        if change == 0.0 or polish(problem, penalty, b, scratch):
            return
