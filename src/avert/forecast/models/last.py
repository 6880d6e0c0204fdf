"""The newest known month again, give or take chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avert.forecast.cards import baseline_card
from avert.forecast.quantiles import LEVELS, at_every_step
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = baseline_card(
    "last",
    training_data="the newest known month",
    method="draws of a Poisson distribution whose mean is the newest known month",
)
IS_BASELINE = True


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:  # noqa: ARG001
    """Return Poisson quantiles around each state's newest known month."""
    from scipy.stats import poisson

    found = {}
    for kind, deaths in known.deaths.items():
        newest = _newest(deaths)
        draws = poisson.ppf(LEVELS[None, :], np.nan_to_num(newest)[:, None])
        found[kind] = at_every_step(np.where(np.isnan(newest)[:, None], np.nan, draws), len(steps))
    return found


def _newest(deaths: Floats) -> Floats:
    """Return each row's newest known value; NaN where none is known."""
    is_known = ~np.isnan(deaths)
    column = deaths.shape[1] - 1 - np.argmax(is_known[:, ::-1], axis=1)
    return np.asarray(deaths[np.arange(deaths.shape[0]), column])
