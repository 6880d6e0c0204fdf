"""A negative binomial distribution with the mean and variance of the last two years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avert.forecast.cards import baseline_card
from avert.forecast.quantiles import LEVELS, at_every_step
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = baseline_card(
    "negative_binomial",
    training_data="the state's own last 24 months",
    method="negative binomial by moments; Poisson where the variance is not above the mean",
)
IS_BASELINE = True

MONTHS = 24
LEAST_EXCESS = 1e-6


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:  # noqa: ARG001
    """Return quantiles of a negative binomial fitted by moments to each state's last 24 months."""
    return {
        kind: at_every_step(_draws(deaths[:, -MONTHS:]), len(steps)) for kind, deaths in known.deaths.items()
    }


def _draws(recent: Floats) -> Floats:
    """Return (n, DRAWS) quantiles; NaN where no month is known."""
    from scipy.stats import nbinom, poisson

    is_known = ~np.isnan(recent)
    count_known = np.asarray(is_known.sum(axis=1))
    count = np.maximum(count_known, 1)
    mean: Floats = np.where(is_known, recent, 0.0).sum(axis=1) / count
    variance: Floats = np.where(is_known, (recent - mean[:, None]) ** 2, 0.0).sum(axis=1) / np.maximum(
        count - 1, 1
    )
    excess = np.maximum(variance - mean, LEAST_EXCESS)
    size, p = (mean**2 / excess)[:, None], (mean / (mean + excess))[:, None]
    is_wide = ((variance > mean) & (mean > 0))[:, None]
    wide = nbinom.ppf(LEVELS, np.where(is_wide, size, 1.0), np.where(is_wide, p, 0.5))
    draws = np.where(is_wide, wide, poisson.ppf(LEVELS, mean[:, None]))
    return np.where((count_known > 0)[:, None], draws, np.nan)
