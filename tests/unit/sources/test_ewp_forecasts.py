"""The Early Warning Project's forecasts of past years, on a synthetic file in its layout."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from avert.errors import MalformedFileError
from avert.sources.files import take_in
from avert.sources.registry import reader_for
from avert.sources.tables import Reading
from samples import write_csv

NAME = "FOOSforecasts_3Sep2025.csv"


def forecast(**changes: Any) -> dict[str, Any]:
    return {
        "": 1, "year": 1994, "ewp_name": "Ethiopia", "ccode": 530, "mk_onset": 0, "prev_year": 1993,
        "two_years_prior": 1992, "risk_prev": 0.02, "rank_prev": 40, "risk_two_years_prior": "NA",
        "rank_two_years_prior": "NA", "maxrisk2": 0.02, "minrank2": 40,
    } | changes  # fmt: skip


def read(tmp_path: Path, *rows: dict[str, Any], name: str = NAME) -> Reading:
    with take_in(write_csv(tmp_path / name, rows), tmp_path) as file:
        return reader_for(file, None).read(file, None)


def test_ranks_of_both_years_are_read_and_what_is_missing_stays_missing(tmp_path: Path) -> None:
    reading = read(tmp_path, forecast(), forecast(ccode=678, year=2000, rank_two_years_prior=7))
    row = reading.frame.row(0, named=True)
    assert (row["country_gwcode"], row["year"], row["rank_from_year_before"]) == (530, 1994, 40.0)
    assert row["rank_from_two_years_before"] is None
    assert reading.frame["rank_from_two_years_before"].to_list() == [None, 7.0]
    assert not reading.notes


def test_the_release_is_the_day_in_the_files_name_else_inferred(tmp_path: Path) -> None:
    named = read(tmp_path, forecast())
    assert (named.release, named.vintage, named.is_inferred) == ("2025-09-03", dt.date(2025, 9, 3), False)
    unnamed = read(tmp_path, forecast(year=2024), name="forecasts.csv")
    assert (unnamed.release, unnamed.is_inferred) == ("2025", True)


def test_a_code_that_was_no_state_then_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedFileError, match="country codes that Avert does not know: 999"):
        read(tmp_path, forecast(ccode=999))
