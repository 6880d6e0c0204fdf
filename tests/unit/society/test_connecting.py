"""What to connect, on cases worked out by hand."""

from __future__ import annotations

import dataclasses

import pytest

from avert.errors import InputError
from avert.society.actors import Actor, Tie
from avert.society.connecting import (
    Candidate,
    Method,
    Placement,
    Veto,
    candidate_ties,
    default_vetoes,
    place_activities,
    placement_words,
    propose_ties,
    reach,
    words,
)
from avert.society.network import Network, create_network
from avert.society.presence import known_risk, present
from avert.society.vocabulary import Capacity, Layer, Level, Sector, Trust

PARENTS = {f"adm1:{name}": "gw:501" for name in "abcd"}
RISK = {"adm1:a": 0.2, "adm1:b": 0.4, "adm1:c": 0.25, "adm1:d": 0.15}


def committee(name: str, **other: object) -> Actor:
    area = frozenset({f"adm1:{name}"})
    fields = {"level": Level.GRASSROOTS, "sector": Sector.CIVIL_SOCIETY, "areas": area, **other}
    return Actor(name, f"Committee {name.upper()}", **fields)  # type: ignore[arg-type]


SECRETARIAT = Actor(
    "secretariat",
    "Steering secretariat",
    level=Level.MIDDLE,
    areas=frozenset({"gw:501"}),
    sector=Sector.GOVERNMENT,
)
PRESIDENT = Actor(
    "president", "The President", level=Level.TOP, areas=frozenset({"gw:501"}), is_decision_maker=True
)
TIES = [Tie("a", "secretariat", Layer.INFORMATION), Tie("secretariat", "president", Layer.COORDINATION)]


def country(*ties: Tie, **of_b: object) -> Network:
    there = [committee("a"), committee("b", **of_b), committee("c"), committee("d"), SECRETARIAT, PRESIDENT]
    return create_network(there, [*TIES, *ties])


def test_reach_asks_for_a_way_up_and_a_way_back() -> None:
    network = country(Tie("b", "secretariat", Layer.INFORMATION, is_directed=True))
    found = reach(network, present(network), known_risk({**RISK, "adm1:e": 1.0}))
    assert found.reached == ("adm1:a",)
    assert found.of_risk == pytest.approx(0.1)
    assert (found.of_areas, found.of_actors) == (pytest.approx(0.2), pytest.approx(0.25))
    assert found.nobody_there == ("adm1:e",)


def test_two_ties_go_where_the_most_risk_is() -> None:
    found = propose_ties(country(), RISK, most=2, parent_of=PARENTS)
    assert [one.areas for one in found.ties] == [("adm1:b",), ("adm1:c",)]
    assert found.before.of_risk == pytest.approx(0.2)
    assert found.after.of_risk == pytest.approx(0.85)
    assert (found.method, found.gap) == (Method.EXACT, 0)


def test_one_tie_up_and_one_from_there_are_found_together_though_neither_adds_anything_alone() -> None:
    network = create_network([committee("a"), SECRETARIAT, PRESIDENT], [])
    ties = [Candidate("a", "secretariat"), Candidate("secretariat", "president")]
    found = propose_ties(network, RISK, most=2, candidates=ties)
    assert {one.tie for one in found.ties} == set(ties)
    assert propose_ties(network, RISK, most=1, candidates=ties).ties == ()
    assert propose_ties(network, RISK, most=2, candidates=ties, most_variables=0).value == found.value


def test_what_is_too_large_is_chosen_greedily_and_says_so_with_a_bound() -> None:
    exact = propose_ties(country(), RISK, most=1, parent_of=PARENTS)
    greedy = propose_ties(country(), RISK, most=1, parent_of=PARENTS, most_variables=0)
    assert greedy.method is Method.GREEDY
    assert greedy.value == pytest.approx(exact.value)
    assert greedy.bound == pytest.approx(1.0)


def test_a_budget_counts_costs() -> None:
    ties = [Candidate("b", "secretariat", cost=5.0), *(Candidate(one, "secretariat") for one in "cd")]
    found = propose_ties(country(), RISK, most=3, candidates=ties, budget=4.0)
    assert {one.tie.source for one in found.ties} == {"c", "d"}


