"""The last year of the state and of those around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avert.forecast.cards import baseline_card
from avert.forecast.quantiles import at_every_step, weighted_quantiles
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = baseline_card(
    "conflictology_neighbourhood",
    training_data="the last 12 months of the state and of the states of its M49 subregion",
    method="quantiles of those months; a state's own weigh as much as all others together",
)
IS_BASELINE = True

MONTHS = 12


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:  # noqa: ARG001
    """Return quantiles of the last 12 months of each state and, at the same weight together, of its subregion."""
    of_group = known.subregion[:, None] == known.subregion[None, :]
    others = of_group & known.is_state[:, -1] & ~np.eye(known.country_gwcode.size, dtype=bool)
    found = {}
    for kind, deaths in known.deaths.items():
        year = deaths[:, -MONTHS:]
        draws = np.vstack([_around(year, i, row) for i, row in enumerate(others)])
        found[kind] = at_every_step(draws, len(steps))
    return found


def _around(year: Floats, state: int, others: np.ndarray) -> Floats:
    """Return (1, DRAWS) quantiles for one state."""
    own, around = year[state], year[others].ravel()
    count = np.maximum((~np.isnan(around)).sum(), 1)
    weights = np.concatenate([np.ones(own.size), np.full(around.size, own.size / count)])
    return weighted_quantiles(np.concatenate([own, around])[None, :], weights)
