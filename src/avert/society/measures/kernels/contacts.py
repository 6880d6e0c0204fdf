"""How far an actor's contacts are tied to each other."""

from __future__ import annotations

import numpy as np
from numba import njit

from avert.society.measures.arcs import Index, Vector

compiled = njit(cache=True, nogil=True, error_model="numpy")


@compiled
def burt(first: Index, head: Index, weight: Vector) -> tuple[Vector, Vector]:
    """Return (n,) constraint and effective size, NaN without contacts; arcs run both ways, as heavy each way."""
    n = len(first) - 1
    constraint, size = np.full(n, np.nan), np.full(n, np.nan)
    total, most = np.zeros(n), np.zeros(n)
    for actor in range(n):
        for arc in range(first[actor], first[actor + 1]):
            total[actor] += weight[arc]
            most[actor] = max(most[actor], weight[arc])
    contact_of = np.full(n, -1, np.int64)
    round_about, doubled = np.zeros(n), 0.0
    for i in range(n):
        if first[i] == first[i + 1]:
            continue
        for arc in range(first[i], first[i + 1]):
            contact_of[head[arc]] = i
            round_about[head[arc]] = 0.0
        doubled = 0.0
        for arc in range(first[i], first[i + 1]):
            q, spent = head[arc], weight[arc] / total[i]
            for onward in range(first[q], first[q + 1]):
                j = head[onward]
                if contact_of[j] == i:
                    round_about[j] += spent * weight[onward] / total[q]
                    doubled += spent * weight[onward] / most[j]
        constraint[i] = 0.0
        for arc in range(first[i], first[i + 1]):
            constraint[i] += (weight[arc] / total[i] + round_about[head[arc]]) ** 2
        size[i] = first[i + 1] - first[i] - doubled
    return constraint, size
