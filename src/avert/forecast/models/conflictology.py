"""The last year again: each of its months is as likely as the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avert.forecast.cards import baseline_card
from avert.forecast.quantiles import at_every_step, weighted_quantiles
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = baseline_card(
    "conflictology",
    training_data="the state's own last 12 months",
    method="quantiles of the last 12 months, of which unknown ones are left out",
)
IS_BASELINE = True

MONTHS = 12


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:  # noqa: ARG001
    """Return quantiles of each state's last 12 months."""
    return {
        kind: at_every_step(
            weighted_quantiles(deaths[:, -MONTHS:], np.ones(deaths[:, -MONTHS:].shape[1])), len(steps)
        )
        for kind, deaths in known.deaths.items()
    }
