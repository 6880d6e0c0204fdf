"""How much more the exact choice of ties reaches than one after another, and in what time.

Peers: every choice in turn where there are few, and the plain greedy choice (each tie that adds most) everywhere. On
networks of districts with committees, of which some are cut off, under a few national bodies.

    python benchmarks/society/connecting.py            # small, where every choice can be tried, and large
    python benchmarks/society/connecting.py 5000 40000 # actors and ties of the large one
"""

from __future__ import annotations

import sys
import time
from itertools import combinations

import numpy as np

from avert.society.actors import Actor, Tie
from avert.society.connecting import Candidate, candidate_ties, propose_ties
from avert.society.connecting.problem import Problem, create_problem
from avert.society.connecting.reach import members
from avert.society.network import Network, create_network
from avert.society.presence import present
from avert.society.vocabulary import ALERT_LAYERS, Layer, Level

BUDGET = 5


def country(n: int, n_ties: int, districts: int, rng: np.random.Generator, cut_off: float = 0.3) -> Network:
    """Return actors mostly tied within their district; of some districts nobody has a tie beyond it."""
    level = rng.choice(3, n, p=[0.02, 0.18, 0.8])
    level[:3] = 0, 0, 1
    district = rng.integers(0, districts, n)
    isolated = set(rng.choice(districts, int(cut_off * districts), replace=False).tolist())
    areas = [f"adm1:{here:04}" if one else "gw:501" for here, one in zip(district, level, strict=True)]
    names = [f"actor {number:05}" for number in range(n)]
    deciding = set(np.flatnonzero(level == 0)[:5].tolist())
    actors = [
        Actor(
            names[i],
            "",
            level=tuple(Level)[level[i]],
            areas=frozenset({areas[i]}),
            is_decision_maker=i in deciding,
        )
        for i in range(n)
    ]
    ties: dict[tuple[int, int], Tie] = {}
    by_area = {area: [i for i in range(n) if areas[i] == area] for area in sorted(set(areas))}
    while len(ties) < n_ties:
        a = int(rng.integers(n))
        inside = rng.random() < 0.8
        b = int(rng.choice(by_area[areas[a]])) if inside else int(rng.integers(n))
        cut = any(level[one] and district[one] in isolated for one in (a, b))
        if a != b and (areas[a] == areas[b] or not cut):
            ties[a, b] = Tie(names[a], names[b], Layer.INFORMATION, is_directed=bool(rng.random() < 0.3))
    return create_network(actors, list(ties.values()))


def plain_greedy(problem: Problem) -> float:
    """Return what choosing the tie that adds most, again and again, reaches."""
    chosen: list[int] = []
    for _ in range(problem.most):
        values = [problem.value([*chosen, one]) for one in range(len(problem.candidates))]
        if not values or max(values) <= problem.value(chosen):
            break
        chosen.append(int(np.argmax(values)))
    return problem.value(chosen)


def every_choice(problem: Problem) -> float:
    """Return the best of all choices."""
    return max(problem.value(one) for one in combinations(range(len(problem.candidates)), problem.most))


def compare(
    title: str, network: Network, candidates: tuple[Candidate, ...], most: int, *, tries_all: bool = False
) -> None:
    rng = np.random.default_rng(7)
    presence = present(network)
    risk: dict[str, float | None] = {area: float(rng.gamma(1.0)) for area in presence if area != "gw:501"}
    started = time.perf_counter()
    found = propose_ties(network, risk, most=most, candidates=candidates, seconds=30.0)
    ours = time.perf_counter() - started
    weights = {area: value or 0.0 for area, value in sorted(risk.items())}
    problem = create_problem(
        network, members(network, presence), weights, candidates,
        hops=4, layers=ALERT_LAYERS, most=most, budget=float("inf"),
    )  # fmt: skip
    print(
        f"{title}: {network.n:,} actors, {len(set(network.tie.tolist())):,} ties, {len(candidates):,} candidates, "
        f"{most} to choose\n  ours {found.method}: {problem.value(()):.4f} -> {found.value:.4f}, "
        f"bound {found.bound:.4f}, {ours:.2f} s"
    )
    for name, peer in [
        ("plain greedy", plain_greedy),
        *([("every choice", every_choice)] if tries_all else []),
    ]:
        started = time.perf_counter()
        value = peer(problem)
        took = time.perf_counter() - started
        gained, theirs = found.value - problem.value(()), value - problem.value(())
        ratio = f"{gained / theirs:.2f}" if theirs else "none gained"
        print(
            f"  {name}: {value:.4f}, {took:.2f} s; reach gained, ours to theirs {ratio}; time {took / ours:.1f}"
        )


def main() -> None:
    n, n_ties = (int(one) for one in sys.argv[1:3]) if len(sys.argv) > 2 else (5_000, 40_000)
    for seed in range(3):
        small = country(60, 90, 12, np.random.default_rng(seed))
        compare(
            f"Small {seed}",
            small,
            candidate_ties(small, present(small), parent_of=PARENTS, most=30),
            3,
            tries_all=True,
        )
    large = country(n, n_ties, max(n // 25, 2), np.random.default_rng(1))
    started = time.perf_counter()
    candidates = candidate_ties(large, present(large), parent_of=PARENTS)
    print(f"Candidates of the large one: {time.perf_counter() - started:.2f} s")
    compare("Large", large, candidates, BUDGET)


PARENTS = {f"adm1:{number:04}": "gw:501" for number in range(10_000)}

if __name__ == "__main__":
    main()
