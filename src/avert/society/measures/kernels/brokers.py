"""Who stands between others."""

# ruff: noqa: PLR0917  compiled functions have no keyword-only arguments

from __future__ import annotations

import numpy as np
from numba import njit

from avert.society.measures.arcs import Index, Positions, Vector

compiled = njit(cache=True, nogil=True, error_model="numpy")


@compiled
def betweenness(first: Index, head: Index, sources: Positions) -> Vector:
    """Return (n,) what passes through each actor on the shortest paths from these sources (Brandes)."""
    n = len(first) - 1
    score, ways, credit = np.zeros(n), np.zeros(n), np.zeros(n)
    distance = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    for source in sources:
        end = _spread(first, head, source, distance, ways, queue)
        for at in range(end - 1, -1, -1):
            here = queue[at]
            gained = 0.0
            for arc in range(first[here], first[here + 1]):
                there = head[arc]
                if distance[there] == distance[here] + 1:
                    gained += (1.0 + credit[there]) / ways[there]
            credit[here] = gained * ways[here]
            if at:
                score[here] += credit[here]
        distance[queue[:end]] = -1
    return score


@compiled
def _spread(first: Index, head: Index, source: int, distance: Index, ways: Vector, queue: Index) -> int:
    """Fill in distances from a source and numbers of shortest paths, and return how many are reached."""
    distance[source], ways[source], queue[0] = 0, 1.0, source
    at, end = 0, 1
    while at < end:
        here = queue[at]
        at += 1
        for arc in range(first[here], first[here + 1]):
            there = head[arc]
            if distance[there] < 0:
                distance[there] = distance[here] + 1
                ways[there] = 0.0
                queue[end] = there
                end += 1
            if distance[there] == distance[here] + 1:
                ways[there] += ways[here]
    return end


@compiled
def brokered(first: Index, head: Index, part: Positions) -> Positions:
    """Return (n, 6) how often each actor is a broker in each of the five roles, and with a part unknown."""
    n = len(first) - 1
    counts = np.zeros((n, 6), np.int64)
    tied_to = np.full(n, -1, np.int32)
    for a in range(n):
        for arc in range(first[a], first[a + 1]):
            tied_to[head[arc]] = a
        for arc in range(first[a], first[a + 1]):
            b = head[arc]
            for onward in range(first[b], first[b + 1]):
                c = head[onward]
                if c != a and tied_to[c] != a:
                    counts[b, _role(part[a], part[b], part[c])] += 1
    return counts


@compiled
def _role(a: int, b: int, c: int) -> int:
    """Return the role of b between a and c, in the order of ``brokerage.ROLES``."""
    if min(a, b, c) < 0:
        return 5
    if a == c:
        return 0 if a == b else 1
    if b == c:
        return 2
    return 3 if a == b else 4
