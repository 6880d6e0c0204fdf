"""Whose voice is missing."""

from __future__ import annotations

import pytest

from avert.assessment.coverage import Dimension, Heard, Reached, Stakeholder, about_groups, coverage
from avert.assessment.readings import latest
from readings import NOW, reading

GROUP = Dimension.GROUP


def person(id_: str, reached: Reached, group: str | None, speaks_for: str | None = None) -> Stakeholder:
    return Stakeholder(
        id_,
        reached,
        {} if group is None else {GROUP: frozenset({group})},
        {} if speaks_for is None else {GROUP: frozenset({speaks_for})},
    )


def heard(*people: Stakeholder) -> Heard:
    return coverage({GROUP: ["herders"]}, people)[GROUP].voices[0].heard


@pytest.mark.parametrize(
    ("reached", "expected"),
    [
        (Reached.NAMED, Heard.MISSING),
        (Reached.INVITED, Heard.NOT_ASKED),
        (Reached.ASKED, Heard.NO_ANSWER),
        (Reached.ANSWERED, Heard.HEARD),
    ],
)
def test_how_far_a_group_was_brought_in_is_said(reached: Reached, expected: Heard) -> None:
    assert heard(person("h", reached, "herders"), person("f", Reached.ANSWERED, "farmers")) is expected


def test_a_group_that_others_speak_for_is_not_heard_itself() -> None:
    speaker = person("ngo", Reached.ANSWERED, "farmers", speaks_for="herders")
    found = coverage({GROUP: ["herders"]}, [speaker])[GROUP]
    assert found.voices[0].heard is Heard.ONLY_THROUGH_OTHERS
    assert found.voices[0].through == ("ngo",)
    assert [voice.name for voice in found.missing] == ["herders"]


def test_who_speaks_for_a_group_without_being_of_it_is_not_taken_for_a_member() -> None:
    assert heard(person("ngo", Reached.ANSWERED, None, speaks_for="herders")) is Heard.ONLY_THROUGH_OTHERS


def test_a_member_who_speaks_for_their_own_group_is_heard_as_one() -> None:
    member = person("h", Reached.ANSWERED, "herders", speaks_for="herders")
    voice = coverage({GROUP: ["herders"]}, [member])[GROUP].voices[0]
    assert (voice.heard, voice.through) == (Heard.HEARD, ())


def test_while_somebody_who_answered_may_be_of_a_group_it_is_not_known_to_be_missing() -> None:
    assert heard(person("x", Reached.ANSWERED, None)) is Heard.NOT_KNOWN
    assert heard(person("x", Reached.ASKED, None)) is Heard.MISSING


def test_without_a_list_of_who_is_expected_nobody_is_missing_and_that_is_said() -> None:
    found = coverage({}, [person("f", Reached.INVITED, "farmers")])[GROUP]
    assert not found.is_expected_known
    assert found.missing == ()
    assert [voice.name for voice in found.voices] == ["farmers"]


def test_every_dimension_is_reported_and_counts_of_whom_nobody_stated_it() -> None:
    found = coverage({}, [person("f", Reached.ANSWERED, "farmers")])
    assert set(found) == set(Dimension)
    assert found[Dimension.LANGUAGE].not_stated == 1
    assert found[GROUP].not_stated == 0


def test_a_reading_about_a_group_says_whether_any_of_it_comes_from_the_group() -> None:
    people = [
        person("h", Reached.ANSWERED, "herders"),
        person("f", Reached.ANSWERED, "farmers"),
        person("x", Reached.ANSWERED, None),
    ]
    about = {"C-1": "herders", "C-2": "herders", "C-3": "herders"}
    standing = latest(
        [
            reading("h", c_1="acute", c_2="unknown"),
            reading("f", c_1="absent", c_2="absent", c_3="absent"),
            reading("x", c_3="absent"),
        ],
        NOW,
    )
    own, silent, unstated = about_groups(about, standing, people)
    assert (own.own, own.others, own.is_only_from_others) == (1, 1, False)
    assert (silent.own, silent.others, silent.is_only_from_others) == (0, 1, True)
    assert (unstated.not_stated, unstated.is_only_from_others) == (1, False)
