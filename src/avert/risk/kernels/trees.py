"""Compiled kernels for forests of regression trees: their mean, and exact Shapley values against one reference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Matrix = NDArray[np.float32] | NDArray[np.float64]
"""A forest was grown on single precision, boosted trees on double: thresholds hold in their own only."""
Floats = NDArray[np.float64]

compiled = njit(cache=True, nogil=True, error_model="numpy")

DEEPEST = 256
FROM_ROW, FROM_REFERENCE = 1, 2


class Trees(NamedTuple):
    """All nodes of all trees: roots (t,); left is −1 at a leaf; a row goes left where x ≤ threshold."""

    roots: NDArray[np.int32]
    predictor: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats


def lay_out(each: Sequence[Trees]) -> Trees:
    """Lay single trees, each counting its nodes from zero, end to end."""
    starts = np.cumsum([0, *(len(tree.left) for tree in each)])[:-1]

    def shifted(children: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
        moved = [np.where(of >= 0, of + start, -1) for of, start in zip(children, starts, strict=True)]
        return np.concatenate(moved).astype(np.int32)

    return Trees(
        roots=starts.astype(np.int32),
        predictor=np.concatenate([tree.predictor for tree in each]).astype(np.int16),
        threshold=np.concatenate([tree.threshold for tree in each]),
        left=shifted([tree.left for tree in each]),
        right=shifted([tree.right for tree in each]),
        value=np.concatenate([tree.value for tree in each]),
    )


@compiled
def mean_of_trees(trees: Trees, x: Matrix, out: Floats) -> None:
    """Fill out (n,) with the mean over trees of the leaf that each row of x (n, p) falls into."""
    for i in range(x.shape[0]):
        total = 0.0
        for root in trees.roots:
            node = root
            while trees.left[node] >= 0:
                goes_left = x[i, trees.predictor[node]] <= trees.threshold[node]
                node = trees.left[node] if goes_left else trees.right[node]
            total += trees.value[node]
        out[i] = total / trees.roots.size


@compiled
def add_leaf(value: float, state: NDArray[np.int8], of_row: int, of_reference: int, out: Floats) -> None:
    """Share a leaf's value among the predictors that lead to it.

    Predictors that must come from the row get what adding the last of them adds, those that must come from the
    reference lose it, averaged over all orders.
    """
    both = math.lgamma(of_row + of_reference + 1.0)
    gain = loss = 0.0
    if of_row > 0:
        gain = value * math.exp(math.lgamma(of_row) + math.lgamma(of_reference + 1.0) - both)
    if of_reference > 0:
        loss = value * math.exp(math.lgamma(of_row + 1.0) + math.lgamma(of_reference) - both)
    for j in range(state.size):
        if state[j] == FROM_ROW:
            out[j] += gain
        elif state[j] == FROM_REFERENCE:
            out[j] -= loss


@compiled
def add_tree(trees: Trees, root: int, row: Matrix, reference: Matrix, out: Floats) -> None:
    """Add one tree's Shapley values of a row (p,) against the reference (p,) to out (p,)."""
    nodes = np.empty(DEEPEST, dtype=np.int64)
    states = np.zeros((DEEPEST, row.size), dtype=np.int8)
    counts = np.zeros((DEEPEST, 2), dtype=np.int64)
    state = np.zeros(row.size, dtype=np.int8)
    nodes[0] = root
    waiting = 1
    while waiting > 0:
        waiting -= 1
        node, of_row, of_reference = nodes[waiting], counts[waiting, 0], counts[waiting, 1]
        state[:] = states[waiting]
        while trees.left[node] >= 0:
            j = trees.predictor[node]
            left, right = trees.left[node], trees.right[node]
            row_next = left if row[j] <= trees.threshold[node] else right
            reference_next = left if reference[j] <= trees.threshold[node] else right
            if row_next == reference_next or state[j] == FROM_ROW:
                node = row_next
            elif state[j] == FROM_REFERENCE:
                node = reference_next
            else:
                nodes[waiting] = reference_next
                states[waiting] = state
                states[waiting, j] = FROM_REFERENCE
                counts[waiting, 0], counts[waiting, 1] = of_row, of_reference + 1
                waiting += 1
                state[j] = FROM_ROW
                of_row += 1
                node = row_next
        add_leaf(trees.value[node], state, of_row, of_reference, out)


@compiled
def shapley_values(trees: Trees, x: Matrix, reference: Matrix, out: Floats) -> None:
    """Fill out (n, p) with what each predictor adds to each row's mean over trees, less the reference's."""
    for i in range(x.shape[0]):
        out[i] = 0.0
        for root in trees.roots:
            add_tree(trees, root, x[i], reference, out[i])
        out[i] /= trees.roots.size
