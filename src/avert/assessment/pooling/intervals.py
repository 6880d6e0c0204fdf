"""Pools that weigh each expert by the width of the stated interval. Only for those who gave one."""

from __future__ import annotations

from numpy.typing import ArrayLike

from avert.assessment.pooling import kernels
from avert.assessment.pooling.kernels import Vector
from avert.assessment.pooling.pools import of_those_who_answered

NARROWEST = 0.01
"""Narrower intervals weigh as much as one of a percentage point, so that a width of zero does not decide alone."""


def interval_width(best: ArrayLike, lo: ArrayLike, hi: ArrayLike, *, narrowest: float = NARROWEST) -> Vector:
    r"""Return the mean weighted by how narrow each interval is.

    .. math:: p = \frac{\sum_i w_i p_i}{\sum_i w_i}, \quad w_i = \frac{1}{u_i - l_i}

    Args:
        best: Best estimates (…, experts); NaN for an expert who did not answer.
        lo: Lower ends (…, experts).
        hi: Upper ends (…, experts).
        narrowest: Narrower intervals weigh as if they were this wide.

    Returns:
        (…); NaN where anyone who answered gave no interval, since a pool of the others would speak for other people.

    Source: IntWAgg in Hanea et al. 2021, PLOS ONE 16(9), e0256919.

    >>> round(float(interval_width([0.2, 0.8], lo=[0.1, 0.4], hi=[0.3, 1.0])), 3)
    0.35
    """
    return of_those_who_answered(
        lambda p, low, high: kernels.interval_width(p, low, high, narrowest), best, lo, hi
    )


def individual_interval_width(
    best: ArrayLike, lo: ArrayLike, hi: ArrayLike, widest: ArrayLike, *, narrowest: float = NARROWEST
) -> Vector:
    r"""Return the mean weighted by how narrow each interval is for that expert.

    .. math:: w_i = \frac{\max_q (u_{iq} - l_{iq})}{u_i - l_i}

    so that somebody who is always sure does not outweigh somebody who knows when to be.

    Args:
        best: Best estimates (…, experts); NaN for an expert who did not answer.
        lo: Lower ends (…, experts).
        hi: Upper ends (…, experts).
        widest: Each expert's widest interval over all questions of the round (…, experts).
        narrowest: Narrower intervals weigh as if they were this wide.

    Returns:
        (…); NaN where anyone who answered gave no interval.

    Source: IndIntWAgg in Hanea et al. 2021, PLOS ONE 16(9), e0256919.

    >>> round(float(individual_interval_width([0.2, 0.8], [0.1, 0.4], [0.3, 1.0], widest=[0.2, 0.6])), 3)
    0.5
    """
    return of_those_who_answered(
        lambda p, low, high, wide: kernels.individual_interval_width(p, low, high, wide, narrowest),
        best,
        lo,
        hi,
        widest,
    )
