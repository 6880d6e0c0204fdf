"""Compiled loops that swap the ends of ties and put new ties in place; importing them loads numba."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint8]

compiled = njit(cache=True, nogil=True)


@compiled
def has(taken: Bits, at: int) -> bool:
    """Whether a bit is set."""
    return bool((taken[at >> 3] >> (at & 7)) & 1)


@compiled
def flip(taken: Bits, at: int) -> None:
    """Turn a bit over."""
    taken[at >> 3] ^= np.uint8(1 << (at & 7))


@compiled
def flip_tie(taken: Bits, a: int, b: int, is_mutual: bool, n: int) -> None:
    """Turn over the arc of a tie, or both."""
    flip(taken, a * n + b)
    if is_mutual:
        flip(taken, b * n + a)


@compiled
def is_free(taken: Bits, a: int, b: int, is_mutual: bool, n: int) -> bool:
    """Whether a tie may be put between two actors: no arc to itself, none twice."""
    if a == b or has(taken, a * n + b):
        return False
    return not (is_mutual and has(taken, b * n + a))


@compiled
def swap_ends(  # noqa: PLR0917 -- compiled functions take arrays
    first: Whole,
    last: Whole,
    begins: Whole,
    ends: Whole,
    is_mutual: Flags,
    can_turn: Flags,
    taken: Bits,
    n: int,
    tries: int,
    rng: np.random.Generator,
) -> int:
    """Try swaps among the ties of one layer, each with a partner from ``begins[i]`` to ``ends[i]``; count them.

    A try that would make a loop or a double leaves all as it is and counts, so that every network that can be
    reached is equally likely in the long run.
    """
    for i in range(first.size):
        flip_tie(taken, first[i], last[i], is_mutual[i], n)
    swaps = 0
    for _ in range(tries):
        i = int(rng.random() * first.size)
        j = begins[i] + int(rng.random() * (ends[i] - begins[i]))
        a, b, c, d, mutual = first[i], last[i], first[j], last[j], is_mutual[i]
        if can_turn[i] and rng.random() < 0.5:
            c, d = d, c
        if i == j or not is_free(taken, a, d, mutual, n) or not is_free(taken, c, b, mutual, n):
            continue
        flip_tie(taken, a, b, mutual, n)
        flip_tie(taken, c, d, mutual, n)
        flip_tie(taken, a, d, mutual, n)
        flip_tie(taken, c, b, mutual, n)
        last[i], first[j], last[j] = d, c, b
        swaps += 1
    for i in range(first.size):
        flip_tie(taken, first[i], last[i], is_mutual[i], n)
    return swaps


@compiled
def place(  # noqa: PLR0917
    first: Whole,
    last: Whole,
    is_mutual: Flags,
    reported: int,
    blocks: Whole,
    members: Whole,
    begins: Whole,
    groups: Flags,
    n: int,
    tries: int,
    rng: np.random.Generator,
) -> Flags:
    """Give each tie of one layer after the ``reported`` ones a free place like its own, and say which have one.

    ``members[begins[b]:begins[b + 1]]`` are the actors of block b; ``groups`` says who is of which group.
    """
    taken = np.zeros(n * n // 8 + 1, np.uint8)
    stands = np.ones(first.size, np.bool_)
    for i in range(first.size):
        if i < reported:
            flip_tie(taken, first[i], last[i], is_mutual[i], n)
            continue
        stands[i] = False
        a, b = first[i], last[i]
        kind = sharing(groups, a, b)
        for _ in range(tries):
            c, d = like(a, blocks, members, begins, rng), like(b, blocks, members, begins, rng)
            if is_free(taken, c, d, is_mutual[i], n) and sharing(groups, c, d) == kind:
                first[i], last[i], stands[i] = c, d, True
                flip_tie(taken, c, d, is_mutual[i], n)
                break
    return stands


@compiled
def like(actor: int, blocks: Whole, members: Whole, begins: Whole, rng: np.random.Generator) -> int:
    """Return any actor of the same block."""
    begin, end = begins[blocks[actor]], begins[blocks[actor] + 1]
    return int(members[begin + int(rng.random() * (end - begin))])


@compiled
def sharing(groups: Flags, a: int, b: int) -> int:
    """Return 1 where two actors have a group in common, 0 where not, -1 where a group is unknown."""
    of_a = of_b = False
    for group in range(groups.shape[1]):
        if groups[a, group] and groups[b, group]:
            return 1
        of_a |= groups[a, group]
        of_b |= groups[b, group]
    return 0 if of_a and of_b else -1
