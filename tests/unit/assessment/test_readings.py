"""What is the newest answer, what a profile says and what it refuses to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from avert.assessment.ageing import Kind
from avert.assessment.profiles import IndicatorProfile, Why, profile
from avert.assessment.readings import Answer, Reading, StoredAnswers, latest
from avert.assessment.values import KNOWN, Trend, Value
from avert.errors import InputError
from readings import CODE, NOW, profile_of, reading


def value_of(*readings: Reading, who: str = "elders", code: str = "C-1") -> Value | None:
    newest = latest(readings, NOW).answers.get(who, {}).get(code)
    return newest.answer.value if newest else None


def test_known_values_are_ordered_by_what_they_say_and_not_by_the_alphabet() -> None:
    assert sorted([Value.ACUTE, Value.LATENT, Value.PRESENT, Value.ABSENT]) == [
        "absent",
        "latent",
        "present",
        "acute",
    ]
    assert max(KNOWN) is Value.ACUTE


@pytest.mark.parametrize("value", [Value.UNKNOWN, Value.NOT_ASKED])
def test_what_is_not_known_stands_in_no_order(value: Value) -> None:
    with pytest.raises(TypeError, match="count it apart"):
        _ = value < Value.ACUTE
    with pytest.raises(TypeError):
        _ = value.degree


def test_a_later_round_takes_the_place_of_an_earlier_one_only_where_it_answers() -> None:
    first, second = (
        reading("elders", 1, 30, c_1="acute", c_2="latent"),
        reading("elders", 2, 1, c_1="present"),
    )
    assert value_of(second, first) is Value.PRESENT
    assert value_of(second, first, code="C-2") is Value.LATENT


def test_unknown_takes_the_place_of_an_earlier_answer_and_not_asked_does_not() -> None:
    first = reading("elders", 1, 30, c_1="acute")
    assert value_of(first, reading("elders", 2, 1, c_1="unknown")) is Value.UNKNOWN
    assert value_of(first, reading("elders", 2, 1, c_1="not_asked")) is Value.ACUTE


def test_answers_given_after_the_day_are_not_there() -> None:
    assert (
        value_of(reading("elders", 1, 30, c_1="latent"), reading("elders", 2, -1, c_1="acute"))
        is Value.LATENT
    )


def test_two_readings_at_one_time_are_refused_because_neither_is_newer() -> None:
    with pytest.raises(InputError, match="neither is the newest"):
        latest([reading("elders", c_1="acute"), reading("elders", c_1="absent")], NOW)
    with pytest.raises(InputError, match="neither is the newest"):
        latest([reading("elders", dissent="no"), reading("elders", dissent="yes")], NOW)


def test_readings_of_one_time_that_answer_different_questions_go_together() -> None:
    both = [reading("elders", c_1="acute"), reading("elders", c_2="absent")]
    assert (value_of(*both), value_of(*both, code="C-2")) == (Value.ACUTE, Value.ABSENT)


def test_of_readings_of_one_time_the_one_recorded_later_stands() -> None:
    first = reading("elders", c_1="acute")
    second = replace(reading("elders", c_1="absent"), recorded_at=NOW)
    assert value_of(second, first) is Value.ABSENT


def test_stored_answers_give_what_made_answers_give() -> None:
    stored = StoredAnswers(
        {"C-1": "acute", "C-2": "not_asked", "C-3": "unknown"},
        {"C-1": "rising"},
        {"C-1": "leaflets"},
        {"C-1": ["e1"]},
    )
    made = {code: stored[code] for code in stored}
    assert made["C-1"] == Answer(Value.ACUTE, Trend.RISING, "leaflets", ("e1",))
    one, other = (latest([Reading("a", "p", 1, NOW, answers)], NOW) for answers in (stored, made))
    assert one.answers == other.answers
    assert set(one.answers["a"]) == {"C-1", "C-3"}
    assert len(stored) == 3


@pytest.mark.parametrize("words", [("high",), ("acute", "up"), (["acute"],)])
def test_an_answer_in_other_words_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="absent, latent, present, acute, unknown, not_asked"):
        Answer.of(*words)


def test_a_declared_dissent_stands_until_another_is_written_however_old() -> None:
    first = reading("elders", 1, 4000, c_1="present", dissent="it is not us who arm")
    second = reading("elders", 2, 3, c_1="present")
    third = reading("elders", 3, 1, dissent="we agree with all but one thing")
    assert latest([first, second], NOW).dissents["elders"].text == "it is not us who arm"
    assert latest([first, second], NOW).dissents["elders"].round == 1
    assert latest([third, first, second], NOW).dissents["elders"].text == "we agree with all but one thing"


def test_the_profile_keeps_unknown_silent_stale_and_not_asked_apart() -> None:
    standing = latest(
        [
            reading("a", c_1="acute"),
            reading("b", c_1="unknown"),
            reading("c", days_ago=400, c_1="present"),
            reading("d", c_2="absent"),
        ],
        NOW,
    )
    found = profile({"C-1": Kind.DYNAMIC}, standing, ["e", "f"], asked={"e": ["C-1"]})["C-1"]
    assert {value.value: n for value, n in found.counts.items() if n} == {
        "acute": 1,
        "unknown": 1,
        "not_asked": 2,
    }
    assert (found.stale[Value.PRESENT], found.no_answer) == (1, 1)
    assert (found.answered, found.asked, found.stakeholders) == (1, 4, 6)
    assert (found.share_of_asked, found.share_of_all) == (1 / 4, 1 / 6)
    assert found.lowest is found.highest is Value.ACUTE


@pytest.mark.parametrize(
    ("kind", "days", "stale"), [("trigger", 29, 1), ("dynamic", 29, 0), ("structural", 400, 0)]
)
def test_each_kind_of_indicator_ages_at_its_own_speed(kind: str, days: int, stale: int) -> None:
    found = profile({"C-1": Kind(kind)}, latest([reading("a", days_ago=days, c_1="acute")], NOW))["C-1"]
    assert found.stale[Value.ACUTE] == stale


def test_nobody_asked_has_no_share_rather_than_none_of_it() -> None:
    found = IndicatorProfile("C-1", (), 0, 0)
    assert found.share_of_asked is None
    assert found.share_of_all is None
    assert found.agreement is None
    assert found.modes == ()


def test_agreement_is_the_share_of_those_who_know_that_say_what_most_say() -> None:
    found = profile_of({"a": "present", "b": "present", "c": "latent", "d": "unknown"})
    assert found.modes == (Value.PRESENT,)
    assert found.agreement == 2 / 3


def test_who_lies_two_steps_off_the_median_dissents() -> None:
    found = profile_of({"a": "latent", "b": "latent", "c": "latent", "herders": "acute"})
    assert [(d.said.stakeholder, d.why) for d in found.dissents] == [("herders", (Why.FAR,))]


def test_who_sees_something_where_the_others_see_nothing_dissents_even_one_step_off() -> None:
    found = profile_of({"a": "absent", "b": "absent", "c": "absent", "women": "latent"})
    assert [(d.said.stakeholder, d.why) for d in found.dissents] == [("women", (Why.ACROSS,))]


def test_one_step_within_what_is_there_is_no_dissent() -> None:
    assert profile_of({"a": "present", "b": "present", "c": "acute"}).dissents == ()


def test_an_even_split_is_said_to_be_one_and_both_halves_are_named() -> None:
    found = profile_of({"a": "absent", "b": "acute"})
    assert found.is_split
    assert len(found.dissents) == 2


def test_a_dissenting_value_does_not_lapse_because_nobody_asked_again() -> None:
    standing = latest([reading("a", c_1="absent"), reading("b", days_ago=400, c_1="acute")], NOW)
    found = profile({"C-1": Kind.DYNAMIC}, standing)["C-1"]
    assert [(d.said.stakeholder, d.said.is_stale) for d in found.dissents] == [("b", True)]


def test_each_perspective_keeps_its_own_counts() -> None:
    found = profile_of({"ministry": "absent", "group at risk": "acute"})
    assert found.by_perspective["group at risk"][Value.ACUTE] == 1
    assert found.by_perspective["ministry"][Value.ACUTE] == 0


def test_a_perspective_that_spoke_long_ago_is_still_listed() -> None:
    assert profile_of({"ministry": "absent"}, days_ago=400).by_perspective == {
        "ministry": dict.fromkeys([*KNOWN, Value.UNKNOWN], 0)
    }


def test_an_old_unknown_is_still_unknown() -> None:
    found = profile_of({"ministry": "unknown"}, days_ago=400)
    assert found.by_perspective["ministry"][Value.UNKNOWN] == found.counts[Value.UNKNOWN] == 1
    assert not any(found.stale.values())


def test_readings_need_a_time_zone() -> None:
    with pytest.raises(InputError, match="time zone"):
        Reading("a", "p", 1, dt.datetime(2026, 1, 1), {CODE: Answer(Value.ACUTE)})  # noqa: DTZ001
