"""Linkage, brokerage, holes and layer dependence, worked out by hand; and the whole profile."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from avert.errors import InputError
from avert.society.actors import Actor, Tie
from avert.society.measures.brokerage import ROLES, By, betweenness, brokerage, middle_out, partition
from avert.society.measures.holes import constraint, effective_size
from avert.society.measures.layers import overlap, participation
from avert.society.measures.linkage import linkage
from avert.society.measures.profile import measure
from avert.society.network import PEACEFUL, create_network
from avert.society.vocabulary import Layer, Sector
from small_networks import actor, network, random_network, tie

A, B = "a", "b"


def test_the_ei_index_sets_ties_across_groups_against_those_within() -> None:
    graph = network("m1 m2 m3 m4", "m1-m2 m1-m3 m2-m4 m3>m1", {"m1": A, "m2": A, "m3": B, "m4": B})
    found = linkage(graph)
    assert (found.across, found.within) == (2, 1)
    assert found.ei_index == pytest.approx(1 / 3)
    # Of the six pairs of two and two, four are across: three ties would give two.
    assert (found.expected_across, found.across_to_expected) == (pytest.approx(2), pytest.approx(1))


def test_ties_are_compared_with_chance_within_each_level() -> None:
    groups = {"m1": A, "m2": B, "g1": A, "g2": A, "g3": B}
    found = linkage(network("m1 m2 g1 g2 g3", "m1-m2 g1-g2 g1-m1", groups))
    assert (found.across, found.within, found.pairs_between_levels) == (1, 1, 1)
    assert found.expected_across == pytest.approx(1 + 2 / 3)


def test_whoever_is_of_several_groups_is_within_each() -> None:
    found = linkage(network("m1 m2 m3", "m1-m2 m2-m3 m1-m3", {"m1": A, "m2": A + B, "m3": B}))
    assert (found.across, found.within) == (1, 2)
    assert found.expected_across == pytest.approx(1)


def test_unknown_groups_and_levels_are_left_out_and_counted() -> None:
    found = linkage(network("m1 m2 m3 u1", "m1-m2 m1-m3 m1-u1", {"m1": A, "m2": B, "u1": A}))
    assert (found.across, found.within, found.pairs_unknown) == (1, 0, 2)
    assert (found.actors, found.group_unknown, found.level_unknown) == (2, 1, 1)
    assert linkage(network("m1 m2", "m1-m2")).ei_index is None
    assert linkage(network("m1 m2", "m1-m2", {"m1": A, "m2": A})).across_to_expected is None


def test_each_of_the_five_roles_is_told_apart() -> None:
    graph = network("m1 m2 m3", "m1>m2 m2>m3")
    parts = {"coordinator": (0, 0, 0), "itinerant": (0, 1, 0), "gatekeeper": (1, 0, 0)}
    parts |= {"representative": (0, 0, 1), "liaison": (0, 1, 2)}
    for role, of in parts.items():
        totals = brokerage(graph, np.array(of)).totals
        assert totals == {one: int(one == role) for one in ROLES}


def test_a_direct_tie_leaves_nothing_to_broker_but_one_back_does() -> None:
    parts = np.zeros(3, dtype=int)
    assert brokerage(network("m1 m2 m3", "m1>m2 m2>m3 m1>m3"), parts).totals["coordinator"] == 0
    assert brokerage(network("m1 m2 m3", "m1>m2 m2>m3 m3>m1"), parts).totals["coordinator"] == 3


def test_a_chain_with_an_unknown_part_is_counted_as_unknown() -> None:
    found = brokerage(network("m1 m2 m3", "m1>m2 m2>m3"), np.array([0, 0, -1]))
    assert (sum(found.totals.values()), found.unknown.tolist()) == (0, [0, 1, 0])
    with pytest.raises(InputError, match="2 parts do not divide 3"):
        brokerage(network("m1 m2 m3", ""), np.zeros(2, dtype=int))


def test_actors_are_parted_by_sector_level_or_the_set_of_their_groups() -> None:
    people = [Actor("1", "", sector=Sector.MEDIA), Actor("2", "", groups=frozenset("ab")), actor("m", "a")]
    graph = create_network([*people, Actor("4", "", groups=frozenset("ba"))], [])
    assert partition(graph, By.SECTOR).tolist() == [0, -1, -1, -1]
    assert partition(graph, By.LEVEL).tolist() == [-1, -1, 1, -1]
    assert partition(graph, By.GROUP).tolist() == [-1, 1, 0, 1]


def test_the_middle_has_the_share_of_what_passes_through_known_levels() -> None:
    graph = network("t m g1 g2 u", "g1-m m-t g2-u u-t")
    passing = betweenness(graph)
    # m and u pass on 3 pairs each way and the top 4: on the path g1 – m – t – u – g2.
    assert passing.tolist() == [8, 6, 0, 0, 6]
    found = middle_out(graph, passing)
    assert (found.share, found.unknown_share) == (pytest.approx(6 / 14), pytest.approx(6 / 20))
    assert (found.actors, found.level_unknown) == (4, 1)
    assert middle_out(graph, np.zeros(5)).share is None


def test_whoever_joins_those_apart_is_unconstrained_and_a_clique_constrains() -> None:
    star = network("m1 m2 m3 m4 m5", "m1-m2 m1-m3 m1-m4")
    np.testing.assert_allclose(constraint(star), [1 / 3, 1, 1, 1, np.nan])
    np.testing.assert_allclose(effective_size(star), [3, 1, 1, 1, np.nan])
    triangle = network("m1 m2 m3", "m1-m2 m2-m3 m1-m3")
    np.testing.assert_allclose(constraint(triangle), [9 / 8] * 3)
    np.testing.assert_allclose(effective_size(triangle), [1] * 3)


def test_layers_overlap_where_they_tie_the_same_pairs_in_whichever_direction() -> None:
    ties = [tie("m1>m2", Layer.TRUST), tie("m2>m3", Layer.TRUST), tie("m2>m1", Layer.FUNDING)]
    graph = create_network([actor(one) for one in ("m1", "m2", "m3")], ties)
    found = overlap(graph, layers=(Layer.TRUST, Layer.FUNDING, Layer.MANDATE))
    assert found.pairs.tolist() == [2, 1, 0]
    np.testing.assert_allclose(found.jaccard[:2, :2], [[1, 0.5], [0.5, 1]])
    np.testing.assert_allclose(found.within[:2, :2], [[1, 0.5], [1, 1]])
    np.testing.assert_allclose(found.elsewhere, [0.5, 1, np.nan])
    assert np.isnan(found.jaccard[2, 2])


def test_participation_is_none_at_all_in_one_layer_and_full_when_even() -> None:
    ties = [tie("m1-m2", Layer.TRUST), tie("m1-m3", Layer.FUNDING), tie("m2-m3", Layer.FUNDING)]
    graph = create_network([actor(one) for one in ("m1", "m2", "m3", "m4")], ties)
    found = participation(graph, layers=(Layer.TRUST, Layer.FUNDING))
    np.testing.assert_allclose(found, [1, 1, 0, np.nan])
    with pytest.raises(InputError, match="two layers"):
        participation(graph, layers=(Layer.TRUST,))


def test_a_profile_holds_numbers_and_no_actor() -> None:
    people = [
        dataclasses.replace(actor(one), name=f"Secret {one}", groups=frozenset("a"))
        for one in ("t!", "m1", "g1")
    ]
    profile = measure(create_network(people, [tie("g1-m1"), tie("m1-t!")]), rng=np.random.default_rng(0))
    rows = profile.rows()
    text = json.dumps([dataclasses.asdict(row) for row in rows]) + repr(profile)
    assert not any(one.id in text or one.name in text for one in people)
    assert len({row.measure for row in rows}) == len(rows)
    by = {row.measure: row for row in rows}
    assert (by["grassroots_with_both_share"].value, by["grassroots_with_both_share"].rests_on) == (1.0, 1)
    assert (by["actors"].value, by["ties"].value, by["single_points_of_failure"].value) == (3, 2, 1)
    assert all(row.value is None or np.isfinite(row.value) for row in rows)


def test_a_network_of_nobody_has_a_profile_of_unknowns() -> None:
    by = {
        row.measure: row.value for row in measure(create_network([], []), rng=np.random.default_rng(0)).rows()
    }
    assert by["actors"] == 0
    unknown = ("grassroots_with_both_share", "separate_ways_up", "ei_index", "constraint_median")
    assert [by[one] for one in (*unknown, "component_share_before")] == [None] * 5


def test_what_a_profile_leaves_out_is_counted() -> None:
    graph = random_network(3, 40, 0.05)
    by = {row.measure: row for row in measure(graph).rows()}
    unknown = sum(one.level is None for one in graph.actors)
    assert unknown > 0
    assert by["grassroots_with_both_share"].left_out == unknown
    assert by["ei_index"].left_out == sum(one.level is None or not one.groups for one in graph.actors)
    assert by["coordinator_by_sector"].left_out == sum(one.sector is None for one in graph.actors)


def test_hostility_is_no_linkage() -> None:
    people = [actor("m1", A), actor("m2", B)]
    graph = create_network(people, [Tie("m1", "m2", Layer.HOSTILITY)])
    assert Layer.HOSTILITY not in PEACEFUL
    assert linkage(graph).ei_index is None