def test_of_equal_ties_the_first_by_id_is_taken() -> None:
    ties = [Candidate("b", "president"), Candidate("b", "a"), Candidate("b", "secretariat")]
    found = propose_ties(country(), RISK, most=2, candidates=ties)
    assert [one.tie.target for one in found.ties] == ["a"]


def test_areas_of_unknown_risk_stand_apart() -> None:
    found = propose_ties(country(), {"adm1:a": 0.2, "adm1:c": 0.1}, most=1, parent_of=PARENTS)
    assert found.ties[0].areas == ("adm1:c",)
    assert found.after.risk_unknown == ("adm1:b", "adm1:d")
    unweighted = propose_ties(country(), {}, most=3, parent_of=PARENTS)
    assert not unweighted.is_by_risk
    assert unweighted.after.of_risk is None
    assert len(unweighted.ties) == 3


def test_a_veto_is_kept_and_what_it_costs_is_said() -> None:
    veto = Veto("They do not speak.", frozenset({"b"}))
    found = propose_ties(country(), RISK, most=1, parent_of=PARENTS, vetoes=[veto])
    assert found.ties[0].areas == ("adm1:c",)
    assert found.lost_to_vetoes == pytest.approx(0.15)
    (cost,) = found.vetoes
    assert (cost.veto, cost.costs) == (veto, pytest.approx(0.15))
    idle = propose_ties(country(), RISK, most=1, parent_of=PARENTS, vetoes=[Veto("No.", frozenset({"d"}))])
    assert (idle.vetoes, idle.lost_to_vetoes) == ((), 0)


@pytest.mark.parametrize(
    ("veto", "barred"),
    [
        (Veto("x", frozenset({"b", "secretariat"})), {"b"}),
        (Veto("x", frozenset({"secretariat"}), area="adm1:c"), {"c"}),
        (Veto("x", area="adm1:d"), {"d"}),
        (Veto("x", frozenset({"b"}), sector=Sector.GOVERNMENT), {"b"}),
        (Veto("x", frozenset({"b"}), sector=Sector.SECURITY), set()),
        (Veto("x", layer=Layer.INFORMATION), {"b", "c", "d"}),
        (Veto("x", layer=Layer.COORDINATION), set()),
    ],
)
def test_a_veto_bars_what_fits_all_it_says(veto: Veto, barred: set[str]) -> None:
    ties = [Candidate(one, "secretariat") for one in "bcd"]
    found = propose_ties(country(), RISK, most=3, candidates=ties, vetoes=[veto])
    assert {one.tie.source for one in found.ties} == set("bcd") - barred


def test_vetoes_follow_from_hostility_distrust_survivors_and_protection() -> None:
    army = Actor("army", "Army", sector=Sector.SECURITY, trust={"k": Trust.DISTRUSTED})
    network = create_network(
        [army, committee("a", groups=frozenset({"k"})), committee("b", is_protected=True), committee("c")],
        [Tie("army", "c", Layer.HOSTILITY)],
    )
    found = {
        (tuple(sorted(one.actors)), one.area, one.sector)
        for one in default_vetoes(network, living_in={"adm1:d": ["k"]}, survivors=["c"])
    }
    assert found == {
        (("army", "c"), None, None),
        (("a", "army"), None, None),
        (("army",), "adm1:d", None),
        (("b",), None, None),
        (("c",), None, Sector.SECURITY),
    }


def test_a_veto_needs_a_reason_and_something_to_bar() -> None:
    with pytest.raises(InputError, match="reason"):
        Veto("", frozenset({"a"}))
    with pytest.raises(InputError, match="names"):
        Veto("Because.")


def test_candidates_join_the_unreached_to_those_of_the_same_or_a_wider_area() -> None:
    network = country()
    found = candidate_ties(network, present(network), parent_of=PARENTS)
    assert {(one.source, one.target) for one in found} == {
        (low, up) for low in "bcd" for up in ("president", "secretariat")
    }


