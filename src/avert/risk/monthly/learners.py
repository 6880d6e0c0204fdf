"""Learners of the probability that a count reaches a threshold, coherent by construction.

A learner is fitted once to rows repeated for several levels, with the level as one more predictor that can only
lower the probability. Whatever is asked of it, reaching 500 is never likelier than reaching 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from avert.panel.arrays import Floats

LEVELS = (5, 25, 50, 100, 250, 500, 1000)
"""Levels that a learner sees. Those between and beyond the thresholds let it learn from more events."""
_FAR = 1e-6


class Learner(Protocol):
    """What a fit offers."""

    def log_odds(self, x: Floats, threshold: int) -> Floats:
        """Return the log-odds, for each row, that the count reaches the threshold."""


@dataclass(frozen=True)
class Stacked:
    """A classifier of rows that were repeated for every level."""

    classifier: Any

    def log_odds(self, x: Floats, threshold: int) -> Floats:
        """Return the log-odds, for each row, that the count reaches the threshold."""
        level = np.full((x.shape[0], 1), np.log(threshold))
        return logit(self.classifier.predict_proba(np.hstack([x, level]))[:, 1])


@dataclass(frozen=True)
class Bins:
    """A classifier of the bins between thresholds; reaching one is being in any bin above it."""

    classifier: Any
    thresholds: Sequence[int]

    def log_odds(self, x: Floats, threshold: int) -> Floats:
        """Return the log-odds, for each row, that the count reaches the threshold."""
        found = self.classifier.predict_proba(x)
        above = self.classifier.classes_ > self.thresholds.index(threshold)
        return logit(found[:, above].sum(axis=1))


@dataclass(frozen=True)
class Blend:
    """The mean of the log-odds of several learners."""

    members: Sequence[Learner]

    def log_odds(self, x: Floats, threshold: int) -> Floats:
        """Return the log-odds, for each row, that the count reaches the threshold."""
        return np.asarray(np.mean([member.log_odds(x, threshold) for member in self.members], axis=0))


def fit_logit(x: Floats, deaths: Floats, seed: int, weights: Floats | None = None) -> Stacked:
    """Fit proportional odds by a ridge logistic regression over all levels at once."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows, reached, repeated = stack(x, deaths, weights)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500, random_state=seed))
    return Stacked(model.fit(rows, reached, logisticregression__sample_weight=repeated))


def fit_boosting(x: Floats, deaths: Floats, seed: int, weights: Floats | None = None) -> Stacked:
    """Fit gradient boosting over all levels at once, never increasing in the level."""
    rows, reached, repeated = stack(x, deaths, weights)
    falls = np.zeros(rows.shape[1], dtype=int)
    falls[-1] = -1
    return Stacked(_boosted(rows, reached, seed, sample_weight=repeated, monotonic_cst=falls))


def fit_blend(x: Floats, deaths: Floats, seed: int, weights: Floats | None = None) -> Blend:
    """Fit both and take the mean of their log-odds."""
    return Blend((fit_logit(x, deaths, seed, weights), fit_boosting(x, deaths, seed, weights)))


def fit_bins(x: Floats, deaths: Floats, seed: int, thresholds: Sequence[int]) -> Bins:
    """Fit gradient boosting over the bins between the thresholds."""
    return Bins(_boosted(x, np.digitize(deaths, thresholds), seed), tuple(thresholds))


def _boosted(
    x: Floats, y: NDArray[np.integer[Any]], seed: int, *, sample_weight: Floats | None = None, **options: Any
) -> Any:
    """Fit the gradient boosting that all candidates use."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    model = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=150,
        max_leaf_nodes=8,
        min_samples_leaf=100,
        l2_regularization=10.0,
        early_stopping=False,
        random_state=seed,
        **options,
    )
    # Several threads wait for each other busily, and so take many times as long where others use the cores too.
    with threadpool_limits(1, "openmp"):
        return model.fit(x, y, sample_weight=sample_weight)


def stack(x: Floats, deaths: Floats, weights: Floats | None) -> tuple[Floats, NDArray[np.int64], Floats]:
    """Repeat rows for every level; return rows with log(level) last, whether it was reached, and weights."""
    times = len(LEVELS)
    levels = np.repeat(np.array(LEVELS, dtype=float), x.shape[0])
    rows = np.hstack([np.tile(x, (times, 1)), np.log(levels)[:, None]])
    weights = np.ones(x.shape[0]) if weights is None else weights
    return rows, (np.tile(deaths, times) >= levels).astype(np.int64), np.tile(weights, times)


def logit(p: Floats) -> Floats:
    """Return log-odds, of probabilities kept a little away from 0 and 1."""
    inside = np.clip(p, _FAR, 1.0 - _FAR)
    return np.asarray(np.log(inside / (1.0 - inside)))
