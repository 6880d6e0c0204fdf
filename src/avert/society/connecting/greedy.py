"""Choosing ties one after another, and putting a choice in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

import numpy as np

from avert.society.connecting.problem import Arc, Ints, Problem

LEAST = 1e-12
MOST_PAIRS = 2_000


def choose_greedily(problem: Problem) -> tuple[int, ...]:
    """Return candidates, each the one that adds most for its cost to those before; equals by order.

    Ties may need each other, such as one from a village to a district and one from there on. Where none adds anything
    alone, two that share an end are tried together. No share of the best is guaranteed.
    """
    chosen: list[int] = []
    while len(chosen) < problem.most:
        step = _best_single(problem, chosen) or _best_pair(problem, chosen)
        if not step:
            break
        chosen += step
    return tuple(chosen)


def in_order(problem: Problem, chosen: Collection[int]) -> tuple[int, ...]:
    """Return a choice without what adds nothing, and with the earlier of candidates that are as good."""
    kept = sorted(chosen)
    best = problem.value(kept)
    for one in sorted(kept, key=lambda one: (-problem.costs[one], -one)):
        if problem.value(rest := [other for other in kept if other != one]) >= best - LEAST:
            kept = rest
    for one in tuple(kept):
        rest = [other for other in kept if other != one]
        needed = best - problem.value(rest)
        gained = gains(problem, rest, range(one))[:one] >= needed - LEAST
        earlier = [
            int(new)
            for new in np.flatnonzero(gained)
            if new not in rest and problem.costs[new] <= problem.costs[one]
        ]
        kept = [*rest, *(earlier[:1] or [one])]
    return _by_gain(problem, kept)


def gains(problem: Problem, base: Collection[int], among: Iterable[int] | None = None) -> np.ndarray:
    """Return (n_candidates,) what each adds to the base alone; 0 for those not asked about."""
    up, down = problem.distances(base)
    joined = (up <= problem.hops) & (down <= problem.hops)
    met = {area for one in np.flatnonzero(joined).tolist() for area in problem.areas_of.get(one, ())}
    extra = [arc for one in base for arc in problem.candidates[one]]
    next_up, next_down = _with(problem.next_up, extra), _with(problem.next_down, [arc[::-1] for arc in extra])
    ups, downs = up.tolist(), down.tolist()
    found = np.zeros(len(problem.candidates))
    for number in range(len(problem.candidates)) if among is None else among:
        arcs = problem.candidates[number]
        new_up = _nearer(ups, arcs, next_down, problem.hops)
        new_down = _nearer(downs, [arc[::-1] for arc in arcs], next_up, problem.hops)
        touched = {
            one for one in new_up.keys() | new_down.keys()
            if new_up.get(one, ups[one]) <= problem.hops and new_down.get(one, downs[one]) <= problem.hops
        }  # fmt: skip
        areas = {area for one in touched for area in problem.areas_of.get(one, ())} - met
        found[number] = sum(problem.weights[area] for area in sorted(areas))
    return found


def _nearer(
    hops: list[int], arcs: Collection[Arc], before: dict[int, list[int]], most: int
) -> dict[int, int]:
    """Return whom new arcs bring nearer to a decision, within the most hops."""
    new: dict[int, int] = {}
    for start, end in arcs:
        if hops[end] + 1 < hops[start]:
            new[start] = hops[end] + 1
    edge = list(new)
    while edge:
        reached = []
        for one in edge:
            for other in before[one]:
                if new[one] + 1 < min(new.get(other, most + 1), hops[other]):
                    new[other] = new[one] + 1
                    reached.append(other)
        edge = reached
    return new


def _with(neighbours: list[list[int]], arcs: Collection[Arc]) -> dict[int, list[int]]:
    found = dict(enumerate(neighbours))
    for start, end in arcs:
        found[start] = [*found[start], end]
    return found


def _best_single(problem: Problem, chosen: list[int]) -> list[int]:
    gained = gains(problem, chosen)
    costs = np.array(problem.costs)
    allowed = costs <= problem.budget - sum(costs[chosen]) + 1e-9
    rate = np.where(allowed & (gained > LEAST), gained / np.maximum(costs, LEAST), 0.0)
    return [int(rate.argmax())] if rate.size and rate.max() > 0 else []


def _best_pair(problem: Problem, chosen: list[int]) -> list[int]:
    base = problem.value(chosen)
    best, found = LEAST, []
    for pair in _pairs_with_an_end(problem, set(chosen)):
        if (
            problem.allows([*chosen, *pair])
            and (gain := problem.value([*chosen, *pair]) - base) > best + LEAST
        ):
            best, found = gain, list(pair)
    return found


def _pairs_with_an_end(problem: Problem, chosen: set[int]) -> Iterator[tuple[int, int]]:
    at: dict[int, list[int]] = {}
    for number, arcs in enumerate(problem.candidates):
        if number not in chosen:
            for end in sorted(arcs[0]):
                at.setdefault(end, []).append(number)
    pairs = sorted({pair for those in at.values() for pair in combinations(those[:64], 2)})
    yield from pairs[:MOST_PAIRS]


def _by_gain(problem: Problem, chosen: Collection[int]) -> tuple[int, ...]:
    left, ordered = sorted(chosen), list[int]()
    while left:
        gained: Ints = gains(problem, ordered, left)
        step = max(left, key=lambda one: (round(float(gained[one]), 12), -one))
        ordered.append(step)
        left.remove(step)
    return tuple(ordered)
