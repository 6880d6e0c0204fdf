"""Who is reached from whom, and what losses cut off."""

from __future__ import annotations

import numpy as np
from numba import njit

from avert.society.measures.arcs import Index, Mask, Positions

compiled = njit(cache=True, nogil=True, error_model="numpy")


@compiled
def hops(first: Index, head: Index, seeds: Mask, alive: Mask, limit: int) -> Index:
    """Return (n,) the fewest steps from any living seed to each living actor, -1 where over the limit."""
    n = len(first) - 1
    distance = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    end = 0
    for actor in range(n):
        if seeds[actor] and alive[actor]:
            distance[actor] = 0
            queue[end] = actor
            end += 1
    at = 0
    while at < end:
        here = queue[at]
        at += 1
        if distance[here] == limit:
            break
        for arc in range(first[here], first[here + 1]):
            there = head[arc]
            if distance[there] < 0 and alive[there]:
                distance[there] = distance[here] + 1
                queue[end] = there
                end += 1
    return distance


@compiled
def largest_component(first: Index, head: Index, alive: Mask) -> int:
    """Return how many living actors the largest component has; arcs must run both ways."""
    n = len(first) - 1
    unseen = alive.copy()
    stack = np.empty(n, np.int32)
    largest = 0
    for start in range(n):
        if not unseen[start]:
            continue
        unseen[start] = False
        stack[0] = start
        depth, size = 1, 1
        while depth:
            depth -= 1
            here = stack[depth]
            for arc in range(first[here], first[here + 1]):
                there = head[arc]
                if unseen[there]:
                    unseen[there] = False
                    stack[depth] = there
                    depth += 1
                    size += 1
        largest = max(largest, size)
    return largest


@compiled
def articulation(first: Index, head: Index) -> Mask:
    """Return (n,) whose loss would split a component (Hopcroft and Tarjan); arcs must run both ways."""
    n = len(first) - 1
    splits = np.zeros(n, np.bool_)
    order, low, parent = np.full(n, -1, np.int32), np.zeros(n, np.int32), np.full(n, -1, np.int32)
    at, stack = first[:-1].copy(), np.empty(n, np.int32)
    count = 0
    for root in range(n):
        if order[root] >= 0:
            continue
        stack[0], depth, children = root, 1, 0
        order[root] = low[root] = count
        count += 1
        while depth:
            here = stack[depth - 1]
            if at[here] < first[here + 1]:
                there = head[at[here]]
                at[here] += 1
                if order[there] < 0:
                    order[there] = low[there] = count
                    count += 1
                    parent[there] = here
                    stack[depth] = there
                    depth += 1
                    children += here == root
                elif there != parent[here]:
                    low[here] = min(low[here], order[there])
                continue
            depth -= 1
            above = parent[here]
            if above >= 0:
                low[above] = min(low[above], low[here])
                splits[above] |= low[here] >= order[above]
        splits[root] = children > 1
    return splits


@compiled
def lost_without(first: Index, head: Index, seeds: Mask, asked: Mask, limit: int) -> Positions:
    """Return (n,) how many of those asked about are no longer within the limit of a seed without each actor."""
    n = len(first) - 1
    alive = np.ones(n, np.bool_)
    before = (hops(first, head, seeds, alive, limit) >= 0) & asked
    lost = np.zeros(n, np.int64)
    for actor in range(n):
        if first[actor] == first[actor + 1] or seeds[actor]:
            continue
        alive[actor] = False
        after = hops(first, head, seeds, alive, limit)
        alive[actor] = True
        for other in range(n):
            lost[actor] += before[other] and after[other] < 0 and other != actor
    return lost
