from __future__ import annotations

import pytest

from avert.errors import InputError
from avert.figures import Measure
from avert.figures.measure import classes_of


def test_given_breaks_make_classes_and_a_value_on_a_break_belongs_above():
    classes = classes_of(Measure("Deaths", breaks=(25, 1000)), [3, 25, 5000])
    assert [classes.rank(value) for value in (0, 24, 25, 999, 1000)] == [0, 0, 1, 1, 2]
    assert classes.words == ("low", "medium", "high")


def test_ranges_of_counts_do_not_overlap():
    measure = Measure("Deaths", breaks=(25, 1000), zero_word="none")
    assert classes_of(measure, [1, 30, 5000]).ranges == ("1–24", "25–999", "1,000 or more")


def test_ranges_of_shares_name_the_unit_once():
    measure = Measure("Risk", style="percent", breaks=(0.01, 0.025))
    assert classes_of(measure, [0.001, 0.5]).ranges == (
        "under 1\u202f%",
        "1–2.5\u202f%",
        "2.5\u202f% or more",
    )


def test_without_breaks_values_are_cut_into_fifths_at_round_limits():
    classes = classes_of(Measure("Risk", style="percent"), [index / 1000 for index in range(1, 101)])
    assert classes.limits == (0.021, 0.041, 0.06, 0.08)
    assert classes.words[0] == "lowest fifth"


def test_many_equal_values_leave_fewer_classes_but_none_empty():
    values = [0.0] * 90 + [5.0] * 5 + [700.0] * 5
    classes = classes_of(Measure("Deaths"), values)
    assert {classes.rank(value) for value in values} == set(range(len(classes.words)))


def test_zero_apart_does_not_shape_the_classes():
    measure = Measure("Deaths", zero_word="none recorded")
    values = list(range(1, 101))
    assert classes_of(measure, [0.0] * 1000 + values).limits == classes_of(measure, values).limits


def test_one_value_makes_one_class_and_none_still_makes_one():
    assert classes_of(Measure("Deaths"), [7]).ranges == ("7",)
    assert len(classes_of(Measure("Deaths"), []).words) == 1


def test_breaks_must_ascend_and_be_few():
    for breaks in ((5, 3), (5, 5), (1, 2, 3, 4, 5)):
        with pytest.raises(InputError, match="ascend"):
            Measure("Deaths", breaks=breaks)


def test_there_must_be_one_word_for_each_class():
    with pytest.raises(InputError, match="one word for each class"):
        Measure("Deaths", breaks=(5,), words=("few", "some", "many"))


@pytest.mark.parametrize(
    ("style", "value", "text"),
    [("count", 73437, "73,437"), ("count", 0.25, "0.25"),
     ("percent", 0.1041, "10.4\u202f%"), ("decimal", 0.01234, "0.0123")],
)  # fmt: skip
def test_numbers_are_written_in_the_style_of_the_measure(style, value, text):
    assert Measure("m", style=style).number(value) == text
