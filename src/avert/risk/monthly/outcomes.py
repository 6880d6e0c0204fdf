"""What is forecast: deaths in one-sided violence over the 12 months after an origin."""

from __future__ import annotations

import numpy as np

from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

HORIZON = 12
THRESHOLDS = (25, 100, 500)


def deaths_ahead(histories: DeathHistories, origins: range) -> Floats:
    """Return (n, origins) deaths over the 12 months after each origin; NaN unless all 12 are known."""
    return window_sums(histories, [month + HORIZON for month in origins])


def deaths_before(histories: DeathHistories, origins: range) -> Floats:
    """Return (n, origins) deaths over the 12 months that end with each origin; NaN unless all 12 are known."""
    return window_sums(histories, origins)


def window_sums(histories: DeathHistories, last_months: range | list[int]) -> Floats:
    """Return (n, windows) deaths in one-sided violence over the 12 months that end with each month."""
    deaths = histories.deaths["os"]
    sums = np.full((deaths.shape[0], len(last_months)), np.nan)
    for i, month in enumerate(last_months):
        end = histories.column_of(month) + 1
        if HORIZON <= end <= deaths.shape[1]:
            sums[:, i] = deaths[:, end - HORIZON : end].sum(axis=1)
    return sums
