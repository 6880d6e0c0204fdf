"""Laws of what to connect: the best of all choices, within vetoes, and the same whatever actors are called."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.society.actors import Actor, Tie
from avert.society.connecting import Candidate, Method, Placement, Veto, place_activities, propose_ties, reach
from avert.society.gaps import coverage_gaps
from avert.society.hops import heard_and_answered
from avert.society.measures.integration import hops_from_decision, hops_to_decision
from avert.society.network import create_network
from avert.society.presence import known_risk, present
from avert.society.vocabulary import Capacity, Layer, Level

N = 7
HOPS = 3
pairs = st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)).filter(lambda pair: pair[0] != pair[1])
arcs = st.lists(st.tuples(pairs, st.booleans()), max_size=8, unique_by=lambda one: one[0])
offers = st.lists(
    st.tuples(pairs, st.booleans(), st.integers(1, 3)), min_size=1, max_size=7, unique_by=lambda one: one[0]
)
risks = st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any)
lives = st.lists(st.integers(0, 2), min_size=N, max_size=N)
thorough = settings(max_examples=60, deadline=None)


def actors(where: list[int], name: str = "abcdefg") -> list[Actor]:
    levels = [Level.GRASSROOTS] * 4 + [Level.MIDDLE] * 2 + [Level.TOP]
    return [
        Actor(name[i], "", level=levels[i], areas=frozenset({f"x:{where[i]}"}), is_decision_maker=i == N - 1)
        for i in range(N)
    ]


def ties(of: list, name: str = "abcdefg") -> list[Tie]:
    return [Tie(name[a], name[b], Layer.INFORMATION, directed) for (a, b), directed in of]


def candidates(of: list, name: str = "abcdefg") -> list[Candidate]:
    return [
        Candidate(name[a], name[b], Layer.COORDINATION, directed, float(cost))
        for (a, b), directed, cost in of
    ]


def share(risk: list[int]) -> dict[str, float | None]:
    return {f"x:{i}": float(value) for i, value in enumerate(risk)}


def best_of_all(
    where: list, now: list, offered: list[Candidate], risk: list, limits: tuple[int, int]
) -> float:
    most, budget = limits
    found = 0.0
    for size in range(most + 1):
        for chosen in combinations(offered, size):
            if sum(one.cost for one in chosen) <= budget:
                new = [Tie(one.source, one.target, one.layer, one.is_directed) for one in chosen]
                network = create_network(actors(where), [*ties(now), *new])
                value = reach(network, present(network), known_risk(share(risk)), hops=HOPS).of_risk
                found = max(found, value or 0.0)
    return found


@thorough
@given(lives, arcs, offers, risks, st.tuples(st.integers(0, 3), st.integers(1, 6)))
def test_the_choice_is_the_best_of_all_choices(where, now, offered, risk, limits) -> None:  # type: ignore[no-untyped-def]
    network, (most, budget) = create_network(actors(where), ties(now)), limits
    found = propose_ties(
        network, share(risk), most=most, candidates=candidates(offered), hops=HOPS, budget=float(budget)
    )
    assert found.method is Method.EXACT
    best = best_of_all(where, now, candidates(offered), risk, limits)
    assert found.after.of_risk == pytest.approx(best, abs=1e-9)
    assert found.value == pytest.approx(best, abs=1e-9)
    assert len(found.ties) <= most
    assert sum(one.tie.cost for one in found.ties) <= budget
    assert sum(one.adds for one in found.ties) == pytest.approx(best - (found.before.of_risk or 0), abs=1e-9)


@thorough
@given(lives, arcs, offers, risks, st.integers(0, 3))
def test_one_after_another_never_exceeds_the_best_nor_the_bound_the_truth(
    where, now, offered, risk, most
) -> None:  # type: ignore[no-untyped-def]
    network, options = create_network(actors(where), ties(now)), candidates(offered)
    greedy = propose_ties(network, share(risk), most=most, candidates=options, hops=HOPS, most_variables=0)
    exact = propose_ties(network, share(risk), most=most, candidates=options, hops=HOPS)
    assert greedy.value <= exact.value + 1e-9
    assert exact.value <= greedy.bound + 1e-9


@thorough
@given(lives, arcs, offers, risks)
def test_more_ties_never_reach_less(where, now, offered, risk) -> None:  # type: ignore[no-untyped-def]
    network, options = create_network(actors(where), ties(now)), candidates(offered)
    values = [
        propose_ties(network, share(risk), most=most, candidates=options, hops=HOPS).value
        for most in range(4)
    ]
    assert values == sorted(values)


@thorough
@given(lives, arcs, offers, risks, st.permutations("abcdefg"))
def test_what_actors_are_called_changes_no_reach(where, now, offered, risk, names) -> None:  # type: ignore[no-untyped-def]
    found = [
        propose_ties(
            create_network(actors(where, name), ties(now, name)),
            share(risk),
            most=2,
            candidates=candidates(offered, name),
            hops=HOPS,
        ).value
        for name in ("abcdefg", "".join(names))
    ]
    assert found[0] == pytest.approx(found[1], abs=1e-9)


@thorough
@given(lives, arcs, offers, risks, st.permutations(range(7)))
def test_the_order_in_which_ties_are_offered_changes_nothing(where, now, offered, risk, order) -> None:  # type: ignore[no-untyped-def]
    network, options = create_network(actors(where), ties(now)), candidates(offered)
    shuffled = [options[one] for one in order if one < len(options)]
    first, second = (
        propose_ties(network, share(risk), most=2, candidates=one, hops=HOPS) for one in (options, shuffled)
    )
    assert first == second


@thorough
@given(lives, arcs, offers, risks, st.tuples(st.sets(st.integers(0, N - 1), max_size=3), st.integers(0, 2)))
def test_no_veto_is_ever_broken_and_none_adds_reach(where, now, offered, risk, barring) -> None:  # type: ignore[no-untyped-def]
    barred, area = barring
    network, options = create_network(actors(where), ties(now)), candidates(offered)
    vetoes = [Veto("x", frozenset({"abcdefg"[one]})) for one in barred] + [Veto("y", area=f"x:{area}")]
    found = propose_ties(network, share(risk), most=2, candidates=options, hops=HOPS, vetoes=vetoes)
    for one in found.ties:
        ends = {one.tie.source, one.tie.target}
        assert not ends & {"abcdefg"[i] for i in barred}
        assert all(where["abcdefg".index(end)] != area for end in ends)
    free = propose_ties(network, share(risk), most=2, candidates=options, hops=HOPS)
    assert found.lost_to_vetoes == pytest.approx(free.value - found.value, abs=1e-9)
    assert all(one.costs <= found.lost_to_vetoes + 1e-9 for one in found.vetoes)


@thorough
@given(lives, arcs, risks, st.integers(0, 3), st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_new_activities_are_the_best_of_all_choices(where, now, risk, most, costs) -> None:  # type: ignore[no-untyped-def]
    able = frozenset({Capacity.MEDIATE})
    there = [
        Actor(one.id, "", areas=one.areas, capacities=able if one.id in "ab" else frozenset())
        for one in actors(where)
    ]
    network, known = create_network(there, ties(now)), known_risk(share(risk))
    options = [
        Placement(one, f"x:{area}", Capacity.MEDIATE, costs[area]) for one in "ab" for area in range(3)
    ]
    found = place_activities(
        network, present(network), known, options, most=most, capacities=[Capacity.MEDIATE], budget=4.0
    )
    gap = coverage_gaps(network, share(risk))[Capacity.MEDIATE]
    assert gap.gap == pytest.approx(found.gap_before)
    closing = [
        sum(known.of[area] for area in {one.area for one in chosen} - set(gap.reached)) / sum(risk)
        for size in range(most + 1)
        for chosen in combinations(options, size)
        if sum(one.cost for one in chosen) <= 4.0
    ]
    assert found.gap_before - found.gap_after == pytest.approx(max(closing), abs=1e-9)
    assert found.least_gap == pytest.approx(found.gap_after, abs=1e-6)


@thorough
@given(lives, arcs, st.integers(0, 4))
def test_who_is_heard_and_answered_is_what_vertical_integration_counts(where, now, hops) -> None:  # type: ignore[no-untyped-def]
    network = create_network(actors(where), ties(now), on=dt.date(2010, 8, 4))
    up, down = hops_to_decision(network), hops_from_decision(network)
    assert heard_and_answered(network, hops).tolist() == ((up <= hops) & (down <= hops)).tolist()
