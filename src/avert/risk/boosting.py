"""Gradient boosted trees that estimate a probability, and what each predictor adds to its log-odds.

Source: Friedman (2001), *Greedy function approximation: a gradient boosting machine*, Annals of Statistics 29(5),
doi 10.1214/aos/1013203451.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from avert.risk.kernels.trees import Trees

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BoostedTrees:
    """Log-odds to start from, and trees that each add to them."""

    start: float
    trees: Trees

    def log_odds(self, x: Floats) -> Floats:
        """Return log-odds (n,) of rows x (n, p)."""
        from avert.risk.kernels.trees import mean_of_trees

        mean = np.empty(x.shape[0])
        mean_of_trees(self.trees, np.ascontiguousarray(x), mean)
        return np.asarray(self.start + len(self.trees.roots) * mean)

    def contributions(self, x: Floats, reference: Floats) -> Floats:
        """Split each row's log-odds less the reference's into one part per predictor, (n, p): Shapley values, exact.

        Source: as for ``avert.risk.forest.Forest.contributions``.
        """
        from avert.risk.kernels.trees import shapley_values

        parts = np.zeros(x.shape)
        shapley_values(self.trees, np.ascontiguousarray(x), np.ascontiguousarray(reference), parts)
        return len(self.trees.roots) * parts


def grow_boosted_trees(x: Floats, y: Floats, *, rounds: int, leaf: int) -> BoostedTrees:
    """Grow one small tree a round on what the trees before it leave over.

    Nothing is drawn at random: every split is sought among all predictors and rows.

    Parameters
    ----------
    x: (n, p) predictors, finite. y: (n,) outcomes 0 or 1. rounds: trees. leaf: fewest rows in a leaf.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    booster = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=rounds,
        max_leaf_nodes=15,
        min_samples_leaf=leaf,
        l2_regularization=1.0,
        early_stopping=False,
    )
    # Several threads wait for each other busily: where others use the cores too, twenty times as long.
    with threadpool_limits(1, "openmp"):
        grown = booster.fit(x, y)
    return BoostedTrees(
        float(grown._baseline_prediction.item()), _flattened([tree.nodes for [tree] in grown._predictors])
    )


def _flattened(grown: list[Any]) -> Trees:
    from avert.risk.kernels.trees import Trees, lay_out

    root = np.zeros(1, dtype=np.int32)

    def children(nodes: Any, side: str) -> NDArray[np.int32]:
        return np.where(nodes["is_leaf"], -1, nodes[side].astype(np.int32))

    return lay_out(
        [
            Trees(
                root,
                nodes["feature_idx"],
                nodes["num_threshold"],
                children(nodes, "left"),
                children(nodes, "right"),
                nodes["value"],
            )
            for nodes in grown
        ]
    )
