"""What is said below stands beside what is said here."""

from __future__ import annotations

import pytest

from avert.assessment.nesting import Known, Level, roll_up
from avert.assessment.values import Value
from avert.errors import InputError
from readings import CODE, profile_of


def level(id_: str, within: str | None = None, **told: str) -> Level:
    return Level(id_, within, {CODE: profile_of(told)} if told else {})


def test_what_is_said_here_is_untouched_by_what_is_said_below() -> None:
    found = roll_up([level("country", None, ministry="absent"), level("village", "country", elders="acute")])
    assert found["country"].own[CODE].highest is Value.ABSENT
    assert found["country"].below[CODE].highest is not None
    assert found["country"].below[CODE].highest.value is Value.ACUTE


def test_places_that_nobody_asked_are_counted_even_where_only_the_top_was() -> None:
    found = roll_up([level("country", None, ministry="absent"), level("village", "country")])
    below = found["country"].below[CODE]
    assert below.highest is below.lowest is None
    assert below.places[Known.NOT_ASKED] == 1


def test_a_stale_acute_value_is_kept_apart_and_not_lost() -> None:
    old = Level("village", "country", {CODE: profile_of({"elders": "acute"}, days_ago=400)})
    below = roll_up([level("country"), old])["country"].below[CODE]
    assert below.highest is None
    assert below.stale is not None
    assert (below.stale.value, below.stale.at) == (Value.ACUTE, (("village",),))
    assert below.places[Known.STALE] == 1


def test_of_stale_values_the_highest_that_was_given_is_shown_and_nothing_where_all_is_fresh() -> None:
    old = Level(
        "village", "country", {CODE: profile_of({"elders": "absent", "youth": "latent"}, days_ago=400)}
    )
    below = roll_up([level("country"), old])["country"].below[CODE]
    assert below.stale is not None
    assert below.stale.value is Value.LATENT
    fresh = roll_up([level("country"), level("village", "country", elders="acute")])
    assert fresh["country"].below[CODE].stale is None


def test_global_drivers_stand_beside_every_level_under_what_they_bear_on() -> None:
    levels = [
        level("arms market", None, experts="present"),
        Level("region", drivers=("arms market",)),
        level("country", "region"),
        level("village", "country"),
    ]
    found = roll_up(levels)
    assert found["village"].drivers["arms market"][CODE].highest is Value.PRESENT
    assert found["village"].below == {}
    assert found["arms market"].drivers == {}


def test_levels_that_lie_within_each_other_are_refused() -> None:
    with pytest.raises(InputError, match="a, b lie within each other"):
        roll_up([level("a", "b"), level("b", "a"), level("c", "a")])
    with pytest.raises(InputError, match="within each other"):
        roll_up([level("a", "a")])


def test_a_level_that_is_named_but_not_there_or_stands_twice_is_refused() -> None:
    with pytest.raises(InputError, match="not there"):
        roll_up([level("a", "nowhere")])
    with pytest.raises(InputError, match="not there"):
        roll_up([Level("a", drivers=("nothing",))])
    with pytest.raises(InputError, match="twice"):
        roll_up([level("a"), level("a")])
