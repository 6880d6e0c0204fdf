"""Laws of the completed networks: what is kept, how many ties are added and where, and that intervals hold."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from avert.errors import InputError
from avert.society.actors import Actor, Tie
from avert.society.missing_ties import Assumptions, Completion, completed_draws, intervals
from avert.society.network import Network, create_network
from avert.society.statistics import Setting, measures
from avert.society.ties import distinct_ties, network_of
from avert.society.vocabulary import Layer, Level

LAYER = Layer.INFORMATION


def society(seed: int, n: int = 60, ties: int = 110) -> Network:
    """Ties at random within two levels, each tie both ways or one way; two groups."""
    rng = np.random.default_rng(seed)
    people = [
        Actor(
            str(one),
            "",
            level=Level.GRASSROOTS if one % 3 else Level.MIDDLE,
            is_decision_maker=one < 2,
            groups=frozenset("ab"[one // 30]),
        )
        for one in range(n)
    ]
    pairs = {(min(a, b), max(a, b)) for a, b in rng.integers(n, size=(ties, 2)).tolist() if a != b}
    return create_network(
        people,
        [Tie(str(a), str(b), LAYER, is_directed=bool(rng.random() < 0.5)) for a, b in sorted(pairs)],
    )


def kinds(network: Network) -> Counter[tuple[frozenset[Level | None], bool]]:
    ties, people = distinct_ties(network), network.actors
    return Counter(
        (frozenset({people[a].level, people[b].level}), bool(people[a].groups & people[b].groups))
        for a, b in zip(ties.first.tolist(), ties.last.tolist(), strict=True)
    )


def arcs(network: Network) -> set[tuple[int, int]]:
    return set(zip(network.source.tolist(), network.target.tolist(), strict=True))


def test_what_was_reported_stays_and_nothing_is_doubled_or_tied_to_itself() -> None:
    network = society(1)
    for number in range(20):
        drawn = Completion(network, Assumptions({LAYER: (0.2, 0.4)}), seed=1).draw(number)
        assert arcs(network) <= arcs(drawn)
        assert len(arcs(drawn)) == len(drawn.source)
        assert all(a != b for a, b in arcs(drawn))


def test_as_many_ties_are_added_as_were_missing_and_of_the_kinds_reported() -> None:
    network = society(1)
    drawn = [Completion(network, Assumptions({LAYER: (0.25, 0.25)}), seed=2).draw(i) for i in range(200)]
    reported = len(distinct_ties(network))
    assert np.mean([len(distinct_ties(one)) for one in drawn]) == pytest.approx(reported / 0.75, rel=0.02)
    before, after = kinds(network), sum(map(kinds, drawn), Counter())
    for kind, count in before.items():
        assert after[kind] / 200 == pytest.approx(count / 0.75, rel=0.1)


def test_without_missing_and_wrong_ties_the_network_is_what_was_reported() -> None:
    network = society(3)
    assert arcs(Completion(network, Assumptions(), seed=1).draw(0)) == arcs(network)


def test_ties_that_may_be_wrong_are_dropped_as_often_as_said() -> None:
    network = society(3)
    drawn = [Completion(network, Assumptions(wrong=(0.2, 0.2)), seed=1).draw(i) for i in range(100)]
    assert np.mean([len(distinct_ties(one)) for one in drawn]) == pytest.approx(
        0.8 * len(distinct_ties(network)), rel=0.03
    )


def test_draws_do_not_hang_on_where_work_is_cut() -> None:
    network, chosen = society(5), measures(("up_share", "ei_index"), Setting())
    assumed = Assumptions({LAYER: (0.1, 0.3)})
    whole = completed_draws(network, chosen, assumed, draws=5, seed=9)
    parts = [completed_draws(network, chosen, assumed, draws=n, seed=9, first=i) for i, n in ((0, 2), (2, 3))]
    np.testing.assert_array_equal(np.concatenate(parts), whole)


def test_intervals_hold_the_true_value_about_as_often_as_they_say() -> None:
    names = ("up_share", "ei_index", "liaison")
    chosen, held = measures(names, Setting(hops=3)), []
    for case in range(50):
        rng, true = np.random.default_rng(case), society(case)
        ties = distinct_ties(true)
        found = network_of(true, ties.of(rng.random(len(ties)) >= rng.uniform(0.1, 0.3)))
        drawn = completed_draws(found, chosen, Assumptions({LAYER: (0.1, 0.3)}), draws=60, seed=case)
        said = intervals([measure(found) for measure in chosen], drawn, level=0.9)
        held.append(
            [
                one.low <= measure(true) <= one.high
                for one, measure in zip(said, chosen, strict=True)
                if one.low is not None and one.high is not None
            ]
        )
    assert np.mean(held, axis=0).min() > 0.75
    assert np.mean(held) > 0.8


def test_what_was_assumed_is_said_in_words() -> None:
    said = Assumptions({Layer.TRUST: (0.1, 0.3)}, wrong=(0.05, 0.05)).in_words()
    assert "10 to 30 % of the trust ties that exist were not reported" in said
    assert "5 % of those reported do not exist" in said


@pytest.mark.parametrize("where", [(0.3, 0.1), (-0.1, 0.2), (0.5, 1.0)])
def test_a_range_that_is_none_is_refused(where: tuple[float, float]) -> None:
    with pytest.raises(InputError, match="from low to high"):
        Assumptions({LAYER: where})


def test_an_unknown_value_in_a_draw_leaves_the_interval_unknown() -> None:
    assert intervals([1.0], np.array([[1.0], [np.nan]]))[0].low is None
