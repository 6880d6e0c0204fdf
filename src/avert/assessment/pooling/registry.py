"""The pools there are. To add one: write its kernel and its public function, and add its line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from avert.assessment.pooling import intervals, kernels, pools
from avert.assessment.pooling.kernels import Vector
from avert.errors import InputError, some


@dataclass(frozen=True)
class Answers:
    """Questions that the same number of experts answered: (questions, experts), and what they share (questions,).

    ``lo``, ``hi`` and ``widest`` are NaN where no interval was given.
    """

    best: Vector
    lo: Vector
    hi: Vector
    widest: Vector
    shared: Vector


@dataclass(frozen=True)
class Pool:
    """A way of pooling: what it is called, what it does, what it needs besides best estimates, and its source."""

    name: str
    apply: Callable[[Answers], Vector]
    says: str
    source: str
    needs: tuple[str, ...] = ()


def _extremised(answers: Answers, full: float) -> Vector:
    factor = kernels.towards_one(full, answers.shared, answers.best.shape[-1])
    return kernels.extremised(answers.best, factor, 0.5, pools.EPSILON)


def _beta(answers: Answers) -> Vector:
    parameter = kernels.towards_one(pools.PARAMETER, answers.shared, answers.best.shape[-1])
    return kernels.beta(answers.best, parameter)


_HANEA = "Hanea et al. 2021, PLOS ONE 16(9), e0256919"
_LISTED = (
    Pool("mean", lambda p: kernels.mean(p.best), "arithmetic mean", "Stone 1961"),
    Pool("median", lambda p: kernels.median(p.best), "median", "Hora et al. 2013"),
    Pool(
        "trimmed_mean",
        lambda p: kernels.trimmed_mean(p.best, 0.2),
        "mean without a fifth of the experts at either end",
        "Jose and Winkler 2008",
    ),
    Pool(
        "log_odds",
        lambda p: kernels.log_odds(p.best, pools.EPSILON),
        "mean of the log-odds: the logarithmic pool",
        "Genest and Zidek 1986",
    ),
    Pool(
        "extremised",
        lambda p: _extremised(p, pools.FACTOR),
        "mean log-odds times 2.5, less where evidence is shared",
        "Satopää et al. 2014",
    ),
    Pool(
        "neyman_roughgarden",
        lambda p: _extremised(p, kernels.neyman_roughgarden_factor(p.best.shape[-1])),
        "mean log-odds times a factor of the number of experts, less where evidence is shared",
        "Neyman and Roughgarden 2022",
    ),
    Pool("beta", _beta, "beta-transformed mean (6, 6), less where evidence is shared", _HANEA),
    Pool(
        "interval_width",
        lambda p: kernels.interval_width(p.best, p.lo, p.hi, intervals.NARROWEST),
        "mean weighted by how narrow each interval is",
        _HANEA,
        needs=("lo", "hi"),
    ),
    Pool(
        "individual_interval_width",
        lambda p: kernels.individual_interval_width(p.best, p.lo, p.hi, p.widest, intervals.NARROWEST),
        "mean weighted by how narrow each interval is for that expert",
        _HANEA,
        needs=("lo", "hi"),
    ),
)
POOLS = {pool.name: pool for pool in _LISTED}


def chosen(names: Sequence[str] | None) -> tuple[Pool, ...]:
    """Return the pools of these names, or all.

    Raises:
        InputError: There is no pool of a name; the message lists those there are.
    """
    unknown = [name for name in names or () if name not in POOLS]
    if unknown:
        raise InputError(f"There is no pool {some(unknown)}. There are {', '.join(POOLS)}.")
    return tuple(pool for pool in _LISTED if not names or pool.name in names)
