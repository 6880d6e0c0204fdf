"""Ways to make one probability of several people's best estimates.

All take ``best`` (…, experts): probabilities 0–1, NaN for an expert who did not answer, who is left out and never
counted as 0. All return (…), NaN where nobody answered. What is outside 0–1 is refused.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from avert.assessment.pooling import kernels
from avert.assessment.pooling.kernels import Vector
from avert.errors import InputError

EPSILON = 1e-4
"""Pools of log-odds keep judgements this far from 0 and 1, so that no single "never" or "certain" outweighs all."""
FACTOR = 2.5
PARAMETER = 6.0


def mean(best: ArrayLike) -> Vector:
    r"""Return the arithmetic mean, the linear pool.

    .. math:: \bar p = \frac{1}{n} \sum_i p_i

    Source: Stone 1961, Annals of Mathematical Statistics 32(4), 1339–1342.

    >>> round(float(mean([0.1, 0.3, float("nan")])), 3)
    0.2
    """
    return of_those_who_answered(kernels.mean, best)


def median(best: ArrayLike) -> Vector:
    """Return the median, which a few far-off judgements do not move.

    Source: Hora, Fransen, Hawkins and Susel 2013, Decision Analysis 10(4), 279–291.

    >>> float(median([0.1, 0.2, 0.9]))
    0.2
    """
    return of_those_who_answered(kernels.median, best)


def trimmed_mean(best: ArrayLike, share: float = 0.2) -> Vector:
    """Return the mean without the lowest and the highest fifth of the experts, rounded down.

    Below five experts nobody is left out. Source: Jose and Winkler 2008, International Journal of Forecasting 24(1),
    163–169.

    Args:
        best: Best estimates (…, experts).
        share: Share of the experts to leave out at either end, at least 0 and below 0.5.

    >>> round(float(trimmed_mean([0.0, 0.2, 0.3, 0.4, 1.0])), 3)
    0.3
    """
    if not 0 <= share < 0.5:
        raise InputError("The share trimmed at either end must be at least 0 and below 0.5.")
    return of_those_who_answered(lambda p: kernels.trimmed_mean(p, share), best)


def log_odds(best: ArrayLike, epsilon: float = EPSILON) -> Vector:
    r"""Return the probability at the mean of the log-odds, which for yes or no is the logarithmic pool.

    .. math:: p = s\Bigl(\frac{1}{n} \sum_i \operatorname{logit} p_i\Bigr), \quad s(x) = \frac{1}{1 + e^{-x}}

    It is externally Bayesian: evidence seen by all may be added before or after pooling.

    Args:
        best: Best estimates (…, experts).
        epsilon: Estimates nearer to 0 or 1 than this are taken to be this far.

    Source: Genest and Zidek 1986, Statistical Science 1(1), 114–135.

    >>> round(float(log_odds([0.1, 0.5, 0.9])), 3)
    0.5
    >>> round(float(log_odds([0.01, 0.0001])), 4)
    0.001
    """
    return of_those_who_answered(lambda p: kernels.log_odds(p, epsilon), best)


def extremised(
    best: ArrayLike,
    factor: float = FACTOR,
    *,
    shared: float = 0.0,
    base_rate: float = 0.5,
    epsilon: float = EPSILON,
) -> Vector:
    r"""Return the mean log-odds moved away from the base rate, as if the experts knew different things.

    .. math:: p = s(\ell_0 + a (\bar\ell - \ell_0)), \quad a = 1 + (\text{factor} - 1)(1 - \text{shared})

    with :math:`\ell_0` the log-odds of the base rate. A single expert is returned unmoved.

    Args:
        best: Best estimates (…, experts).
        factor: How far to move when no evidence is shared; 1 is ``log_odds``.
        shared: 0 when the experts' evidence is independent, 1 when it all goes back to the same origins; see
            ``shared_evidence``. At 1 nothing is moved.
        base_rate: From where to move; for a rare event its base rate, since 0.5 would push every estimate to 0.
        epsilon: As in ``log_odds``.

    Source: Satopää et al. 2014, International Journal of Forecasting 30(2), 344–356.

    >>> round(float(extremised([0.6, 0.8])), 3)
    0.904
    >>> round(float(extremised([0.6, 0.8], shared=1.0)), 3) == round(float(log_odds([0.6, 0.8])), 3)
    True
    """
    check_share(shared)
    return of_those_who_answered(
        lambda p: kernels.extremised(p, kernels.towards_one(factor, shared, p.shape[-1]), base_rate, epsilon),
        best,
    )


def neyman_roughgarden(
    best: ArrayLike, *, shared: float = 0.0, base_rate: float = 0.5, epsilon: float = EPSILON
) -> Vector:
    r"""Return the mean log-odds moved away from the base rate by a factor that follows from the number of experts.

    .. math:: a = \frac{n (\sqrt{3n^2 - 3n + 1} - 2)}{n^2 - n - 1}

    The authors prove the factor for means of estimates; here, as is usual, it is applied to log-odds. Arguments as
    in ``extremised``. Source: Neyman and Roughgarden 2022, "Are you smarter than a random expert?", EC '22.

    >>> [round(float(neyman_roughgarden(best)), 3) for best in ([0.6, 0.8], [0.7])]
    [0.761, 0.7]
    """
    check_share(shared)

    def kernel(p: Vector) -> Vector:
        factor = kernels.neyman_roughgarden_factor(p.shape[-1])
        return kernels.extremised(p, kernels.towards_one(factor, shared, p.shape[-1]), base_rate, epsilon)

    return of_those_who_answered(kernel, best)


def beta(best: ArrayLike, parameter: float = PARAMETER, *, shared: float = 0.0) -> Vector:
    r"""Return the arithmetic mean moved away from one half by a beta transformation.

    .. math:: p = I_{\bar p}(b, b), \quad b = 1 + (\text{parameter} - 1)(1 - \text{shared})

    with :math:`I` the regularised incomplete beta function. A single expert is returned unmoved. Six was tuned on 25
    claims in psychology: it is no law. ``shared`` as in ``extremised``.

    Source: Ranjan and Gneiting 2010, Journal of the Royal Statistical Society B 72(1), 71–91; the parameter: Hanea et
    al. 2021, PLOS ONE 16(9), e0256919.

    >>> round(float(beta([0.6, 0.8])), 3)
    0.922
    """
    check_share(shared)
    return of_those_who_answered(
        lambda p: kernels.beta(p, kernels.towards_one(parameter, shared, p.shape[-1])), best
    )


def of_those_who_answered(kernel: Callable[..., Vector], best: ArrayLike, *more: ArrayLike) -> Vector:
    """Apply a kernel to every row of experts, without those who gave no best estimate."""
    arrays = np.broadcast_arrays(*(np.asarray(values, dtype=float) for values in (best, *more)))
    check_probabilities(arrays[0])
    is_answer = ~np.isnan(arrays[0])
    if is_answer.all() and arrays[0].shape[-1]:
        return kernel(*arrays)
    pooled = np.full(arrays[0].shape[:-1], np.nan)
    for row in np.ndindex(pooled.shape):
        if is_answer[row].any():
            pooled[row] = kernel(*(values[row][is_answer[row]] for values in arrays))
    return pooled


def check_probabilities(values: Vector) -> None:
    """Refuse what is no probability."""
    if ((values < 0) | (values > 1)).any():
        raise InputError(
            "A judgement is not between 0 and 1, so it is no probability. Divide percent by 100."
        )


def check_share(shared: float) -> None:
    """Refuse a share of common evidence that is no share."""
    if not 0 <= shared <= 1:
        raise InputError("The share of common evidence must be between 0 and 1.")
