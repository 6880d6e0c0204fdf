"""Reliability and a risk by year: what was said, how sure, and what came."""

from __future__ import annotations

import polars as pl
import pytest
from tests.unit.figures.conftest import BINS, YEARS

from avert.errors import InputError
from avert.figures import reliability, risk_trajectory


def test_where_too_much_was_stated_the_diamond_lies_right_of_the_interval(read) -> None:
    drawing = read(reliability(BINS, title="Came it?").svg)
    stated = [
        float(path.get("d").split()[0].removeprefix("M")) + 6 for path in drawing.all("path", "fig-stated")
    ]
    ends = [float(line.get("x2")) for line in drawing.all("line", "fig-interval")]
    assert stated[1] > ends[1]
    assert stated[0] < ends[0]


def test_each_bin_says_its_range_and_how_often_it_came(read) -> None:
    words = read(reliability(BINS, title="Came it?").svg).words()
    assert "0–1\u202f%" in words
    assert "2 of 1,000" in words


def test_a_bin_in_which_nothing_came_stands_at_zero(read) -> None:
    none = BINS.with_columns(events=pl.lit(0), share=pl.lit(0.0), share_low=pl.lit(0.0))
    drawing = read(reliability(none, title="Came it?").svg)
    assert len({circle.get("cx") for circle in drawing.all("circle")[:2]}) == 1


def test_whiskers_stand_only_where_an_interval_was_computed(read) -> None:
    drawing = read(risk_trajectory(YEARS, title="Sudan").svg)
    assert len(drawing.all("path", "fig-whisker")) == 1
    assert "90 % interval" in drawing.words()
    without = YEARS.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("risk_low", "risk_high"))
    assert "90 % interval" not in read(risk_trajectory(without, title="Sudan").svg).words()


def test_a_year_after_which_it_came_has_another_shape(read) -> None:
    drawing = read(risk_trajectory(YEARS, title="Sudan").svg)
    assert len(drawing.all("rect", "fig-followed")) == 2, "the mark and its key"


def test_years_with_a_gap_between_them_are_not_joined(read) -> None:
    drawing = read(risk_trajectory(YEARS, title="Sudan").svg)
    joined = next(path.get("d") for path in drawing.all("path") if "L" in (path.get("d") or ""))
    assert joined.count("M") == 1, "2000 to 2001; 2003 stands alone"


def test_without_anything_known_there_is_no_figure() -> None:
    with pytest.raises(InputError, match="nothing to draw"):
        risk_trajectory(YEARS.with_columns(risk=pl.lit(None, pl.Float64)), title="Sudan")
    with pytest.raises(InputError, match="nothing was tested"):
        reliability(BINS.head(0), title="Came it?")
