"""What to put in place of months that nobody knows: not zero, but draws from the country's own record."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avert.panel.death_histories import KINDS, DeathHistories

YEAR = 12
DONOR_MONTHS = 24


def fill_unknown(histories: DeathHistories, rng: np.random.Generator) -> DeathHistories:
    """Return the histories with unknown months of the last year filled from the state's last 24 known months.

    Types that are unknown in the same month are drawn together. A state without any known month stays unknown.
    """
    filled = {kind: of.copy() for kind, of in histories.deaths.items()}
    is_known = ~np.any([np.isnan(of) for of in filled.values()], axis=0)
    wanted = ~is_known & histories.is_state
    wanted[:, :-YEAR] = False
    for state, month in zip(*np.nonzero(wanted), strict=True):
        donors = np.flatnonzero(is_known[state, :])[-DONOR_MONTHS:]
        if donors.size:
            donor = rng.choice(donors)
            for kind in KINDS:
                if np.isnan(filled[kind][state, month]):
                    filled[kind][state, month] = histories.deaths[kind][state, donor]
    return replace(histories, deaths=filled)
