"""The few ties that would have closed Kenya's gap of 2007, beside the ties that had come by 2010."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from avert.society.actors import Tie
from avert.society.cases import load_case
from avert.society.connecting import Proposal, default_vetoes, propose_ties
from avert.society.measures.integration import hops_from_decision, hops_to_decision
from avert.society.network import PEACEFUL, Network, create_network
from avert.society.vocabulary import Level

MOMENTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "golden/society/kenya_connecting.yaml").read_text(encoding="utf-8")
)
KENYA = load_case("kenya_2007_2010")
each_moment = pytest.mark.parametrize("moment", MOMENTS, ids=[f"{one['hops']} hops" for one in MOMENTS])


def proposed(moment: dict[str, Any]) -> Proposal:
    network = KENYA.network_on(moment["day"])
    vetoes = default_vetoes(network)
    return propose_ties(network, moment["risk"], most=moment["most"], vetoes=vetoes, hops=moment["hops"])


def answered_areas(network: Network, hops: int) -> set[str]:
    """Areas with a structure of the grassroots that is heard and answered, counted without what proposes ties."""
    joined = (hops_to_decision(network) <= hops) & (hops_from_decision(network) <= hops)
    there = [network.actors[at] for at in np.flatnonzero(joined)]
    return {area for actor in there if actor.level is Level.GRASSROOTS for area in actor.areas}


def with_ties(day: dt.date, proposal: Proposal) -> Network:
    known = KENYA.known_on(day)
    new = [
        Tie(one.tie.source, one.tie.target, one.tie.layer, is_directed=one.tie.is_directed)
        for one in proposal.ties
    ]
    return create_network(known.actors, [*known.ties, *new], on=day)


@each_moment
def test_the_ties_proposed_for_2007_restore_the_way_up_and_back(moment: dict[str, Any]) -> None:
    proposal = proposed(moment)
    before = KENYA.network_on(moment["day"])
    assert answered_areas(before, moment["hops"]) == set(moment["answered_before"])
    after = with_ties(moment["day"], proposal)
    assert answered_areas(after, moment["hops"]) == set(moment["answered_after"])


@each_moment
def test_each_proposed_tie_joins_a_local_structure_with_who_decides_in_its_area(
    moment: dict[str, Any],
) -> None:
    network = KENYA.network_on(moment["day"])
    found = set()
    for one in proposed(moment).ties:
        ends = [network.actors[network.position[id_]] for id_ in (one.tie.source, one.tie.target)]
        local, decides = sorted(ends, key=lambda actor: actor.is_decision_maker)
        assert local.level is Level.GRASSROOTS
        assert local.areas == decides.areas
        found |= {(*decides.areas, decides.id)}
    assert found == {(area, told["decides"]) for area, told in moment["closes"].items()}


@each_moment
def test_a_tie_of_that_kind_had_come_by_2010(moment: dict[str, Any]) -> None:
    before, after = (
        {
            (tie.source, tie.target, str(tie.layer))
            for tie in KENYA.known_on(moment[day], with_hindsight=True).ties
        }
        for day in ("day", "later")
    )
    network = KENYA.network_on(moment["later"], with_hindsight=True)
    for area, told in moment["closes"].items():
        assert tuple(told["came"]) in after - before
        (beside,) = set(told["came"][:2]) - {told["decides"]}
        near = network.adjacency(PEACEFUL)[[network.position[beside]]].nonzero()[1]
        local = [network.actors[at] for at in near if network.actors[at].level is Level.GRASSROOTS]
        assert any(area in actor.areas for actor in local)


@each_moment
def test_by_2010_the_areas_at_risk_were_answered_without_the_ties_proposed(moment: dict[str, Any]) -> None:
    later = KENYA.network_on(moment["later"])
    assert {"central-rift", "north-rift"} <= answered_areas(later, moment["hops"])
