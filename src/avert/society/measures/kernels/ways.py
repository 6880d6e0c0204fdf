"""How many separate ways lead to a target."""

# ruff: noqa: PLR0917  compiled functions have no keyword-only arguments

from __future__ import annotations

import numpy as np
from numba import njit

from avert.society.measures.arcs import Index, Positions

compiled = njit(cache=True, nogil=True, error_model="numpy")


@compiled
def ways_out(
    first: Index, head: Index, twin: Index, room: Index, sources: Positions, targets: Positions, most: int
) -> Positions:
    """Return for each source how many separate ways lead to any target, counted up to ``most``.

    The arcs are those of ``flow.split``: actor i comes in at 2i and leaves at 2i + 1. ``room`` is left as it was.
    """
    nodes = len(first) - 1
    found = np.zeros(len(sources), np.int64)
    seen = np.full(nodes, -1, np.int64)
    by, ahead, back = np.empty(nodes, np.int32), np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    used = np.empty(len(head) + nodes, np.int32)
    search = 0
    for number in range(len(sources)):
        start, n_used = 2 * sources[number] + 1, 0
        while found[number] < most:
            arc = _meeting(first, head, twin, room, start, targets, search, seen, by, ahead, back)
            search += 1
            if arc < 0:
                break
            if n_used + nodes > len(used):
                used = np.concatenate((used, np.empty_like(used)))
            n_used = _fill(head, twin, room, start, arc, by, used, n_used)
            found[number] += 1
        for arc in used[:n_used]:
            room[arc] += 1
            room[twin[arc]] -= 1
    return found


@compiled
def _meeting(
    first: Index,
    head: Index,
    twin: Index,
    room: Index,
    start: int,
    targets: Positions,
    search: int,
    seen: Positions,
    by: Index,
    ahead: Index,
    back: Index,
) -> int:
    """Return the arc with room where a search from the start meets one from the targets, or -1.

    From both ends in turn, because the fewest actors that all must pass may stand close to either. ``by`` has the arc
    by which each node is entered, or on the targets' side left, and -1 at the targets.
    """
    from_start, from_target = 2 * search, 2 * search + 1
    ahead[0], seen[start] = start, from_start
    n_ahead, n_back = 1, 0
    for target in targets:
        back[n_back], seen[2 * target], by[2 * target] = 2 * target, from_target, -1
        n_back += 1
    while n_ahead and n_back:
        n_ahead -= 1
        here = ahead[n_ahead]
        for arc in range(first[here], first[here + 1]):
            there = head[arc]
            if room[arc] > 0 and seen[there] != from_start:
                if seen[there] == from_target:
                    return arc
                seen[there], by[there], ahead[n_ahead] = from_start, arc, there
                n_ahead += 1
        n_back -= 1
        here = back[n_back]
        for arc in range(first[here], first[here + 1]):
            there, into = head[arc], twin[arc]
            if room[into] > 0 and seen[there] != from_target:
                if seen[there] == from_start:
                    return int(into)
                seen[there], by[there], back[n_back] = from_target, into, there
                n_back += 1
    return -1


@compiled
def _fill(
    head: Index, twin: Index, room: Index, start: int, meeting: int, by: Index, used: Index, n_used: int
) -> int:
    """Use up the way through the arc where two searches met, note its arcs, and return how many are noted."""
    begin = n_used
    used[n_used] = meeting
    n_used += 1
    at = head[twin[meeting]]
    while at != start:
        used[n_used] = by[at]
        n_used += 1
        at = head[twin[by[at]]]
    at = head[meeting]
    while by[at] >= 0:
        used[n_used] = by[at]
        n_used += 1
        at = head[by[at]]
    for arc in used[begin:n_used]:
        room[arc] -= 1
        room[twin[arc]] += 1
    return n_used