@pytest.mark.parametrize(
    "tie",
    [
        Candidate("a", "a"),
        Candidate("a", "nobody"),
        Candidate("a", "b", cost=-1),
        Candidate("a", "b", Layer.TRUST),
    ],
)
def test_ties_that_cannot_be_are_refused(tie: Candidate) -> None:
    with pytest.raises(InputError):
        propose_ties(country(), RISK, most=1, candidates=[tie])


def test_words_say_what_would_change_and_that_a_tie_on_paper_is_not_trust() -> None:
    network = country()
    found = propose_ties(network, RISK, most=2, parent_of=PARENTS)
    said = " ".join(words(found, network, naming=True, place_names={"adm1:b": "Wajir"}))
    assert "Committee B" in said
    assert "warnings from Wajir would be heard" in said
    assert "from 20.0\u202f% to 85.0\u202f%" in said
    assert "not trust" in said


def test_words_for_others_name_nobody_and_do_not_describe_the_protected() -> None:
    network = country(is_protected=True)
    veto = Veto("Committee B was threatened.", frozenset({"c"}))
    found = propose_ties(network, RISK, most=1, parent_of=PARENTS)
    said = " ".join(words(found, network))
    assert "not described here" in said
    barred = propose_ties(network, {**RISK, "adm1:c": 9.0}, most=1, parent_of=PARENTS, vetoes=[veto])
    said += " ".join(words(barred, network))
    assert barred.vetoes
    for actor in network.actors:
        assert actor.name not in said
    assert "adm1:b" not in said


def test_words_for_others_describe_an_actor_only_as_far_as_three_in_its_area_are_alike() -> None:
    alone = " ".join(words(propose_ties(country(), RISK, most=1, parent_of=PARENTS), country()))
    # The only committee of its area: level and sector are shared, the area would tell which.
    assert "an actor (civil society, grassroots level)" in alone
    assert "adm1:b" not in alone
    assert "warnings from 1 areas" in alone
    crowd = [committee(f"b{number}", areas=frozenset({"adm1:b"})) for number in range(2)]
    many = create_network([*country().actors, *crowd], TIES)
    said = " ".join(words(propose_ties(many, RISK, most=1, parent_of=PARENTS), many))
    assert "an actor (civil society, grassroots level, adm1:b)" in said
    mixed = [dataclasses.replace(one, sector=Sector.RELIGIOUS) for one in crowd]
    several = create_network([*country().actors, *mixed], TIES)
    said = " ".join(words(propose_ties(several, RISK, most=1, parent_of=PARENTS), several))
    assert "an actor (grassroots level, adm1:b)" in said


def test_new_activities_close_the_most_of_the_gap_and_never_where_a_veto_bars() -> None:
    network = create_network(
        [dataclasses.replace(committee("a"), capacities=frozenset({Capacity.MEDIATE}))], []
    )
    risk = known_risk(RISK)
    options = [Placement("a", area, Capacity.MEDIATE) for area in RISK]
    only = [Capacity.MEDIATE]
    found = place_activities(network, present(network), risk, options, most=2, capacities=only)
    assert [one.area for one in found.chosen] == ["adm1:b", "adm1:c"]
    assert (found.gap_before, found.gap_after) == (pytest.approx(0.8), pytest.approx(0.15))
    assert found.least_gap == pytest.approx(0.15, abs=1e-6)
    veto = Veto("Distrusted there.", frozenset({"a"}), area="adm1:b")
    kept = place_activities(network, present(network), risk, options, most=2, capacities=only, vetoes=[veto])
    assert [one.area for one in kept.chosen] == ["adm1:c", "adm1:d"]
    assert kept.barred == 1
    assert "Committee A" in placement_words(found, network, naming=True)[1]
    assert "Committee A" not in " ".join(placement_words(found, network))


def test_nobody_is_sent_for_what_it_is_not_known_to_be_able_to() -> None:
    network = country()
    with pytest.raises(InputError, match="not known to be able"):
        place_activities(
            network, present(network), known_risk(RISK), [Placement("a", "adm1:b", Capacity.PROTECT)], most=1
        )
