"""Compiled kernels that follow the elastic net along decreasing penalties, by proximal Newton steps.

Each step minimises a quadratic model of the likelihood plus the exact penalty. The gradient is always exact;
the curvature matrix may be some steps old, because along a path the weights p(1 − p) change little: that
costs a step now and then and saves most of the work. A step that does not lower the objective is halved, so
that the method converges from any start.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from avert.risk.kernels.likelihood import Data, Work, evaluate, weigh
from avert.risk.kernels.quadratic import (
    Matrix,
    Penalty,
    Vector,
    copy_into,
    dot,
    exact,
    minimise_quadratic,
)

MOST_STEPS = 500
"""More Newton steps than this at one penalty mean that no finite optimum is in reach."""

SLOW = 0.2
"""A step larger than this share of the one before calls for fresh curvature, which costs about six steps."""


class Plan(NamedTuple):
    """How to follow a path: penalties (L,) decreasing, mixture alpha, tolerance, and when to end early.

    The path ends once at least ``fewest`` penalties are fitted and either the explained share of the null
    deviance grows by less than ``least_gain`` or exceeds ``most_explained``.
    """

    penalties: Vector
    alpha: float
    tolerance: float
    fewest: int
    least_gain: float
    most_explained: float


@exact
def newton_step(work: Work, penalty: Penalty, beta: Vector) -> float:
    """Move beta to the minimum of the quadratic model; return the largest change of a coefficient."""
    score, cross, total = work.score, work.cross, work.total[0]
    copy_into(work.before, beta)
    for j in range(cross.size):
        profiled = score[1 + j] - cross[j] * score[0] / total
        work.quadratic.target[j] = profiled + dot(work.quadratic.gram[j], beta[1:])
    minimise_quadratic(work.quadratic, penalty, beta[1:], work.scratch)
    largest, shift = 0.0, score[0]
    for j in range(cross.size):
        change = beta[1 + j] - work.before[1 + j]
        shift -= cross[j] * change
        largest = max(largest, abs(change))
    beta[0] += shift / total
    return float(max(largest, abs(shift / total)))


@exact
def penalty_of(beta: Vector, penalty: Penalty) -> float:
    """Return the penalty of the slopes."""
    total = 0.0
    for j in range(1, beta.size):
        total += penalty.lasso * abs(beta[j]) + 0.5 * penalty.ridge * beta[j] * beta[j]
    return total


@exact
def solve(data: Data, work: Work, penalty: Penalty, beta: Vector, tolerance: float) -> float:
    """Minimise the penalised likelihood from beta; return −log-likelihood, infinite if not converged."""
    objective, change, shrinking = math.inf, math.inf, 1.0
    for _ in range(MOST_STEPS):
        loss = evaluate(data, work, beta)
        reached = loss + penalty_of(beta, penalty)
        if reached > objective + 1e-12 * abs(objective):
            for j in range(beta.size):
                beta[j] = 0.5 * (beta[j] + work.before[j])
            work.is_stale[0], shrinking = True, 1.0
            continue
        if work.is_stale[0]:
            weigh(data, work)
        previous, objective = change, reached
        change = newton_step(work, penalty, beta)
        # Steps come to shrink by a steady factor: what is left is about the next one.
        shrinking, before = min(change / previous, 1.0), shrinking
        if change * max(shrinking, before) < tolerance:
            return loss
        work.is_stale[0] = change > SLOW * previous
    return math.inf


@exact
def extrapolate(betas: Matrix, penalties: Vector, k: int, beta: Vector) -> None:
    """Start penalty k on the straight line through the two solutions before it; no slope changes sign."""
    share = 0.0
    if k > 1 and penalties[k - 2] > penalties[k - 1]:
        share = min((penalties[k - 1] - penalties[k]) / (penalties[k - 2] - penalties[k - 1]), 1.0)
    for j in range(beta.size):
        last = betas[k - 1, j]
        beta[j] = last + share * (last - betas[max(k - 2, 0), j])
        if j > 0 and beta[j] * last <= 0.0:
            beta[j] = last


@exact
def follow_path(data: Data, work: Work, plan: Plan, betas: Matrix, losses: Vector) -> int:
    """Fill betas (L, 1 + p; row 0 holds the start) and −log-likelihoods (L,); return how many were fitted.

    The last loss is infinite when its penalty did not converge.
    """
    share = dot(data.weights, data.y)
    null = -(share * math.log(share) + (1.0 - share) * math.log(1.0 - share))
    beta = betas[0].copy()
    work.is_stale[0] = True
    for k in range(plan.penalties.size):
        if k > 0:
            extrapolate(betas, plan.penalties, k, beta)
        penalty = Penalty(plan.penalties[k] * plan.alpha, plan.penalties[k] * (1.0 - plan.alpha))
        losses[k] = solve(data, work, penalty, beta, plan.tolerance)
        copy_into(betas[k], beta)
        gain = (losses[k - 1] - losses[k]) / null if k > 0 else math.inf
        is_enough = gain < plan.least_gain or 1.0 - losses[k] / null > plan.most_explained
        if losses[k] == math.inf or (k + 1 >= plan.fewest and is_enough):
            return k + 1
    return plan.penalties.size
