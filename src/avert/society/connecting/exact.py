"""Choosing ties exactly: reach within so many hops, in layers, as a mixed-integer linear programme.

For each actor and each number of hops a variable says whether a decision-maker is within them. It is at most the sum
of those of the next actors with one hop less; along a candidate it is also at most whether that is chosen. Since reach
is maximised, only the choices need be whole numbers. What the network settles already, or no candidate could change, is
a constant, so that a large network with few unreached areas gives a small programme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from avert.society.connecting.problem import Problem

Terms = Mapping[int, float]
MOST_INSIDE = 2_000


@dataclass(frozen=True)
class Found:
    """Candidates, what no choice can exceed, and whether that was proven in the time."""

    chosen: tuple[int, ...] | None
    bound: float
    is_exact: bool


def choose_exactly(problem: Problem, *, seconds: float, most_variables: int) -> Found | None:
    """Return the best choice, or the best found in the time with its bound; None where the programme is too large."""
    programme = _Programme(problem, most_variables)
    if not programme.build():
        return None
    result = milp(
        -np.array(programme.gain),
        integrality=np.array(programme.whole),
        bounds=Bounds(0, 1),
        constraints=programme.constraints(),
        options={"time_limit": seconds, "mip_rel_gap": 0.0, "presolve": True},
    )
    bound = programme.settled - (result.mip_dual_bound if result.mip_dual_bound is not None else -1.0)
    if result.x is None:
        return Found(None, bound, False)
    chosen = tuple(one for one in range(len(problem.candidates)) if result.x[one] > 0.5)
    return Found(chosen, bound, result.status == 0)


@dataclass
class _Rows:
    """Rows of "at most", gathered one by one."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, terms: Terms, most: float) -> None:
        self.row += [len(self.most)] * len(terms)
        self.column += terms
        self.value += terms.values()
        self.most.append(most)


class _Programme:
    """The programme of a problem; its first variables are the candidates."""

    def __init__(self, problem: Problem, most_variables: int) -> None:
        self.problem, self.most_variables = problem, most_variables
        n = len(problem.candidates)
        self.gain, self.whole = [0.0] * n, [1] * n
        self.rows, self.settled = _Rows(), 0.0

    def build(self) -> bool:
        """Write all rows; False once there are too many variables."""
        problem, every = self.problem, range(len(self.problem.candidates))
        self.rows.add(dict.fromkeys(every, 1.0), problem.most)
        if np.isfinite(problem.budget):
            self.rows.add(dict(enumerate(problem.costs)), problem.budget)
        least, now = problem.distances(every), problem.distances(())
        self.up = _Way(self, now[0], least[0], problem.next_up, is_up=True)
        self.down = _Way(self, now[1], least[1], problem.next_down, is_up=False)
        for weight, who in zip(problem.weights, problem.areas, strict=True):
            self._area(weight, who)
            if len(self.gain) > self.most_variables or not self.up.finish() or not self.down.finish():
                return False
        return True

    def variable(self, gain: float = 0.0) -> int:
        """Add a variable between 0 and 1."""
        self.gain.append(gain)
        self.whole.append(0)
        return len(self.gain) - 1

    def constraints(self) -> LinearConstraint:
        """Return all rows as one matrix."""
        rows = self.rows
        shape = (len(rows.most), len(self.gain))
        return LinearConstraint(csr_array((rows.value, (rows.row, rows.column)), shape=shape), ub=rows.most)

    def _area(self, weight: float, who: Sequence[int]) -> None:
        ways = [(self.up.at(one, self.problem.hops), self.down.at(one, self.problem.hops)) for one in who]
        open_ = [pair for pair in ways if 0 not in pair]
        if (1, 1) in open_:
            self.settled += weight
        elif open_ and weight:
            members = [self._both(*pair) for pair in open_]
            reached = self.variable(weight)
            self.rows.add({reached: 1.0, **dict.fromkeys(members, -1.0)}, 0.0)
            for way in (self.up, self.down):
                if (leaving := way.leaving(who)) is not None:
                    self.rows.add({reached: 1.0, **dict.fromkeys(sorted(leaving), -1.0)}, 0.0)

    def _both(self, up: int, down: int) -> int:
        member = self.variable()
        for way in (up, down):
            if way != 1:
                self.rows.add({member: 1.0, -way: -1.0}, 0.0)
        return member


class _Way:
    """Who is within how many hops, one way: 0 nobody can be, 1 is already, or less than 0: minus a variable."""

    def __init__(
        self,
        programme: _Programme,
        now: np.ndarray,
        least: np.ndarray,
        ahead: list[list[int]],
        *,
        is_up: bool,
    ) -> None:
        self.programme, self.ahead = programme, ahead
        self.is_target = programme.problem.targets.tolist()
        self.now, self.least = now.tolist(), least.tolist()
        self.cells: dict[tuple[int, int], int] = {}
        self.new: list[tuple[int, int]] = []
        self.candidates: dict[int, list[tuple[int, int]]] = {}
        for number, arcs in enumerate(programme.problem.candidates):
            for start, end in arcs if is_up else [arc[::-1] for arc in arcs]:
                self.candidates.setdefault(start, []).append((number, end))

    def at(self, actor: int, hops: int) -> int:
        """Return whether an actor is within so many hops."""
        if hops < 0 or self.least[actor] > hops:
            return 0
        if self.now[actor] <= hops:
            return 1
        if (actor, hops) not in self.cells:
            self.cells[actor, hops] = -self.programme.variable()
            self.new.append((actor, hops))
        return self.cells[actor, hops]

    def leaving(self, who: Sequence[int]) -> set[int] | None:
        """Return the candidates of which any way from an area cut off needs one; None where it is not cut off.

        Without these rows fractions of one choice, carried along many paths, would add up to a whole.
        """
        inside, edge = set(who), list(who)
        while edge:
            one = edge.pop()
            if self.is_target[one] or len(inside) > MOST_INSIDE:
                return None
            new = [other for other in self.ahead[one] if other not in inside]
            inside.update(new)
            edge += new
        return {number for one in inside for number, end in self.candidates.get(one, ()) if end not in inside}

    def finish(self) -> bool:
        """Say what lets each new variable be 1; False once there are too many."""
        while self.new:
            if len(self.programme.gain) > self.programme.most_variables:
                return False
            actor, hops = self.new.pop()
            terms = {-self.cells[actor, hops]: 1.0}
            for nearer in {self.at(one, hops - 1) for one in (actor, *self.ahead[actor])} - {0, 1}:
                terms[-nearer] = -1.0
            for number, end in self.candidates.get(actor, ()):
                self._along(terms, number, self.at(end, hops - 1))
            self.programme.rows.add(terms, 0.0)
        return True

    def _along(self, terms: dict[int, float], number: int, there: int) -> None:
        if there == 1:
            terms[number] = -1.0
        elif there != 0:
            along = self.programme.variable()
            self.programme.rows.add({along: 1.0, number: -1.0}, 0.0)
            self.programme.rows.add({along: 1.0, -there: -1.0}, 0.0)
            terms[along] = -1.0
