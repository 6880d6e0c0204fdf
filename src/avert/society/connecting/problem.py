"""Choosing new ties as numbers: arcs, candidates, and what each area counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from avert.society.connecting.candidates import Candidate
from avert.society.hops import hops_to
from avert.society.network import Network
from avert.society.vocabulary import Layer

Arc = tuple[int, int]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Problem:
    """At most ``most`` candidates, of at most ``budget`` together, so that the areas reached weigh most.

    ``areas``: for each area its grassroots actors; ``weights``: what it counts, together at most 1.
    """

    arcs: csr_array
    targets: NDArray[np.bool_]
    hops: int
    areas: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]
    candidates: tuple[tuple[Arc, ...], ...]
    costs: tuple[float, ...]
    most: int
    budget: float

    def reached(self, chosen: Collection[int]) -> NDArray[np.bool_]:
        """Return (n,) who is heard and answered with these candidates."""
        up, down = self.distances(chosen)
        both: NDArray[np.bool_] = (up <= self.hops) & (down <= self.hops)
        return both

    def value(self, chosen: Collection[int]) -> float:
        """Return what the areas reached weigh with these candidates."""
        return self.weigh(self.reached(chosen))

    def weigh(self, joined: NDArray[np.bool_]) -> float:
        """Return what the areas weigh that have one of these actors (n,)."""
        return sum(
            weight
            for weight, who in zip(self.weights, self.areas, strict=True)
            if any(joined[one] for one in who)
        )

    def distances(self, chosen: Collection[int]) -> tuple[Ints, Ints]:
        """Return (n,) the hops to a decision-maker, and back, with these candidates; hops + 1 says too many."""
        arcs = self.arcs
        if new := [arc for one in chosen for arc in self.candidates[one]]:
            rows, columns = np.array(new).T
            arcs = (arcs + csr_array((np.ones(len(new)), (rows, columns)), shape=arcs.shape)).tocsr()
        return hops_to(arcs, self.targets, self.hops), hops_to(arcs.T.tocsr(), self.targets, self.hops)

    def allows(self, chosen: Collection[int]) -> bool:
        """Say whether so many, at such a cost, may be chosen."""
        return len(chosen) <= self.most and sum(self.costs[one] for one in chosen) <= self.budget + 1e-9

    @cached_property
    def next_up(self) -> list[list[int]]:
        """Whom each actor reaches directly."""
        return _neighbours(self.arcs)

    @cached_property
    def next_down(self) -> list[list[int]]:
        """Who reaches each actor directly."""
        return _neighbours(self.arcs.T.tocsr())

    @cached_property
    def areas_of(self) -> dict[int, list[int]]:
        """The areas in which each grassroots actor counts."""
        found: dict[int, list[int]] = {}
        for area, who in enumerate(self.areas):
            for one in who:
                found.setdefault(one, []).append(area)
        return found


def create_problem(
    network: Network,
    members: Mapping[str, tuple[int, ...]],
    weights: Mapping[str, float],
    candidates: Sequence[Candidate],
    *,
    hops: int,
    layers: Collection[Layer],
    most: int,
    budget: float,
) -> Problem:
    """Turn a network, the weights of its areas and candidates into numbers."""
    total = sum(weights.values()) or 1.0
    return Problem(
        network.adjacency(layers),
        network.is_decision_maker,
        hops,
        tuple(members.get(area, ()) for area in weights),
        tuple(weight / total for weight in weights.values()),
        tuple(_arcs(one, network.position.__getitem__) for one in candidates),
        tuple(one.cost for one in candidates),
        most,
        budget,
    )


def _arcs(candidate: Candidate, position: Callable[[str], int]) -> tuple[Arc, ...]:
    there = (position(candidate.source), position(candidate.target))
    return (there,) if candidate.is_directed else (there, there[::-1])


def _neighbours(arcs: csr_array) -> list[list[int]]:
    first, head = arcs.indptr.tolist(), arcs.indices.tolist()
    return [head[first[one] : first[one + 1]] for one in range(arcs.shape[0])]
