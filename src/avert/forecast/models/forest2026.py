"""A quantile forest over every state's past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from avert.forecast.cards import learned_card
from avert.forecast.learned import forecast_by
from avert.forecast.learners import forest
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = learned_card(
    "forest2026",
    method="extremely randomised trees on log(1 + deaths), whose leaves hold the distribution, scaled to the level of "
    "the state that is asked about",
    citation="Meinshausen, Nicolai, 2006, Quantile Regression Forests, JMLR 7: 983-999.",
)
IS_BASELINE = False


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:
    """Return quantiles of what rows in the same leaves came to."""
    return forecast_by({forest: 1.0}, known, steps, seed)
