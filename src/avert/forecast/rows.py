"""Rows to learn from: states, origins and steps whose outcome is known by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avert.errors import MissingDataError
from avert.panel.arrays import Floats, Ints
from avert.panel.death_histories import KINDS, DeathHistories

LEAST_KNOWN = 12
"""So many months of a state must be known before it is learnt from or anything is said of it."""
MOST_STEPS = 36
QUIET = 60
"""A state without deaths of any type for so many months is quiet."""
THINNED = 3
"""Of rows of quiet states one in so many is kept, and weighs as many."""


@dataclass(frozen=True)
class Rows:
    """One row per state, origin and step. state, column: (n,) where the origin is. step: (n,). weights: (n,).

    deaths: for each type (n,) what was recorded so many steps later, NaN where that is unknown.
    """

    state: Ints
    column: Ints
    step: Ints
    weights: Floats
    deaths: Mapping[str, Floats]

    def predictors(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, features + 1): features at the origin, and log(step) last."""
        return with_step(values[self.state, self.column], self.step)


def with_step(x: NDArray[np.float32], step: Ints) -> NDArray[np.float32]:
    """Return (n, features) rows with log(step) last."""
    return np.column_stack([x, np.log(step).astype(np.float32)])


def past_rows(known: DeathHistories, rng: np.random.Generator, *, every: int = 1, steps: int = 3) -> Rows:
    """Return rows of origins every so many months back from the newest, each with so many steps at random.

    Raises MissingDataError where no state has a month after a year of record.
    """
    state, column, weights = _origins(known, rng, every, steps)
    if not state.size:
        raise MissingDataError(
            "No state has a month after a year of record, so that there is nothing to learn from. "
            "Add deaths of earlier months: avert data add PATH."
        )
    # Steps are drawn among those that are over, so that recent origins are learnt from too.
    most = np.minimum(known.is_state.shape[1] - 1 - column, MOST_STEPS)
    step = rng.integers(1, most + 1)
    deaths = {kind: of[state, column + step] for kind, of in known.deaths.items()}
    return Rows(state, column, step, weights, deaths)


def newest_known(known: DeathHistories) -> Ints:
    """Return the column of each state's newest month of which every type is known; −1 where there is none."""
    is_known = _is_known(known)
    newest = is_known.shape[1] - 1 - np.argmax(is_known[:, ::-1], axis=1)
    return np.where(is_known.any(axis=1), newest, -1)


def months_known(known: DeathHistories) -> Ints:
    """Return (n, months) how many months of each state are known up to each month."""
    return np.cumsum(_is_known(known), axis=1)


def _is_known(known: DeathHistories) -> NDArray[np.bool_]:
    return np.asarray(~np.any([np.isnan(known.deaths[kind]) for kind in KINDS], axis=0))


def _origins(
    known: DeathHistories, rng: np.random.Generator, every: int, times: int
) -> tuple[Ints, Ints, Floats]:
    """Return state, column and weight of origins to learn from, so many times each, quiet ones thinned."""
    is_known, count = _is_known(known), months_known(known)
    is_origin = is_known & (count >= LEAST_KNOWN)
    is_origin[:, -1] = False
    taken = np.zeros(is_origin.shape[1], dtype=bool)
    taken[-2::-every] = True
    any_deaths = np.cumsum(np.any([of > 0 for of in known.deaths.values()], axis=0), axis=1)
    before = np.pad(any_deaths, ((0, 0), (QUIET, 0)))[:, : any_deaths.shape[1]]
    is_quiet = any_deaths == before
    kept = is_origin & taken & (~is_quiet | (rng.random(is_quiet.shape) < 1 / THINNED))
    state, column = (np.repeat(of, times) for of in np.nonzero(kept))
    return state, column, np.where(is_quiet[state, column], float(THINNED), 1.0)
