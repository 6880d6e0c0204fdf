"""Shares and ratios of rates with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
"""Intervals of claims cover this much."""


@dataclass(frozen=True)
class Estimate:
    """A value with its interval; None is not defined, and for a bound that there is none."""

    value: float | None
    low: float | None
    high: float | None


def share(hits: int, of: int, level: float = LEVEL) -> Estimate:
    """Return hits / of with Wilson's score interval; all None where nothing was counted.

    Source: Wilson 1927, Journal of the American Statistical Association 22(158), 209–212.

    >>> share(111, 148)
    Estimate(value=0.75, low=0.674..., high=0.812...)
    """
    if of == 0:
        return Estimate(None, None, None)
    z = _z(level)
    p, shrink = hits / of, 1 + z**2 / of
    centre = (p + z**2 / (2 * of)) / shrink
    half = z * math.sqrt(p * (1 - p) / of + z**2 / (4 * of**2)) / shrink
    return Estimate(p, max(0.0, min(p, centre - half)), min(1.0, max(p, centre + half)))


def relative_risk(
    inside_hits: int, inside: int, outside_hits: int, outside: int, level: float = LEVEL
) -> Estimate:
    """Return how many times as frequent hits are inside as outside.

    The interval is Katz's, on logarithms; with no hit on one side it is exact and conditional on the number of
    hits, as for two Poisson rates, and open at one end: a ratio over zero has no value, but a least value.

    Source: Katz et al. 1978, Biometrics 34(3), 469–474; Przyborowski and Wilenski 1940, Biometrika 31, 313–323.

    >>> relative_risk(20, 100, 10, 100)
    Estimate(value=2.0, low=0.98..., high=4.05...)
    >>> relative_risk(5, 50, 0, 50)
    Estimate(value=None, low=0.91..., high=None)
    """
    if not inside or not outside or not (inside_hits or outside_hits):
        return Estimate(None, None, None)
    if not outside_hits:
        return Estimate(None, _least_ratio(inside_hits, inside, outside, level), None)
    if not inside_hits:
        return Estimate(0.0, 0.0, 1 / _least_ratio(outside_hits, outside, inside, level))
    ratio = (inside_hits / inside) / (outside_hits / outside)
    error = math.sqrt(1 / inside_hits - 1 / inside + 1 / outside_hits - 1 / outside)
    reach = math.exp(_z(level) * error)
    return Estimate(ratio, ratio / reach, ratio * reach)


def _least_ratio(hits: int, inside: int, outside: int, level: float) -> float:
    """Return the smallest ratio under which all hits falling inside is not yet too unlikely."""
    fraction = math.exp(math.log((1 - level) / 2) / hits)
    return fraction / (1 - fraction) * outside / inside


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
