"""Avert's forecast of deaths by country and month: a forest, networks and the state's own history, pooled.

How it was chosen, and how it does on years it was not developed on: ``docs/methods/forecast.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from avert.forecast.cards import CHALLENGE, learned_card
from avert.forecast.learned import forecast_by
from avert.forecast.learners import forest, network
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = learned_card(
    "avert2026",
    method="linear pool of a quantile forest (0.5), five multilayer perceptrons (0.4) and the state's own months, "
    "whose weights halve every six months (0.1)",
    citation=CHALLENGE,
    measured="On the challenge's windows 2018-2021, state-based, never looked at before: CRPS 28.9, log1p-CRPS .146, "
    "ignorance .544 (conflictology 30.2, .153, .698); its 90 % intervals held 87 % of the months with deaths; after "
    "twelve quiet months it did no better than saying zero.",
)
IS_BASELINE = False

POOL = {forest: 0.5, network: 0.4}


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:
    """Return quantiles of the pool."""
    return forecast_by(POOL, known, steps, seed)
