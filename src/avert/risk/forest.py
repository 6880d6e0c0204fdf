"""Forests of randomised trees that estimate a probability, and what each predictor adds to it.

Sources: Breiman (2001), *Random forests*, Machine Learning 45(1), doi 10.1023/A:1010933404324; Geurts, Ernst & Wehenkel
(2006), *Extremely randomized trees*, Machine Learning 63(1), doi 10.1007/s10994-006-6226-1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from avert.risk.kernels.trees import Trees

Floats = NDArray[np.float64]

LEAST, MOST = 1e-4, 0.9
"""A forest's mean is kept so far from certainty: leaves without an onset do not prove that there can be none."""


@dataclass(frozen=True)
class Forest:
    """Grown trees, as flat arrays."""

    trees: Trees

    def log_odds(self, x: Floats) -> Floats:
        """Return log-odds (n,) of rows x (n, p), finite."""
        return _log_odds(self._mean(x))

    def contributions(self, x: Floats, reference: Floats) -> Floats:
        """Split each row's log-odds less the reference's into one part per predictor, (n, p).

        Parts are the Shapley values of the probability – each predictor's mean effect over all orders in which the
        reference's values (p,) can be replaced by the row's, exact –, brought to the log-odds scale by one factor per
        row, so that they sum exactly.

        Source: Lundberg et al. (2020), *From local explanations to global understanding with explainable AI for
        trees*, Nature Machine Intelligence 2, doi 10.1038/s42256-019-0138-9 (interventional form, one reference).
        """
        from avert.risk.kernels.trees import shapley_values

        parts = np.zeros(x.shape)
        shapley_values(self.trees, x.astype(np.float32), reference.astype(np.float32), parts)
        start = self._mean(reference[None, :])
        change = _log_odds(self._mean(x)) - _log_odds(start)
        sums = parts.sum(axis=1)
        steady = np.abs(sums) > 1e-12
        inside = np.clip(start, LEAST, MOST)
        slope = 1.0 / (inside * (1.0 - inside))
        factor = np.where(steady, change / np.where(steady, sums, 1.0), slope)
        return np.asarray(parts * factor[:, None])

    def _mean(self, x: Floats) -> Floats:
        from avert.risk.kernels.trees import mean_of_trees

        mean = np.empty(x.shape[0])
        mean_of_trees(self.trees, x.astype(np.float32), mean)
        return mean


def grow_forest(
    x: Floats,
    target: Floats,
    weights: Floats | None = None,
    *,
    trees: int,
    leaf: int,
    seed: int,
    is_extra: bool = True,
) -> Forest:
    """Grow regression trees on targets (n,) from 0 to 1.

    Parameters
    ----------
    x: (n, p) predictors, finite; a split chooses among the square root of p of them.
    weights: (n,) how much each row counts; equally by default.
    trees: how many. leaf: fewest rows in a leaf. seed: non-negative.
    is_extra: split extremely randomised trees at random; otherwise each tree of a random forest seeks the best split
        of rows drawn with replacement.
    """
    from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor

    kind = ExtraTreesRegressor if is_extra else RandomForestRegressor
    grown = kind(trees, min_samples_leaf=leaf, max_features="sqrt", random_state=seed)
    grown.fit(x, target, sample_weight=weights)
    return Forest(_flattened([tree.tree_ for tree in grown.estimators_]))


def _flattened(grown: list[Any]) -> Trees:
    from avert.risk.kernels.trees import Trees, lay_out

    root = np.zeros(1, dtype=np.int32)
    return lay_out(
        [
            Trees(
                root,
                tree.feature,
                tree.threshold,
                tree.children_left,
                tree.children_right,
                tree.value[:, 0, 0],
            )
            for tree in grown
        ]
    )


def _log_odds(probability: Floats) -> Floats:
    inside = np.clip(probability, LEAST, MOST)
    return np.log(inside / (1.0 - inside))
