"""What is missing where, on cases worked out by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from avert.errors import InputError
from avert.society.actors import Activity, Actor, Tie
from avert.society.gaps import coverage_gaps, driver_gaps, duplication, trust_gap
from avert.society.network import create_network
from avert.society.presence import known_risk, present
from avert.society.vocabulary import Capacity, Layer, Status, Trust

DAY = dt.date(2007, 12, 27)
PARENTS = {"adm1:a": "gw:501", "adm1:b": "gw:501", "adm1:c": "gw:501"}
ACTORS = [
    Actor("elders", "Elders", areas=frozenset({"adm1:a"}), capacities=frozenset({Capacity.MEDIATE})),
    Actor("monitors", "Monitors", areas=frozenset({"adm1:b"}), capacities=frozenset({Capacity.MONITOR})),
    Actor("council", "Council", areas=frozenset({"gw:501"}), capacities=frozenset({Capacity.CONVENE})),
]
NETWORK = create_network(ACTORS, [Tie("monitors", "elders", Layer.INFORMATION, is_directed=True)])
RISK = {"adm1:a": 0.5, "adm1:b": 0.3, "adm1:c": 0.2}


def test_the_gap_is_the_share_of_risk_where_a_capacity_cannot_be_called_on() -> None:
    alone = coverage_gaps(NETWORK, RISK, hops=0)[Capacity.MEDIATE]
    assert alone.gap == pytest.approx(0.5)
    assert alone.gap_of_areas == pytest.approx(2 / 3)
    called = coverage_gaps(NETWORK, RISK, hops=1)[Capacity.MEDIATE]
    assert called.reached == ("adm1:a", "adm1:b")
    assert called.gap == pytest.approx(0.2)


def test_a_call_for_help_runs_along_a_tie_and_not_against_it() -> None:
    assert coverage_gaps(NETWORK, RISK, hops=1)[Capacity.MONITOR].reached == ("adm1:b",)


def test_an_actor_of_the_country_counts_in_its_districts_only_if_asked_for() -> None:
    assert coverage_gaps(NETWORK, RISK, parent_of=PARENTS)[Capacity.CONVENE].gap == pytest.approx(1)
    everywhere = coverage_gaps(NETWORK, RISK, parent_of=PARENTS, counts_in_parts=True)
    assert everywhere[Capacity.CONVENE].gap == pytest.approx(0)


def test_an_actor_of_a_district_counts_in_its_country() -> None:
    assert coverage_gaps(NETWORK, {"gw:501": 1.0}, parent_of=PARENTS)[Capacity.MEDIATE].gap == pytest.approx(
        0
    )


def test_an_area_of_unknown_risk_stands_apart_and_is_not_of_no_risk() -> None:
    found = coverage_gaps(NETWORK, {"adm1:a": 0.5, "adm1:b": None, "adm1:c": float("nan")}, hops=0)
    mediate = found[Capacity.MEDIATE]
    assert (mediate.gap, mediate.gap_of_areas) == (0.0, 0.0)
    assert mediate.risk_unknown == ("adm1:b", "adm1:c", "gw:501")
    assert coverage_gaps(NETWORK, {})[Capacity.MEDIATE].gap is None


def test_an_activity_makes_present_while_it_is_ongoing_and_perhaps_where_nobody_knows() -> None:
    ongoing = Activity("1", "elders", "x", frozenset({"adm1:b"}), status=Status.ONGOING)
    unsure = Activity("2", "elders", "x", frozenset({"adm1:c"}), status=Status.UNKNOWN)
    planned = Activity("3", "elders", "x", frozenset({"adm1:c"}), status=Status.PLANNED)
    over = Activity(
        "4", "elders", "x", frozenset({"adm1:c"}), status=Status.ONGOING, ends=dt.date(2007, 1, 1)
    )
    found = coverage_gaps(NETWORK, RISK, [ongoing, unsure, planned, over], on=DAY, hops=0)[Capacity.MEDIATE]
    assert found.gap == pytest.approx(0.2)
    assert found.gap_if_ongoing == pytest.approx(0)


def test_risk_of_an_area_and_of_its_part_is_refused() -> None:
    with pytest.raises(InputError, match="count twice"):
        known_risk({"gw:501": 1.0, "adm1:a": 0.2}, parent_of=PARENTS)
    with pytest.raises(InputError, match="negative"):
        known_risk({"adm1:a": -1.0})


def test_areas_that_lie_in_each_other_are_refused() -> None:
    with pytest.raises(InputError, match="lies in itself"):
        present(NETWORK, parent_of={"adm1:a": "adm1:b", "adm1:b": "adm1:a"})


def test_where_nobody_has_the_trust_of_both_groups() -> None:
    def actor(name: str, area: str, **trust: Trust) -> Actor:
        return Actor(name, name, areas=frozenset({area}), trust=trust)

    network = create_network(
        [
            actor("both", "adm1:a", k=Trust.TRUSTED, l=Trust.TRUSTED),
            actor("one", "adm1:b", k=Trust.TRUSTED, l=Trust.DISTRUSTED),
            actor("half asked", "adm1:c", k=Trust.TRUSTED),
            actor("partly", "adm1:d", k=Trust.TRUSTED, l=Trust.PARTLY),
        ],
        [],
    )
    found = trust_gap(network, present(network), ["k", "l"], areas=["adm1:e"])
    assert found.somebody == ("adm1:a",)
    assert found.nobody == ("adm1:b", "adm1:d")
    assert found.not_asked == ("adm1:c",)
    assert found.nobody_there == ("adm1:e",)
    assert "adm1:d" in trust_gap(network, present(network), ["k", "l"], partly_counts=True).somebody


def activity(name: str, areas: str, drivers: str, status: Status = Status.ONGOING) -> Activity:
    return Activity(name, "elders", "x", frozenset(areas), drivers=frozenset(drivers), status=status)


def test_a_driver_is_met_by_what_is_ongoing_or_planned() -> None:
    found = driver_gaps(
        "abcd",
        [
            activity("1", "x", "a"),
            activity("2", "x", "b", Status.PLANNED),
            activity("3", "x", "c", Status.UNKNOWN),
            activity("4", "x", "d", Status.STOPPED),
        ],
        on=DAY,
    )
    assert (found.without, found.status_unknown) == (("d",), ("c",))


def test_duplication_is_herfindahls_index_over_areas_and_drivers() -> None:
    found = duplication(
        [activity("1", "x", "a"), activity("2", "x", "a"), activity("3", "xy", "b"), activity("4", "", "a")],
        on=DAY,
    )
    # Shares 2/3, 1/6, 1/6.
    assert found.herfindahl == pytest.approx(0.5)
    assert found.effective == pytest.approx(2)
    assert (found.area_unknown, found.driver_unknown) == (1, 0)
    assert duplication([], on=DAY).herfindahl is None
