"""The state's own past, in which a month counts half as much as one six months later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avert.forecast.cards import baseline_card
from avert.forecast.quantiles import at_every_step, weighted_quantiles
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = baseline_card(
    "decayed_history",
    training_data="the state's own months",
    method="quantiles of all known months, with weights that halve every six months",
)
IS_BASELINE = True

HALF_LIFE = 6.0


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:  # noqa: ARG001
    """Return quantiles of each state's past, weighted by how long ago it was."""
    found = {}
    for kind, deaths in known.deaths.items():
        age = np.arange(deaths.shape[1])[::-1]
        found[kind] = at_every_step(weighted_quantiles(deaths, 0.5 ** (age / HALF_LIFE)), len(steps))
    return found
