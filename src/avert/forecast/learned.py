"""Forecasts by learners: fitted to every state's past at once, then asked about each state's next months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from avert.forecast.bins import DRAWS, from_probabilities, values_seen
from avert.forecast.features import features_of
from avert.forecast.learners import Asked, Learner, Sample, bin_of, shares
from avert.forecast.rows import LEAST_KNOWN, MOST_STEPS, months_known, newest_known, past_rows, with_step
from avert.panel.arrays import Floats, Ints
from avert.panel.death_histories import DeathHistories

HALF_LIFE = 6.0
SEEN_MONTHS = 240
"""Values that stand for a bin are of so many months to the origin."""


def forecast_by(
    learners: Mapping[Learner, float], known: DeathHistories, steps: Sequence[int], seed: int
) -> Mapping[str, Floats]:
    """Return draws from the weighted mean of the learners' probabilities, see ``ForecastModel.forecast``.

    learners: with weights that sum to 1, or less: then the rest is the state's own history. A state whose last
    months are unknown is asked about from its newest known month, so many steps further.
    """
    features, past = features_of(known), past_rows(known, np.random.default_rng(seed))
    state, step = np.repeat(np.arange(known.country_gwcode.size), len(steps)), np.asarray(steps)
    column = newest_known(known)
    ahead = _ahead(features.values, column, step, known.is_state.shape[1])
    x, is_said = past.predictors(features.values), months_known(known)[:, -1] >= LEAST_KNOWN
    found = {}
    for kind, deaths in past.deaths.items():
        has, level = ~np.isnan(deaths), features.level_of(kind)
        sample = Sample(x[has], deaths[has], past.weights[has], level[past.state, past.column][has])
        asked = Asked(ahead, level[state, column[state]])
        said = _repeated(own_history(known.deaths[kind]), len(steps)) * (1.0 - sum(learners.values()))
        for learner, weight in learners.items():
            said += weight * learner(sample, asked, seed).reshape(said.shape)
        seen = values_seen(known.deaths[kind][:, -SEEN_MONTHS:])
        found[kind] = np.full((*said.shape[:2], DRAWS), np.nan)
        found[kind][is_said] = from_probabilities(said[is_said], seen).draws()
    return found


def _repeated(p: Floats, steps: int) -> Floats:
    return np.repeat(p[:, None, :], steps, axis=1)


def _ahead(values: np.ndarray, newest: Ints, steps: Ints, months: int) -> np.ndarray:
    """Return rows to ask about, states by steps."""
    at_newest = values[np.arange(newest.size), newest]
    since = months - 1 - newest
    step = np.minimum(steps[None, :] + since[:, None], MOST_STEPS)
    return with_step(np.repeat(at_newest, steps.size, axis=0), step.ravel())


def own_history(deaths: Floats) -> Floats:
    """Return (n, bins) shares of each state's known months, whose weights halve every six months."""
    state, column = np.nonzero(~np.isnan(deaths))
    weights = 0.5 ** ((deaths.shape[1] - 1 - column) / HALF_LIFE)
    return shares(state, bin_of(deaths[state, column]), weights, deaths.shape[0])
