from __future__ import annotations

import re

import pytest

from avert.errors import InputError
from avert.figures import Curve, answer_times

ANSWERS = Curve("top", 4, 5.0, [1.0, 2.0], [4, 3], [1, 1], [0.75, 0.5], [0.13, 0.06], [0.96, 0.84])
SILENT = Curve("middle", 3, 10.0, [], [], [], [], [], [])


def steps(drawing) -> list[list[float]]:
    """The numbers of each step curve, in the order drawn."""
    return [
        [float(number) for number in re.findall(r"[\d.]+", path.get("d"))]
        for path in drawing.all("path", "fig-steps")
    ]


def test_a_curve_falls_where_an_answer_came_and_stays_level_until_the_longest_wait(read):
    (numbers,) = steps(read(answer_times([ANSWERS], title="How long?").svg))
    left, top, first, after_first, second, after_second, end = numbers
    assert first - left == pytest.approx((second - first), abs=0.2), "one hour and one hour"
    assert end - second == pytest.approx(3 * (second - first), abs=0.5), "three more hours of silence"
    assert after_second - top == pytest.approx(2 * (after_first - top), abs=0.2), "a quarter, then half"


def test_silence_alone_is_a_level_line_at_the_top(read):
    _answers, silent = steps(read(answer_times([ANSWERS, SILENT], title="How long?").svg))
    assert len(silent) == 3, "where it starts, and how far it goes"


def test_groups_share_one_time_axis(read):
    alone = steps(read(answer_times([ANSWERS], title="How long?").svg))[0]
    beside = steps(read(answer_times([ANSWERS, SILENT], title="How long?").svg))[0]
    assert alone[-1] - alone[0] == pytest.approx(2 * (beside[-1] - beside[0]), abs=0.5)


def test_a_long_silence_after_the_last_answer_does_not_push_the_answers_together(read):
    long = Curve("top", 2, 1000.0, [20.0], [2], [1], [0.5], [0.1], [0.9])
    (numbers,) = steps(read(answer_times([long], title="How long?").svg))
    left, _top, answered, _after, end = numbers
    assert end - left == pytest.approx(2 * (answered - left), abs=0.3)


def test_each_panel_says_how_many_were_asked_and_are_still_waited_for(read):
    words = read(answer_times([ANSWERS, SILENT], title="How long?").svg).words()
    assert "top: 4 asked, 2 still waited for" in words
    assert "middle: 3 asked, 3 still waited for" in words


def test_the_band_is_drawn_only_where_the_interval_is_defined(read):
    none_at_the_end = Curve("top", 1, 2.0, [1.0, 2.0], [2, 1], [1, 1], [0.5, 0.0], [0.1, None], [0.9, None])
    drawing = read(answer_times([none_at_the_end], title="How long?").svg)
    assert len(drawing.all("rect", "fig-interval")) == 1


def test_the_table_begins_with_everybody_waiting():
    rows = answer_times([ANSWERS], title="How long?").table.rows()
    assert rows[0] == ("top", 0.0, 4, 0, 1.0, None, None)
    assert rows[2] == ("top", 2.0, 3, 1, 0.5, 0.06, 0.84)


def test_without_curves_there_is_no_figure():
    with pytest.raises(InputError, match="Leave the figure out"):
        answer_times([], title="How long?")
