"""Made-up histories of deaths for the tests of the monthly risk."""

from __future__ import annotations

import numpy as np

from avert import periods
from avert.risk.monthly import DeathHistories

FIRST = periods.month_id(1990, 1)


def made_up_histories(seed: int = 0, *, states: int = 24, years: int = 9) -> DeathHistories:
    """Return states of which a third is violent: the higher its number, the more so; all months are known."""
    rng = np.random.default_rng(seed)
    level = np.where(np.arange(states) % 3 == 0, np.geomspace(1.0, 90.0, states), 0.02)
    shape = (states, 12 * years)
    deaths = {kind: rng.poisson(rng.gamma(0.7, level[:, None] / 0.7, shape)).astype(float) for kind in _KINDS}
    half = states // 2
    return DeathHistories(
        np.arange(2, 2 + states),
        FIRST,
        deaths,
        np.array(["Africa"] * half + ["Asia"] * (states - half)),
        np.array(["Eastern Africa"] * half + ["Southern Asia"] * (states - half)),
        np.ones(shape, dtype=bool),
    )


_KINDS = ("os", "sb", "ns")
