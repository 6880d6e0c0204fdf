"""No deaths anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avert.forecast.bins import DRAWS
from avert.forecast.cards import baseline_card
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

CARD = baseline_card(
    "zero",
    training_data="none",
    method="always 0",
)
IS_BASELINE = True


def forecast(known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:  # noqa: ARG001
    """Return no deaths for every state, month and type."""
    shape = (known.country_gwcode.size, len(steps), DRAWS)
    return {kind: np.zeros(shape) for kind in known.deaths}
