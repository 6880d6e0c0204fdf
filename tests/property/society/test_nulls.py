"""Laws of the null model: what it keeps, that draws do not hang on where work is cut, and that p is uniform."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from avert.society.actors import Actor, Tie
from avert.society.network import Network, create_network
from avert.society.nulls import NullModel, null_draws, p_values
from avert.society.statistics import STATISTICS, Setting, measures
from avert.society.vocabulary import Layer, Level, Sector

LAYERS = (Layer.INFORMATION, Layer.COORDINATION)


def society(seed: int, n: int = 24, density: float = 0.12) -> Network:
    """A random network with both kinds of tie; some levels and groups are unknown."""
    rng = np.random.default_rng(seed)
    actors = [
        Actor(
            str(one),
            str(one),
            sector=list(Sector)[rng.integers(2)],
            level=[Level.TOP, Level.GRASSROOTS, None][rng.integers(3)],
            is_decision_maker=bool(rng.random() < 0.2),
            groups=frozenset(rng.choice(list("ab"), rng.integers(3), replace=False).tolist()),
        )
        for one in range(n)
    ]
    ties = [
        Tie(str(a), str(b), layer, is_directed=bool(rng.random() < 0.6))
        for layer in LAYERS
        for a, b in np.argwhere(rng.random((n, n)) < density)
        if a != b
    ]
    return create_network(actors, ties)


def ties_by_block(network: Network) -> Counter[tuple[int, int, str, str]]:
    """Count, for each actor and layer, the arcs to and from each block."""
    found: Counter[tuple[int, int, str, str]] = Counter()
    arcs = {*zip(network.source.tolist(), network.target.tolist(), network.layer.tolist(), strict=True)}
    for source, target, layer in arcs:
        found[source, layer, "to", _block(network.actors[target])] += 1
        found[target, layer, "from", _block(network.actors[source])] += 1
    return found


def _block(actor: Actor) -> str:
    return f"{actor.level} {actor.sector}"


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), number=st.integers(0, 50))
def test_each_actor_keeps_how_many_ties_go_to_and_come_from_each_block_in_each_layer(
    seed: int, number: int
) -> None:
    network = society(seed)
    drawn = NullModel(network, seed=seed).draw(number)
    arcs = list(zip(drawn.source.tolist(), drawn.target.tolist(), drawn.layer.tolist(), strict=True))
    assert ties_by_block(drawn) == ties_by_block(network)
    assert len(set(arcs)) == len(arcs)
    assert all(source != target for source, target, _ in arcs)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_tie_both_ways_stays_one_and_so_does_one_way(seed: int) -> None:
    drawn = NullModel(society(seed), seed=seed).draw(0)
    arcs = {
        (tie, source): target
        for tie, source, target in zip(
            drawn.tie.tolist(), drawn.source.tolist(), drawn.target.tolist(), strict=True
        )
    }
    for (tie, source), target in arcs.items():
        assert (tie, target) not in arcs or arcs[tie, target] == source


def test_blocks_of_level_alone_leave_more_to_chance() -> None:
    network = society(1, n=60, density=0.04)
    assert NullModel(network, seed=1, by_sector=False).share_moved > NullModel(network, seed=1).share_moved


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6), cut=st.integers(0, 6))
def test_draws_are_the_same_in_one_run_or_cut_in_two(seed: int, cut: int) -> None:
    network, chosen = society(seed), measures(("both_share", "ei_index", "liaison"), Setting())
    whole = null_draws(network, chosen, draws=6, seed=seed)
    parts = [
        null_draws(network, chosen, draws=cut, seed=seed),
        null_draws(network, chosen, draws=6 - cut, seed=seed, first=cut),
    ]
    np.testing.assert_array_equal(np.concatenate(parts), whole)


def test_another_seed_gives_other_draws() -> None:
    network, chosen = society(3), measures(("liaison",), Setting())
    one, other = (null_draws(network, chosen, draws=9, seed=seed) for seed in (1, 2))
    assert (one != other).any()


def test_every_reachable_network_is_equally_likely() -> None:
    actors = [Actor(str(one), "") for one in range(6)]
    ties = [Tie("0", "1", LAYERS[0]), Tie("2", "3", LAYERS[0]), Tie("4", "5", LAYERS[0])]
    model = NullModel(create_network(actors, ties), seed=1)
    seen = Counter(
        frozenset(frozenset(arc) for arc in zip(drawn.source.tolist(), drawn.target.tolist(), strict=True))
        for drawn in map(model.draw, range(3000))
    )
    assert len(seen) == 15  # the perfect matchings of six
    assert max(abs(count - 200) for count in seen.values()) < 60  # over four standard deviations


def weighed(network: Network) -> float:
    """A statistic without ties: every pair of actors weighs differently, and so does every layer."""
    weights = np.random.default_rng(7).random((3, network.n, network.n))
    return float(weights[network.layer % 3, network.source, network.target].sum())


def test_p_is_uniform_on_networks_that_are_random() -> None:
    rng, p = np.random.default_rng(5), []
    for seed in range(150):
        observed = NullModel(society(seed % 5), seed=10_000 + seed).draw(0)
        drawn = null_draws(observed, [weighed], draws=19, seed=seed)
        p.append(p_values([weighed(observed)], drawn)[0])
    for side in ("p_high", "p_low"):
        steps = np.array([getattr(one, side) for one in p])
        assert kstest(steps - rng.random(len(steps)) / 20, "uniform").pvalue > 0.01


def test_with_ties_p_is_never_too_small() -> None:
    chosen = measures(("both_share", "ei_index", "liaison"), Setting(hops=2))
    base, said = society(2, n=30, density=0.06), []
    for seed in range(80):
        observed = NullModel(base, seed=10_000 + seed).draw(0)
        drawn = null_draws(observed, chosen, draws=19, seed=seed)
        said.append(p_values([measure(observed) for measure in chosen], drawn))
    for column in zip(*said, strict=True):
        for side in ("p_high", "p_low", "p_two_sided"):
            p = np.array([getattr(one, side) or 1.0 for one in column])
            for level in (0.05, 0.1, 0.25, 0.5):
                allowed = level + 3 * np.sqrt(level * (1 - level) / len(p))
                assert (p <= level).mean() <= allowed, (side, level)


def divided() -> Network:
    """Two groups of thirty whose every tie across runs through a broker of two groups."""
    people = [
        Actor(f"{group}{one}", "", level=Level.GRASSROOTS, groups=frozenset(group))
        for group in "ab"
        for one in range(30)
    ]
    brokers = [Actor(f"broker{one}", "", level=Level.MIDDLE, groups=frozenset("ab")) for one in range(2)]
    trees = [
        Tie(f"{group}{one}", f"{group}{(one - 1) // 2}", LAYERS[0]) for group in "ab" for one in range(1, 30)
    ]
    across = [Tie(f"{group}0", broker.id, LAYERS[0]) for group in "ab" for broker in brokers]
    return create_network([*people, *brokers], [*trees, *across])


def test_ties_that_cross_groups_only_through_brokers_are_seen_as_more_than_chance() -> None:
    chosen = measures(("ei_index", "liaison"), Setting())
    network = divided()
    drawn = null_draws(network, chosen, draws=199, seed=1)
    ei_index = p_values([measure(network) for measure in chosen], drawn)[0]
    assert ei_index.observed == -1
    assert ei_index.p_low == 1 / 200
    assert ei_index.z is not None
    assert ei_index.z < -3


def test_a_value_that_chance_cannot_move_says_nothing() -> None:
    said = p_values([1.0, np.nan, 0.3], np.array([[1.0, 2.0, 0.1 + 0.2]] * 5))
    assert [one.p_two_sided for one in said] == [None, None, None]
    assert [one.observed for one in said] == [1.0, None, 0.3]


def test_draws_without_a_value_count_against_a_finding() -> None:
    said = p_values([3.0], np.array([[1.0], [np.nan], [2.0], [1.0]]))[0]
    assert (said.p_high, said.p_low, said.p_two_sided) == (0.4, 1.0, 0.8)


def test_every_statistic_says_what_high_and_low_mean() -> None:
    network = society(4)
    for name, statistic in STATISTICS.items():
        assert statistic.name == name
        assert statistic.high != statistic.low
        assert np.isfinite(measures((name,), Setting())[0](network))


def test_an_empty_network_has_draws_and_no_findings() -> None:
    network = create_network([], [])
    chosen = measures(tuple(STATISTICS), Setting())
    drawn = null_draws(network, chosen, draws=3, seed=1)
    said = p_values([measure(network) for measure in chosen], drawn)
    assert all(one.p_two_sided is None for one in said)
