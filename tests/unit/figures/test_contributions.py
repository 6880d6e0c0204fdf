from __future__ import annotations

import math

import polars as pl
import pytest

from avert.errors import InputError, MissingColumnError
from avert.figures import contributions


def drawn(values: dict[str, float | None], **options):
    frame = pl.DataFrame({"name": list(values), "contribution": list(values.values())})
    return contributions(frame, title="Why?", **options)


def test_contributions_run_from_the_most_raising_to_the_most_lowering():
    table = drawn({"a": -0.3, "b": 0.1, "c": 0.42}).table
    assert table.rows() == [("c", 0.42, "+0.42"), ("b", 0.1, "+0.10"), ("a", -0.3, "−0.30")]


def test_bars_are_as_long_as_the_table_says(read):
    figure = drawn({"a": -0.3, "b": 0.1, "c": 0.42})
    for svg in (figure.svg, figure.narrow):
        widths = [float(node.get("width", "0")) for node in read(svg).all("rect", "fig-bar")]
        shown = [abs(value) / 0.42 for value in figure.table["contribution"]]
        assert [width / widths[0] for width in widths] == pytest.approx(shown, abs=0.005)


def test_what_raises_is_filled_and_what_lowers_outlined(read):
    bars = read(drawn({"a": -0.3, "b": 0.1}).svg).all("rect", "fig-bar")
    assert [bar.get("stroke") is None for bar in bars] == [True, False]


def test_the_smallest_are_drawn_as_their_sum_and_nothing_is_lost():
    values = {f"factor {index}": (-1) ** index * index / 10 for index in range(1, 21)}
    table = drawn(values, most=8).table
    assert table.height == 8
    assert table["name"][-1] == "13 smaller ones together"
    assert math.fsum(table["contribution"]) == pytest.approx(math.fsum(values.values()))


def test_the_sum_stands_below_and_in_the_description(read):
    figure = drawn({"a": -0.3, "b": 0.42}, unit="log-odds")
    assert "Together +0.12, in log-odds." in read(figure.svg).words()
    assert figure.description == (
        "Contributions in log-odds. Raises the risk: b +0.42. Lowers the risk: a −0.30. "
        "Together +0.12, in log-odds."
    )


def test_all_zero_and_one_sided_contributions_can_be_drawn():
    assert drawn({"a": 0.0}).table["shown_as"].item() == "0"
    assert drawn({"a": 0.2, "b": 0.1}).svg
    assert drawn({"a": -0.2}).svg


@pytest.mark.parametrize("bad", [None, float("nan"), float("inf")])
def test_an_unknown_contribution_is_refused_because_the_sum_would_be_wrong(bad):
    with pytest.raises(InputError, match="add up"):
        drawn({"a": 0.2, "b": bad})


def test_missing_columns_and_no_rows_are_refused():
    with pytest.raises(MissingColumnError, match="contribution"):
        contributions(pl.DataFrame({"name": ["a"]}), title="Why?")
    with pytest.raises(InputError, match="one at least"):
        contributions(pl.DataFrame({"name": [], "contribution": []}), title="Why?")
