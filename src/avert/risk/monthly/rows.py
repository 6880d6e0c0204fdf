"""Rows to learn from and to score on: states and origins whose next 12 months are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avert.errors import MissingDataError
from avert.panel.arrays import Floats, Ints
from avert.panel.death_histories import DeathHistories
from avert.risk.monthly.features import features_at
from avert.risk.monthly.outcomes import HORIZON, deaths_ahead, deaths_before

HISTORY = 12
"""Months of record that the first origin to learn from has behind it."""


@dataclass(frozen=True)
class Rows:
    """One row per state and origin. x: (n, features). origin: VIEWS month. ahead, before: deaths in 12 months."""

    x: Floats
    country_gwcode: Ints
    origin: Ints
    ahead: Floats
    before: Floats


def known_rows(histories: DeathHistories, origins: range) -> Rows:
    """Return the rows of states whose 12 months before and after the origin are both known."""
    if not origins:
        raise MissingDataError(
            "No 12 months of deaths are known after any origin. Add more months: avert data add PATH."
        )
    ahead, before = deaths_ahead(histories, origins), deaths_before(histories, origins)
    is_known = ~np.isnan(ahead) & ~np.isnan(before)
    state, at = np.nonzero(is_known)
    x = np.stack([features_at(histories, month) for month in origins], axis=1)[state, at]
    return Rows(
        x,
        histories.country_gwcode[state],
        np.array(origins, dtype=np.int64)[at],
        ahead[is_known],
        before[is_known],
    )


def past_rows(histories: DeathHistories, month: int, every: int) -> Rows:
    """Return what can be learnt from in a month: origins with a year of history whose 12 months are over.

    Of these every so many are taken, counted back from the newest. Nothing after the month is looked at.
    """
    newest, oldest = month - HORIZON, histories.first_month + HISTORY - 1
    return known_rows(histories.until(month), range(newest, oldest - 1, -every))
