"""Vertical integration, separate ways and what losses leave, on graphs small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from avert.errors import InputError
from avert.society.actors import Actor
from avert.society.measures.brokerage import betweenness
from avert.society.measures.custodian import custodian_view, cuts, single_points
from avert.society.measures.flow import separate_ways
from avert.society.measures.integration import (
    hops_from_decision,
    hops_to_decision,
    paths_from_decision,
    paths_to_decision,
    vertical_integration,
)
from avert.society.measures.redundancy import (
    articulation_count,
    connectivity,
    fragility,
    redundancy,
    ways_to_decision,
)
from avert.society.network import create_network
from avert.society.vocabulary import Layer
from small_networks import network

TREE = "t! m1 m2 g1 g2 g3 g4"
UP = "m1>t! m2>t! g1>m1 g2>m1 g3>m2 g4>m2"
DOWN = "t!>m1 t!>m2 m1>g1 m1>g2 m2>g3 m2>g4"
STAR = network("t! m1 g1 g2 g3", "g1-m1 g2-m1 g3-m1 m1-t!")
TWO_BROKERS = network("t! m1 m2 g1 g2 g3", "g1-m1 g2-m1 g3-m1 m1-t! g1-m2 g2-m2 g3-m2 m2-t!")


def test_a_complete_tree_is_fully_integrated_and_no_longer_without_its_ways_down() -> None:
    whole, upward = network(TREE, f"{UP} {DOWN}"), network(TREE, UP)
    assert vertical_integration(whole).both_share == 1.0
    found = vertical_integration(upward)
    assert (found.up_share, found.down_share, found.both_share) == (1.0, 0.0, 0.0)


def test_a_branch_that_only_hears_lowers_the_share_by_as_much() -> None:
    found = vertical_integration(network(TREE, f"{UP} {DOWN}".replace("g4>m2 ", "").replace("g3>m2", "")))
    assert (found.up_share, found.down_share, found.both_share) == (0.5, 1.0, 0.5)


def test_ways_longer_than_the_hops_do_not_count_but_their_length_is_known() -> None:
    chain = network("t! m1 m2 g1 g2", "g1-m1 m1-m2 m2-t! g2-m2")
    assert vertical_integration(chain, hops=2).up_share == 0.5
    assert vertical_integration(chain, hops=3).up_share == 1.0
    assert vertical_integration(chain, hops=2).median_alert_hops == 2.5


def test_nobody_to_warn_or_to_decide_is_unknown_and_not_zero() -> None:
    for nobody in (network("t! m1", "m1-t!"), network("t m1 g1", "g1-m1 m1-t"), create_network([], [])):
        found = vertical_integration(nobody)
        assert (found.up_share, found.down_share, found.both_share) == (None, None, None)
        assert separate_ways(nobody) is None
        assert cuts(nobody) == ()


def test_actors_of_unknown_level_stand_apart_and_in_no_share() -> None:
    found = vertical_integration(network("t! m1 g1 u1 u2", "g1-m1 u1-m1 m1-t!"))
    assert (found.grassroots, found.both_share) == (1, 1.0)
    assert (found.level_unknown, found.level_unknown_both) == (2, 1)


def test_only_the_layers_asked_for_carry_a_warning() -> None:
    assert vertical_integration(STAR, layers=[Layer.FUNDING]).both_share == 0.0
    assert vertical_integration(STAR, layers=[Layer.INFORMATION]).both_share == 1.0


def test_hops_are_counted_each_way_and_absent_where_there_is_no_way() -> None:
    upward = network("t! m1 g1 g2", "g1>m1 m1>t!")
    np.testing.assert_array_equal(hops_to_decision(upward), [0, 1, 2, np.nan])
    np.testing.assert_array_equal(hops_from_decision(upward), [0, np.nan, np.nan, np.nan])


def test_the_way_of_a_warning_goes_from_the_actor_to_each_decision_maker_within_reach() -> None:
    two = network("t1! t2! m1 g1", "g1>m1 m1>t1! t1!>t2! t1!>g1")
    assert paths_to_decision(two, 3) == ((3, 2, 0), (3, 2, 0, 1))
    assert paths_to_decision(two, 3, hops=2) == ((3, 2, 0),)
    assert paths_from_decision(two, 3) == ((0, 3),)
    assert paths_to_decision(network("t! g1", ""), 1) == ()


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(InputError, match="at least 1"):
        vertical_integration(STAR, hops=0)
    with pytest.raises(InputError, match="no actor at position 9"):
        paths_to_decision(STAR, 9)
    with pytest.raises(InputError, match="two actors"):
        connectivity(STAR, 1, 1)
    with pytest.raises(InputError, match="cannot be lost"):
        fragility(STAR, betweenness(STAR), removed=6)
    with pytest.raises(InputError, match="at least 1"):
        ways_to_decision(STAR, most=0)


def test_a_star_has_one_way_and_two_brokers_make_two() -> None:
    assert [connectivity(graph, graph.position["g1"], 0) for graph in (STAR, TWO_BROKERS)] == [1, 2]
    assert [separate_ways(graph) for graph in (STAR, TWO_BROKERS)] == [1, 2]
    assert redundancy(STAR).by_ways == (0, 3, 0, 0)
    assert redundancy(TWO_BROKERS).by_ways == (0, 0, 3, 0)
    assert (redundancy(STAR).several_share, redundancy(TWO_BROKERS).several_share) == (0.0, 1.0)


def test_ways_are_counted_for_each_direction() -> None:
    graph = network("t! m1 m2 g1 g2", "g1>m1 g2>m2 m1>t! m2>t! t!>m1 m1>g1 m1>g2")
    assert separate_ways(graph) == 2
    assert separate_ways(graph, is_answer=True) == 1


def test_the_fewest_ways_are_those_of_the_worst_placed_actor() -> None:
    graph = network("t! m1 m2 g1 g2", "g1-m1 g1-m2 g2-m2 m1-t! m2-t!")
    assert (redundancy(graph).fewest, redundancy(graph).several_share) == (1, 0.5)
    assert redundancy(network("t! g1", "")).fewest == 0
    assert redundancy(network("t! m1", "m1-t!")).fewest is None


def test_those_whose_loss_cuts_the_way_are_the_brokers_and_not_the_many_below() -> None:
    assert cuts(STAR) == (1,)
    assert cuts(TWO_BROKERS) == (1, 2)
    assert cuts(network("t! m1 m2 g1 g2", "g1-m1 g2-m2 m1-m2 m2-t!")) == (2,)


def test_a_grassroots_actor_with_a_direct_tie_can_only_be_cut_by_its_own_loss() -> None:
    assert cuts(network("t! g1", "g1-t!")) == (1,)


def test_the_custodian_sees_how_many_lose_their_way_with_whom() -> None:
    found = custodian_view(network("t! m1 m2 g1 g2 g3", "g1-m1 g2-m1 g3-m2 m1-m2 m2-t!"))
    assert found.lost.tolist() == [0, 2, 3, 0, 0, 0]
    assert (found.relied_on, found.cut) == ((2, 1), (2,))


def test_a_way_round_that_is_too_long_does_not_count_as_a_way_left() -> None:
    graph = network("t! m1 m2 m3 g1", "g1-m1 m1-t! g1-m2 m2-m3 m3-t!")
    assert custodian_view(graph, hops=2).relied_on == (1,)
    assert custodian_view(graph, hops=3).relied_on == ()


def test_single_points_of_failure_are_counted_for_all_and_named_for_the_custodian() -> None:
    graph = network("t! m1 m2 g1 g2", "g1-m1 g2-m1 m1-m2 m2-t! m1-t!")
    assert (articulation_count(graph), single_points(graph)) == (1, (1,))


def test_losing_the_one_broker_breaks_a_star_and_leaves_two_brokers_whole() -> None:
    star, two = (fragility(graph, betweenness(graph), removed=1) for graph in (STAR, TWO_BROKERS))
    assert (star.integration_before, star.integration_without_brokers) == (1.0, 0.0)
    assert (star.component_before, star.component_without_brokers) == (1.0, pytest.approx(1 / 5))
    assert (two.integration_without_brokers, two.component_without_brokers) == (1.0, pytest.approx(5 / 6))
    assert (star.draws, star.component_at_random, star.integration_at_random) == (0, None, None)


def test_whoever_only_hears_or_only_tells_is_not_integrated_before_a_loss_either() -> None:
    for graph in (network(TREE, UP), network(TREE, DOWN)):
        assert fragility(graph, betweenness(graph)).integration_before == 0.0


def test_losses_at_random_average_over_every_actor_and_hang_on_the_seed_alone() -> None:
    found = fragility(STAR, betweenness(STAR), removed=1, draws=4_000, rng=np.random.default_rng(5))
    # The broker or the decider lost: nobody has a way. One of three at the bottom lost: two of three still do.
    assert found.integration_at_random == pytest.approx(3 / 5 * 2 / 3, abs=0.02)
    assert found.component_at_random == pytest.approx((4 * 4 / 5 + 1 / 5) / 5, abs=0.02)
    assert found == fragility(STAR, betweenness(STAR), removed=1, draws=4_000, rng=np.random.default_rng(5))


def test_one_in_twenty_is_lost_unless_said_otherwise() -> None:
    many = create_network([Actor(str(one), "") for one in range(41)], [])
    assert fragility(many, betweenness(many)).removed == 3
    assert fragility(STAR, betweenness(STAR)).removed == 1
