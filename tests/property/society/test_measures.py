"""Laws of the measures, and equality with networkx and with counting by brute force, on random networks."""

from __future__ import annotations

from itertools import pairwise, permutations

import networkx as nx
import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from avert.society.measures.brokerage import ROLES, By, betweenness, brokerage, partition
from avert.society.measures.custodian import cuts, lost_without, single_points
from avert.society.measures.flow import separate_ways
from avert.society.measures.holes import constraint, effective_size
from avert.society.measures.integration import (
    hops_to_decision,
    is_grassroots,
    paths_to_decision,
    vertical_integration,
)
from avert.society.measures.linkage import linkage
from avert.society.measures.profile import measure
from avert.society.measures.redundancy import articulation_count, connectivity, ways_to_decision
from avert.society.network import Network
from avert.society.vocabulary import ALERT_LAYERS
from small_networks import random_network

UNTIMED = settings(deadline=None)  # the first call of each kernel compiles it

networks = st.builds(
    random_network,
    st.integers(0, 10**6),
    st.integers(2, 18),
    st.floats(0, 0.4),
    is_directed=st.booleans(),
)


def graph_of(network: Network) -> nx.DiGraph:
    return nx.from_scipy_sparse_array(network.adjacency(ALERT_LAYERS), create_using=nx.DiGraph)


def relabelled(network: Network, order: np.ndarray) -> Network:
    place = np.argsort(order)
    people = tuple(network.actors[number] for number in order)
    return Network(people, place[network.source], place[network.target], network.layer, network.tie)


@UNTIMED
@given(networks)
def test_roles_of_brokers_equal_counting_every_triad(network: Network) -> None:
    is_tied = network.adjacency(ALERT_LAYERS).toarray() > 0
    for by in By:
        parts = partition(network, by)
        expected = np.zeros((network.n, 6), dtype=int)
        for a, b, c in permutations(range(network.n), 3):
            if is_tied[a, b] and is_tied[b, c] and not is_tied[a, c]:
                expected[b, role(*parts[[a, b, c]])] += 1
        found = brokerage(network, parts)
        np.testing.assert_array_equal(found.roles, expected[:, :5])
        np.testing.assert_array_equal(found.unknown, expected[:, 5])


def role(a: int, b: int, c: int) -> int:
    same = (a == b, b == c, a == c)
    words = {
        (True, True, True): "coordinator",
        (False, False, True): "itinerant",
        (False, True, False): "gatekeeper",
        (True, False, False): "representative",
        (False, False, False): "liaison",
    }
    return 5 if -1 in (a, b, c) else ROLES.index(words[same])


@UNTIMED
@given(networks)
def test_betweenness_and_structural_holes_equal_networkx(network: Network) -> None:
    graph = graph_of(network)
    pairs = [
        (betweenness(network), nx.betweenness_centrality(graph, normalized=False)),
        (constraint(network), nx.constraint(graph)),
    ]
    for ours, theirs in pairs:
        np.testing.assert_allclose(ours, [theirs[one] for one in range(network.n)], atol=1e-12)
    # Without nodes networkx 3.6 scales the columns instead of the rows; with them it passes over who only receives.
    sending = [one for one in graph if graph.out_degree(one)]
    sizes = nx.effective_size(graph, nodes=sending)
    np.testing.assert_allclose(effective_size(network)[sending], [sizes[one] for one in sending], atol=1e-12)


@UNTIMED
@given(networks)
def test_connectivity_articulation_points_and_hops_equal_networkx(network: Network) -> None:
    graph = graph_of(network)
    assert set(single_points(network)) == set(nx.articulation_points(graph.to_undirected()))
    assert articulation_count(network) == len(single_points(network))
    assert connectivity(network, 0, 1) == nx.node_connectivity(graph, 0, 1)
    deciding = np.flatnonzero(network.is_decision_maker).tolist()
    steps = nx.multi_source_dijkstra_path_length(graph.reverse(), set(deciding)) if deciding else {}
    np.testing.assert_array_equal(
        hops_to_decision(network), [steps.get(one, np.nan) for one in range(network.n)]
    )


