"""Learners of a count: what rows that look alike came to, as probabilities of the bins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from avert.forecast.bins import LOWER_EDGES
from avert.panel.arrays import Floats, Ints

BINS = LOWER_EDGES.size
TREES, LEAF, SPLIT_SHARE = 40, 10, 0.4
"""Trees, the fewest rows in a leaf, and the share of features that a split may choose from."""
SCALED = 1.0
"""How far what a leaf holds is scaled to the level of the row asked about: 0 not at all, 1 wholly."""
CALM = np.log(4.0)
"""Rows of a lower level, less than three deaths a month, are not scaled: the leaf is theirs already."""
EVERY = 2
"""Of the rows the trees see one in so many: all of them would take twice as long."""
NETWORKS, EPOCHS = 5, 6
FAR = 5.0
"""Standard deviations from the mean at which the networks cease to tell values apart."""
Predictors = NDArray[np.float32]


@dataclass(frozen=True)
class Sample:
    """Rows to learn from. x: (n, features). deaths, weights: (n,). level: (n,) log(1 + deaths a month) till then."""

    x: Predictors
    deaths: Floats
    weights: Floats
    level: Floats

    def every(self, so_many: int) -> Sample:
        """Return one row in so many."""
        rows = slice(None, None, so_many)
        return Sample(self.x[rows], self.deaths[rows], self.weights[rows], self.level[rows])


@dataclass(frozen=True)
class Asked:
    """Rows to be told about: x (m, features) and level (m,)."""

    x: Predictors
    level: Floats


class Learner(Protocol):
    """What learns from a sample and is asked about rows ahead."""

    def __call__(self, sample: Sample, ahead: Asked, seed: int) -> Floats:
        """Return (rows ahead, bins) probabilities."""


def forest(sample: Sample, ahead: Asked, seed: int) -> Floats:
    """Grow extremely randomised trees on log(1 + deaths); a row is what its leaves hold, scaled to its level.

    Source: Geurts, Ernst and Wehenkel 2006, Machine Learning 63; Meinshausen 2006, JMLR 7.
    """
    few = sample.every(EVERY)
    return told_by(grow(few, seed), few, ahead, SCALED)


def grow(sample: Sample, seed: int) -> Any:
    """Return trees fitted to log(1 + deaths)."""
    from sklearn.ensemble import ExtraTreesRegressor

    grown = ExtraTreesRegressor(TREES, min_samples_leaf=LEAF, max_features=SPLIT_SHARE, random_state=seed)
    return grown.fit(sample.x, np.log1p(sample.deaths), sample.weights)


def told_by(grown: Any, sample: Sample, ahead: Asked, scaled: float) -> Floats:
    """Return (m, bins) the mean over trees of what the leaves of the rows ahead hold."""
    leaves, asked, bins = grown.apply(sample.x), grown.apply(ahead.x), bin_of(sample.deaths)
    found = np.zeros((ahead.level.size, BINS))
    is_scaled = (ahead.level > CALM) & (scaled > 0)
    level = ahead.level[is_scaled]
    for tree, of_row, of_asked in zip(grown.estimators_, leaves.T, asked.T, strict=True):
        held = shares(of_row, bins, sample.weights, tree.tree_.node_count)
        found[~is_scaled] += held[of_asked[~is_scaled]]
        found[is_scaled] += _scaled(sample, of_row, of_asked[is_scaled], level, scaled)
    return found / len(grown.estimators_)


def _scaled(sample: Sample, of_row: Ints, of_asked: Ints, level: Floats, scaled: float) -> Floats:
    """Return (m, bins) shares of the rows in each asked leaf, whose deaths move with the difference of levels."""
    order = np.argsort(of_row, kind="stable")
    first, after = (np.searchsorted(of_row[order], of_asked, side) for side in ("left", "right"))
    count = after - first
    asked = np.repeat(np.arange(of_asked.size), count)
    place = np.arange(asked.size) - np.repeat(np.cumsum(count) - count, count) + first[asked]
    row = order[place]
    moved = sample.deaths[row] * np.exp(scaled * (level[asked] - sample.level[row]))
    # Where there were deaths there stay some: only their number is scaled.
    deaths = np.where(sample.deaths[row] > 0, np.maximum(np.rint(moved), 1.0), 0.0)
    return shares(asked, bin_of(deaths), sample.weights[row], of_asked.size)


def bin_of(deaths: Floats) -> Ints:
    """Return the bin of each count."""
    return np.digitize(deaths, LOWER_EDGES) - 1


def shares(group: Ints, bins: Ints, weights: Floats, groups: int) -> Floats:
    """Return (groups, bins) what share of each group's weight lies in each bin; 0 for an empty group."""
    counted = np.bincount(group * BINS + bins, weights, groups * BINS).reshape(groups, BINS)
    return np.asarray(counted / np.maximum(counted.sum(axis=1, keepdims=True), np.finfo(float).tiny))


def network(sample: Sample, ahead: Asked, seed: int) -> Floats:
    """Train small multilayer perceptrons over the bins, and take the mean of what they say."""
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits

    scaler = StandardScaler().fit(sample.x)
    inside, asked = (np.clip(scaler.transform(of), -FAR, FAR) for of in (sample.x, ahead.x))
    bins, found = bin_of(sample.deaths), np.zeros((ahead.level.size, BINS))
    # One thread: products of small matrices gain nothing from several, and then the sums are always the same.
    with threadpool_limits(1):
        for i in range(NETWORKS):
            net = MLPClassifier(
                (32, 32), alpha=0.1, batch_size=256, learning_rate_init=2e-3, random_state=seed + i
            )
            for _ in range(EPOCHS):
                net.partial_fit(inside, bins, sample_weight=sample.weights, classes=np.arange(BINS))
            found += net.predict_proba(asked)
    return found / NETWORKS
