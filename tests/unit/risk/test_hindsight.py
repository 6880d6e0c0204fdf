from __future__ import annotations

import polars as pl
import pytest

from avert.errors import MissingColumnError
from avert.risk.data_sheet import data_sheet
from avert.risk.hindsight import LISTED, looked_back, ranked


def forecasts(*, countries: int = 40, onsets: tuple[int, ...] = (0, 39)) -> pl.DataFrame:
    rows = [("m", code, origin, (countries - code) / 100, int(code in onsets)) for origin in (2000, 2001)
            for code in range(countries)]  # fmt: skip
    return pl.DataFrame(rows, schema=["model", "country_gwcode", "origin", "p", "y"], orient="row")


def test_a_country_is_ranked_among_those_of_its_own_year() -> None:
    rows = ranked(forecasts(), "m").filter(country_gwcode=39)
    assert rows.select("origin", "rank", "ranked_count", "is_listed").rows() == [
        (2000, 40, 40, False),
        (2001, 40, 40, False),
    ]


def test_an_onset_on_the_list_is_caught_one_off_it_is_missed_the_rest_of_the_list_was_feared_in_vain() -> (
    None
):
    assert looked_back(ranked(forecasts(), "m")).rows() == [
        (2000, 40, 2, 1, 1, LISTED - 1),
        (2001, 40, 2, 1, 1, 29),
    ]


def test_other_models_are_left_out() -> None:
    both = pl.concat([forecasts(), forecasts().with_columns(model=pl.lit("other"), p=pl.lit(1.0))])
    assert ranked(both, "m").height == 80


def test_without_outcomes_there_are_ranks_but_no_looking_back() -> None:
    rows = ranked(forecasts().drop("y"), "m")
    assert rows["rank"].max() == 40
    with pytest.raises(MissingColumnError, match="outcomes"):
        looked_back(rows)


def test_a_data_sheet_counts_what_is_empty_or_not_a_number() -> None:
    panel = pl.DataFrame({"country_gwcode": [1] * 4, "year": [1, 2, 3, 4], "x": [None, 1.0, float("nan"), 2.0],
                          "y": [None] * 4, "name": ["a"] * 4}, schema_overrides={"y": pl.Int8})  # fmt: skip
    assert data_sheet(panel).rows() == [("x", 4, 0.5, 2, 4), ("y", 4, 1.0, None, None)]