@UNTIMED
@given(networks)
def test_ways_to_a_decision_equal_the_flow_to_all_decision_makers_as_one(network: Network) -> None:
    graph = graph_of(network)
    ways = ways_to_decision(network, most=network.n)
    deciding = set(np.flatnonzero(network.is_decision_maker).tolist())
    # networkx takes the decision-makers as what they are here: ends that never run out.
    graph.remove_edges_from([(a, b) for a, b in graph.edges if a in deciding])
    doors = [(one, ("door", one, before)) for one in deciding for before in graph.predecessors(one)]
    for one, door in doors:
        graph.remove_edge(door[2], one)
        graph.add_edges_from([(door[2], door), (door, "decision")])
    graph.add_node("decision")
    for one in range(network.n):
        assert ways[one] == (-1 if one in deciding else nx.node_connectivity(graph, one, "decision"))
    assert (ways_to_decision(network, most=2) == np.minimum(ways, 2)).all()


@UNTIMED
@given(networks)
def test_losing_the_cut_leaves_no_way_and_no_smaller_loss_would(network: Network) -> None:
    ways = separate_ways(network)
    assume(ways is not None)
    cut = cuts(network)
    assert len(cut) == ways
    left = network.without(cut)
    asked = is_grassroots(left) & ~left.is_decision_maker
    assert not np.isfinite(hops_to_decision(left)[asked]).any()
    for kept in cut:
        fewer = network.without(set(cut) - {kept})
        asked = is_grassroots(fewer) & ~fewer.is_decision_maker
        assert np.isfinite(hops_to_decision(fewer)[asked]).any()


@UNTIMED
@given(networks)
def test_ways_lost_with_an_actor_are_those_gone_from_the_network_without_it(network: Network) -> None:
    lost = lost_without(network, hops=3)
    for one in np.flatnonzero(~network.is_decision_maker):
        others = np.arange(network.n) != one
        before = (hops_to_decision(network) <= 3)[others]
        left = network.without([one])
        after = hops_to_decision(left) <= 3
        assert lost[one] == (before & ~after & is_grassroots(left)).sum()


@UNTIMED
@given(networks)
def test_every_path_shown_follows_ties_and_is_a_shortest_one(network: Network) -> None:
    is_tied = network.adjacency(ALERT_LAYERS).toarray() > 0
    steps = hops_to_decision(network)
    for one in range(network.n):
        paths = paths_to_decision(network, one, hops=network.n)
        assert all(is_tied[a, b] for path in paths for a, b in pairwise(path))
        assert (len(paths[0]) - 1 if paths else None) == (
            int(steps[one]) if np.isfinite(steps[one]) else None
        )


@settings(max_examples=25, deadline=None)
@given(networks, st.integers(0, 10**6))
def test_the_order_of_actors_changes_no_measure(network: Network, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(network.n)
    other = relabelled(network, order)
    # Which of two equally strong brokers is lost first does hang on the order.
    one, two = ({row.measure: row for row in measure(of, removed=0).rows()} for of in (network, other))
    assert one.keys() == two.keys()
    for name, row in one.items():
        assert (row.rests_on, row.left_out) == (two[name].rests_on, two[name].left_out)
        expected = np.nan if row.value is None else row.value
        found = two[name].value
        np.testing.assert_allclose(np.nan if found is None else found, expected, err_msg=name)


@UNTIMED
@given(networks)
def test_shares_are_shares_and_more_hops_never_lose_anyone(network: Network) -> None:
    near, far = vertical_integration(network, hops=1), vertical_integration(network, hops=5)
    assert near.up <= far.up
    assert near.both <= far.both <= min(far.up, far.down) <= far.grassroots
    found = linkage(network)
    assert found.ei_index is None or -1 <= found.ei_index <= 1
    assert 0 <= found.expected_across <= found.across + found.within
