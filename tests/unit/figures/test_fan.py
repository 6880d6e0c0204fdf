"""The fan of a forecast: bands around a median, what was recorded beside it, and what is not known apart."""

from __future__ import annotations

import polars as pl
import pytest
from tests.unit.figures.conftest import AHEAD, RECORDED

from avert.errors import InputError, MissingColumnError
from avert.figures import forecast_fan


def test_months_that_follow_each_other_share_a_band_and_a_gap_parts_them(read) -> None:
    drawing = read(forecast_fan(RECORDED, AHEAD, title="What?").svg)
    assert len(drawing.all("path", "fig-median")) == 2
    assert len(drawing.all("path", "fig-band-q05")) == 2


def test_forecasts_of_two_origins_are_not_joined(read) -> None:
    joined = AHEAD.head(2)
    assert len(read(forecast_fan(RECORDED, joined, title="What?").svg).all("path", "fig-median")) == 1
    apart = joined.with_columns(origin=pl.Series([500, 505]))
    assert len(read(forecast_fan(RECORDED, apart, title="What?").svg).all("path", "fig-median")) == 2


def test_a_month_without_a_death_is_hollow_at_zero_and_one_without_a_record_is_hatched(read) -> None:
    drawing = read(forecast_fan(RECORDED, AHEAD, title="What?").svg)
    fills = [dot.get("class").split()[1] for dot in drawing.all("circle", "fig-recorded")]
    assert fills == ["fig-f-ink", "fig-f-paper", "fig-f-ink"]
    assert "unknown" in drawing.words()
    known = pl.DataFrame({"month_id": [504, 505], "deaths": [1, 2]})
    assert "unknown" not in read(forecast_fan(known, AHEAD, title="What?").svg).words()
    since = pl.DataFrame({"month_id": [505, 506, 507], "deaths": [1, None, 2]})
    assert "unknown" not in read(forecast_fan(since, AHEAD, title="What?").svg).words(), "the band lies there"


def test_ten_times_as_many_deaths_stand_a_step_higher_and_none_has_its_place(read) -> None:
    bands = AHEAD.with_columns(q95=pl.lit(2000))
    words = read(forecast_fan(RECORDED, bands, title="What?").svg).words()
    assert [word for word in words if word in {"0", "1", "10", "100", "1,000", "10,000"}] == [
        *("0", "1", "10", "100", "1,000")
    ]


def test_pointing_at_a_month_says_its_interval_or_what_was_recorded(read) -> None:
    titles = read(forecast_fan(RECORDED, AHEAD, title="What?").svg).titles()
    assert "Feb 2022: median 4, 90 % interval 0 to 60" in titles
    assert "Jan 2022: 3 recorded" in titles


def test_the_table_holds_what_is_drawn_and_leaves_the_unknown_empty() -> None:
    table = forecast_fan(RECORDED, AHEAD, title="What?").table
    assert table["deaths"].to_list()[:4] == [40, None, 0, 3]
    assert table["q50"].to_list()[4:] == [4, 5, None, None, 0]


def test_without_a_record_the_forecast_is_drawn_alone(read) -> None:
    nothing = RECORDED.head(0)
    assert not read(forecast_fan(nothing, AHEAD, title="What?").svg).all("circle", "fig-recorded")


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(InputError, match="no forecast to draw"):
        forecast_fan(RECORDED, AHEAD.head(0), title="What?")
    with pytest.raises(InputError, match="Quantiles fall"):
        forecast_fan(RECORDED, AHEAD.with_columns(q05=pl.lit(99)), title="What?")
    with pytest.raises(InputError, match="one row for each"):
        forecast_fan(RECORDED, pl.concat([AHEAD, AHEAD]), title="What?")
    with pytest.raises(MissingColumnError, match="q50"):
        forecast_fan(RECORDED, AHEAD.drop("q50"), title="What?")
