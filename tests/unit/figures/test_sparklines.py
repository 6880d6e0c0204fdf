from __future__ import annotations

import pytest

from avert.errors import InputError
from avert.figures import Measure, sparkline

DEATHS = Measure("Deaths", "deaths")


def test_gaps_are_hatched_and_not_bridged(read):
    drawing = read(sparkline([1, 2, None, 3, 4], measure=DEATHS, title="Mali").svg)
    assert len(drawing.all("rect", "fig-unknown")) == 1
    assert len([path for path in drawing.all("path") if path.get("stroke")]) == 2


def test_one_value_alone_is_a_dot(read):
    drawing = read(sparkline([1, None], measure=DEATHS, title="Mali").svg)
    assert len(drawing.all("circle")) - len(drawing.all("pattern")) + 1 == 1


def test_the_last_value_is_marked_only_if_it_is_known(read):
    drawings = [
        read(sparkline(values, measure=DEATHS, title="Mali").svg) for values in ([1, 2, 3], [1, 2, None])
    ]
    dots = [[node for node in drawing.all("circle") if node.get("r") == "2.5"] for drawing in drawings]
    assert [len(found) for found in dots] == [1, 0]


def test_the_table_has_every_value_with_its_name():
    table = sparkline([1, None], measure=DEATHS, title="Mali", names=["2020", "2021"]).table
    assert table.rows() == [("2020", 1.0), ("2021", None)]


def test_nothing_known_is_said():
    assert (
        sparkline([None, None], measure=DEATHS, title="Mali").description == "Deaths: all 2 values unknown."
    )


def test_zeros_are_a_line_on_the_ground(read):
    drawing = read(sparkline([0, 0, 0], measure=DEATHS, title="Mali").svg)
    assert any(path.get("d", "").count("25") == 3 for path in drawing.all("path"))


def test_no_values_are_refused():
    with pytest.raises(InputError, match="at least one"):
        sparkline([], measure=DEATHS, title="Mali")
