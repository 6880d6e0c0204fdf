"""Small neural networks over every state's past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from avert.forecast.cards import learned_card
from avert.forecast.learned import forecast_by
from avert.forecast.learners import network
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = learned_card(
    "network2026",
    method="the mean of five multilayer perceptrons over bins of deaths",
    citation="Bishop, Christopher M., 2006, Pattern Recognition and Machine Learning, Springer, chapter 5.",
)
IS_BASELINE = False


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:
    """Return quantiles of what the networks say."""
    return forecast_by({network: 1.0}, known, steps, seed)
