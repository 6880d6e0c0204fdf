"""Any month that any state has seen in the last twenty years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avert.forecast.cards import baseline_card
from avert.forecast.quantiles import at_every_step, weighted_quantiles
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = baseline_card(
    "boot",
    training_data="all states, the 240 months to the origin",
    method="quantiles of the values of all states and months: the same for every state",
)
IS_BASELINE = True

MONTHS = 240


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:  # noqa: ARG001
    """Return quantiles of all known values of the last 240 months, for every state alike."""
    found = {}
    for kind, deaths in known.deaths.items():
        seen = deaths[:, -MONTHS:][~np.isnan(deaths[:, -MONTHS:])]
        draws = weighted_quantiles(seen[None, :], np.ones(seen.size))
        found[kind] = at_every_step(np.repeat(draws, deaths.shape[0], axis=0), len(steps))
    return found
