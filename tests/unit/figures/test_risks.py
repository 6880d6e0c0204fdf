from __future__ import annotations

import polars as pl
import pytest

from avert.errors import InputError, MissingColumnError
from avert.figures import Measure, Threshold, ranked_risks

RISK = Measure("Risk of new mass killing", style="percent")


def ranked(frame: pl.DataFrame, **options):
    return ranked_risks(frame, measure=RISK, title="Which?", **options)


def test_the_highest_comes_first_and_the_unknown_last(risks):
    table = ranked(risks).table
    assert table.select("rank", "place", "shown_as").rows() == [
        (1, "Myanmar", "10.4\u202f% (6.0\u202f%–19.0\u202f%)"),
        (2, "Sudan", "8.1\u202f% (3.0\u202f%–13.0\u202f%)"),
        (None, "Ethiopia", "unknown"),
    ]


def test_rows_say_what_the_table_says(risks, read):
    figure = ranked(risks)
    known = figure.table.drop_nulls("value").select("place", "shown_as").rows()
    for svg in (figure.svg, figure.narrow):
        assert read(svg).titles() == [f"{place}: {words}" for place, words in known]


def test_dots_and_intervals_lie_where_the_numbers_say(risks, read):
    drawing = read(ranked(risks).svg)
    dots = [float(node.get("cx", "0")) for node in drawing.all("circle") if node.get("r") == "5"]
    spans = [
        (float(node.get("x1", "0")), float(node.get("x2", "0")))
        for node in drawing.all("line", "fig-interval")
    ]
    unit = (dots[0] - dots[1]) / (0.104 - 0.081)
    assert spans[0][1] - spans[0][0] == pytest.approx(unit * (0.19 - 0.06), abs=2.0)
    assert all(low < dot < high for dot, (low, high) in zip(dots, spans, strict=True))


def test_thresholds_are_drawn_named_and_counted(risks, read):
    lines = [Threshold(0.09, "high"), Threshold(0.01, "average")]
    figure = ranked(risks, thresholds=lines)
    assert {"high", "average", "to compare with"} <= set(read(figure.svg).words())
    assert "1 at or above 9\u202f% (high)." in figure.description


def test_the_selected_row_is_bold(risks, read):
    bold = [
        node.text
        for node in read(ranked(risks, selected="gw:625").svg).all("text")
        if node.get("font-weight")
    ]
    assert bold == ["Sudan", "8.1\u202f%"]


def test_long_names_are_broken_or_shortened_but_whole_in_the_title(read):
    name = "The very long name of a country that nobody could fit into a narrow column at all"
    figure = ranked(pl.DataFrame({"name": [name], "value": [0.5]}))
    drawing = read(figure.narrow)
    assert name not in drawing.words()
    assert drawing.titles() == [f"{name}: 50.0\u202f%"]


def test_values_without_intervals_have_dots_only(read):
    figure = ranked(pl.DataFrame({"name": ["A"], "value": [0.5]}))
    assert not read(figure.svg).all("line", "fig-interval")
    assert figure.table.columns == ["rank", "place", "value", "shown_as"]


def test_equal_values_are_ordered_by_name():
    table = ranked(pl.DataFrame({"name": ["B", "A"], "value": [0.5, 0.5]})).table
    assert table["place"].to_list() == ["A", "B"]


@pytest.mark.parametrize(
    ("frame", "error", "message"),
    [
        (pl.DataFrame({"name": ["A"]}), MissingColumnError, "value"),
        (pl.DataFrame({"value": [0.5]}), MissingColumnError, "place_key"),
        (pl.DataFrame({"name": ["A"], "value": [float("nan")]}), InputError, "nothing to rank"),
        (pl.DataFrame({"name": ["A"], "value": [0.5], "low": [0.6], "high": [0.7]}), InputError, "does not hold"),
        (pl.DataFrame({"name": ["A"], "value": [float("inf")]}), InputError, "does not hold"),
    ],
)  # fmt: skip
def test_frames_that_would_mislead_are_refused(frame, error, message):
    with pytest.raises(error, match=message):
        ranked(frame)
