"""What to connect: at most so many new ties by which the most risk is reached, and what vetoes cost."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from avert.errors import InputError
from avert.society.actors import Activity
from avert.society.connecting.candidates import Candidate, candidate_ties, check_candidates
from avert.society.connecting.exact import choose_exactly
from avert.society.connecting.greedy import LEAST, choose_greedily, in_order
from avert.society.connecting.problem import Problem, create_problem
from avert.society.connecting.reach import Reach, members, reach_of
from avert.society.connecting.vetoes import Ends, Veto, Vetoes
from avert.society.hops import HOPS
from avert.society.network import Network
from avert.society.presence import NO_PARENTS, KnownRisk, Parents, Presence, known_risk, present
from avert.society.vocabulary import ALERT_LAYERS, Layer

CLOSE = 1e-6


class Method(StrEnum):
    """How a choice was found."""

    EXACT = "exact"  # proven: no other choice reaches more, to a millionth of the whole
    TIME_LIMIT = "time_limit"  # the best found in the time; the bound says how much more there could be
    GREEDY = "greedy"  # one after another, because the programme was too large


@dataclass(frozen=True)
class ProposedTie:
    """A tie, and what it adds to those before it; a tie that only opens the way for later ones adds nothing yet."""

    tie: Candidate
    adds: float
    areas: tuple[str, ...]


@dataclass(frozen=True)
class VetoCost:
    """A veto that bound: how many candidates it bars, and how much more would be reached without it alone."""

    veto: Veto
    barred: int
    costs: float


@dataclass(frozen=True)
class Proposal:
    """The ties proposed, the reach before and after, and how sure it is that no others reach more.

    ``value`` and ``bound`` are shares of the risk, or of the areas where ``is_by_risk`` is false because no risk is
    known: what the ties reach, and what no choice among the candidates looked at can exceed. ``lost_to_vetoes`` is how
    much more would be reached without any veto; ``vetoes`` are those which bar a tie that would then be chosen.
    """

    ties: tuple[ProposedTie, ...]
    before: Reach
    after: Reach
    value: float
    bound: float
    method: Method
    is_by_risk: bool
    looked_at: int
    barred: int
    vetoes: tuple[VetoCost, ...]
    lost_to_vetoes: float

    @property
    def gap(self) -> float:
        """How much more some other choice could reach, at most."""
        return max(0.0, self.bound - self.value)


@dataclass(frozen=True)
class _Chosen:
    candidates: tuple[int, ...]
    value: float
    bound: float
    method: Method


@dataclass(frozen=True)
class _Question:
    network: Network
    presence: Presence
    weights: Mapping[str, float]
    candidates: tuple[Candidate, ...]
    hops: int
    layers: Collection[Layer]
    most: int
    budget: float
    seconds: float
    most_variables: int

    def problem(self, candidates: Sequence[Candidate]) -> Problem:
        return create_problem(
            self.network,
            members(self.network, self.presence),
            self.weights,
            candidates,
            hops=self.hops,
            layers=self.layers,
            most=self.most,
            budget=self.budget,
        )

    def choose(self, candidates: Sequence[Candidate]) -> _Chosen:
        return _choose(self.problem(candidates), self.seconds, self.most_variables)


def propose_ties(
    network: Network,
    risk: Mapping[str, float | None],
    *,
    most: int,
    candidates: Collection[Candidate] | None = None,
    vetoes: Collection[Veto] = (),
    activities: Collection[Activity] = (),
    on: dt.date | None = None,
    parent_of: Parents = NO_PARENTS,
    counts_in_parts: bool = False,
    hops: int = HOPS,
    layers: Collection[Layer] = ALERT_LAYERS,
    budget: float | None = None,
    seconds: float = 20.0,
    most_variables: int = 60_000,
) -> Proposal:
    """Return at most ``most`` new ties by which the most risk is reached: warnings heard, and answered.

    Parameters
    ----------
    network, activities, on, parent_of, counts_in_parts
        Who there is and where they are active, as in ``present``.
    risk
        Of each area; what is unknown counts for nothing in the choice and is shown apart. Where none is known at all
        every area counts the same.
    candidates
        The ties to choose from; without them, ``candidate_ties`` says which are looked at.
    vetoes
        What may not be tied; ``default_vetoes`` gives those that follow from the network. None is ever broken.
    hops, layers
        How far, and along what, a warning and an answer carry.
    budget
        What the ties may cost together, besides their number.
    seconds, most_variables
        For how long each programme is worked on, and up to which size. A choice cut off by time may differ from run to
        run; any other is the same for the same input.

    Returns
    -------
    The ties by what each adds. Of equally good ones the earlier by cost, ends and layer is taken.

    Raises
    ------
    InputError
        For less than no ties or budget, a candidate that joins nobody known, or a layer that carries no alert.
    """
    if most < 0 or (budget is not None and not budget >= 0):
        raise InputError("Fewer than no ties, or a budget below 0, cannot be chosen. Give 0 or more.")
    presence = present(network, activities, on=on, parent_of=parent_of, counts_in_parts=counts_in_parts)
    if candidates is None:
        here = present(network, activities, on=on, counts_in_parts=False)
        candidates = candidate_ties(network, here, parent_of=parent_of, hops=hops, layers=layers)
    offered = _sorted(candidates)
    check_candidates(offered, network, layers)
    known = known_risk(risk, members(network, presence), parent_of)
    weights = known.of if sum(known.of.values()) else dict.fromkeys((*known.of, *known.unknown), 1.0)
    limit = math.inf if budget is None else budget
    asked = _Question(network, presence, weights, offered, hops, layers, most, limit, seconds, most_variables)
    return _answer(asked, known, vetoes)


def _answer(asked: _Question, known: KnownRisk, vetoes: Collection[Veto]) -> Proposal:
    rules = Vetoes(vetoes, Ends.of(asked.network, asked.presence))
    barring = [rules.barring(one.source, one.target, one.layer) for one in asked.candidates]
    allowed = [one for one, bars in zip(asked.candidates, barring, strict=True) if not bars]
    chosen = asked.choose(allowed)
    problem = asked.problem(allowed)
    costs, lost = _veto_costs(asked, barring, chosen)
    return Proposal(
        _steps(asked, problem, allowed, chosen.candidates),
        reach_of(asked.network, asked.presence, known, problem.reached(())),
        reach_of(asked.network, asked.presence, known, problem.reached(chosen.candidates)),
        chosen.value,
        chosen.bound,
        chosen.method,
        asked.weights is known.of,
        len(allowed),
        len(barring) - len(allowed),
        costs,
        lost,
    )


def _choose(problem: Problem, seconds: float, most_variables: int) -> _Chosen:
    nothing = problem.value(())
    everything = problem.value(range(len(problem.candidates)))
    if not problem.most or everything <= nothing + LEAST:
        return _Chosen((), nothing, nothing, Method.EXACT)
    found = choose_exactly(problem, seconds=seconds, most_variables=most_variables)
    best = (found.chosen if found else None) or ()
    if found is None or not found.is_exact:
        best = max(best, choose_greedily(problem), key=problem.value)
    value = problem.value(best)
    bound = min(everything, max(found.bound, value)) if found else everything
    method = Method.GREEDY if found is None else Method.TIME_LIMIT
    if bound - value <= CLOSE:
        method, bound = Method.EXACT, value
    return _Chosen(in_order(problem, best), value, bound, method)


def _steps(
    asked: _Question, problem: Problem, candidates: Sequence[Candidate], chosen: Sequence[int]
) -> tuple[ProposedTie, ...]:
    found, there = [], members(asked.network, asked.presence)
    before = problem.reached(())
    for number, one in enumerate(chosen, start=1):
        after = problem.reached(chosen[:number])
        new = [
            area
            for area, who in there.items()
            if any(after[member] for member in who) and not any(before[member] for member in who)
        ]
        adds = problem.weigh(after) - problem.weigh(before)
        found.append(ProposedTie(candidates[one], adds, tuple(new)))
        before = after
    return tuple(found)


def _veto_costs(
    asked: _Question, barring: Sequence[tuple[Veto, ...]], chosen: _Chosen
) -> tuple[tuple[VetoCost, ...], float]:
    if not any(barring):
        return (), 0.0
    free = asked.choose(asked.candidates)
    bound = dict.fromkeys(veto for one in free.candidates for veto in barring[one])
    costs = [_veto_cost(asked, barring, chosen, veto) for veto in bound]
    lost = max([free.value - chosen.value, 0.0, *(one.costs for one in costs)])
    if lost <= LEAST:
        return (), 0.0
    return tuple(sorted(costs, key=lambda one: -one.costs)), lost


def _veto_cost(
    asked: _Question, barring: Sequence[tuple[Veto, ...]], chosen: _Chosen, veto: Veto
) -> VetoCost:
    allowed = [one for one, bars in zip(asked.candidates, barring, strict=True) if not set(bars) - {veto}]
    barred = sum(veto in bars for bars in barring)
    return VetoCost(veto, barred, max(0.0, asked.choose(allowed).value - chosen.value))


def _sorted(candidates: Collection[Candidate]) -> tuple[Candidate, ...]:
    return tuple(
        sorted(
            set(candidates),
            key=lambda one: (one.cost, one.source, one.target, one.layer, one.is_directed),
        )
    )
