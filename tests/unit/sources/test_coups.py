"""Coups: the authors' list and table, and EWP's copy, all as years with an attempt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from avert.errors import MalformedFileError
from avert.periods import month_id
from readers import read_as, write_tabbed
from samples import write_csv

VERSION = "V2026.01.13"


def attempt(name: str, cow: int, day: str, outcome: int, version: str = VERSION) -> dict[str, Any]:
    year, month, number = map(int, day.split("-"))
    return {
        "country": name, "ccode": cow, "ccode_gw": "", "ccode_polity": cow, "year": year, "month": month, "day": number,
        "coup": outcome, "version": version,
    }  # fmt: skip


def state_year(name: str, cow: int, year: int, *outcomes: int) -> dict[str, Any]:
    coded = dict(zip(("coup1", "coup2", "coup3", "coup4"), (*outcomes, 0, 0, 0, 0), strict=False))
    return {"ccode": cow, "abbrev": "", "country": name, "year": year, "ccode_gw": "", "ccode_polity": ""} | coded | {
        "date1": "", "date2": "", "date3": "", "date4": "", "version": VERSION,
    }  # fmt: skip


def test_a_list_of_events_is_counted_by_state_and_year(tmp_path: Path) -> None:
    reading = read_as("coups", write_tabbed(tmp_path / "powell_thyne_coups_final.txt", [
        attempt("Haiti", 41, "1989-4-2", 1), attempt("Haiti", 41, "1989-4-8", 1),
        attempt("Burkina Faso", 439, "2022-1-24", 2), attempt("Burkina Faso", 439, "2022-9-30", 2),
    ]))  # fmt: skip
    assert reading.frame.rows() == [(41, 1989, True, 2, 0), (439, 2022, True, 2, 2)]
    assert reading.frame.columns == [
        "country_gwcode", "year", "is_coup_attempted", "coup_attempts_count", "coups_successful_count",
    ]  # fmt: skip


def test_the_version_in_the_file_is_the_release_and_the_list_is_complete_up_to_the_month_before(
    tmp_path: Path,
) -> None:
    reading = read_as("coups", write_tabbed(tmp_path / "coups.txt", [attempt("Haiti", 41, "1989-4-2", 1)]))
    assert (reading.release, reading.vintage, reading.is_inferred) == (
        "2026-01-13",
        dt.date(2026, 1, 13),
        False,
    )
    assert (reading.coverage.first_month, reading.coverage.last_month) == (
        month_id(1950, 1),
        month_id(2025, 12),
    )
    assert not reading.coverage.is_by_row, "a year without a row is a year without an attempt"


def test_without_a_version_no_more_is_claimed_than_the_years_with_events(tmp_path: Path) -> None:
    row = {name: value for name, value in attempt("Haiti", 41, "1989-4-2", 1).items() if name != "version"}
    reading = read_as("coups", write_tabbed(tmp_path / "coups.txt", [row]))
    assert (reading.release, reading.is_inferred, reading.coverage.last_month) == (
        "1990",
        True,
        month_id(1989, 12),
    )


def test_the_authors_table_says_the_same(tmp_path: Path) -> None:
    reading = read_as("coups", write_tabbed(tmp_path / "powell_thyne_ccode_year.txt", [
        state_year("Haiti", 41, 1989, 1, 1), state_year("Haiti", 41, 1990), state_year("Burkina Faso", 439, 2025),
        state_year("Burkina Faso", 439, 2022, 2, 2),
    ]))  # fmt: skip
    assert reading.frame.rows() == [(41, 1989, True, 2, 0), (439, 2022, True, 2, 2)]
    assert reading.coverage.last_month == month_id(2025, 12)


def test_the_projects_copy_says_whether_and_not_how_many(tmp_path: Path) -> None:
    rows = [
        {"ccode": cow, "country": name, "year": year, "cou.any": tried}
        for cow, name, year, tried in ((700, "Afghanistan", 1945, 0), (365, "Soviet Union", 1991, 1),
                                       (678, "Yemen (North)", 1962, 1))
    ]  # fmt: skip
    reading = read_as("coups", write_csv(tmp_path / "all-coups.csv", rows))
    assert reading.frame.rows() == [(365, 1991, True, None, None), (678, 1962, True, None, None)]
    assert reading.coverage.first_month == month_id(1945, 1)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([attempt("Haiti", 41, "1989-4-2", 3)], "coup in record 1 is 3, outside 1 to 2"),
        (
            [attempt("Haiti", 41, "1989-4-2", 1), attempt("Haiti", 41, "1990-4-2", 1, "V2025.02.01")],
            "mixes 2 versions",
        ),
        (
            [attempt("Haiti", 41, "2026-4-2", 1, "V2025.02.01")],
            "has 2026, which a release of 2025-02-01 cannot",
        ),
        ([attempt("Nowhere", 999, "1989-4-2", 1)], "no country that was a state"),
    ],
)
def test_a_faulty_list_is_refused(tmp_path: Path, rows: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(MalformedFileError, match=complaint):
        read_as("coups", write_tabbed(tmp_path / "coups.txt", rows))


def test_a_number_of_no_state_is_reported(tmp_path: Path) -> None:
    rows = [attempt("Haiti", 41, "1989-4-2", 1), attempt("Nowhere", 999, "1989-4-2", 1)]
    reading = read_as("coups", write_tabbed(tmp_path / "coups.txt", rows))
    assert "left out, rows that Avert cannot place: 1 (Nowhere)" in reading.notes


def test_an_area_without_a_number_is_reported(tmp_path: Path) -> None:
    rows = [state_year("Haiti", 41, 1989, 1), state_year("Abkhazia", 41, 1995, 1) | {"ccode": ""}]
    reading = read_as("coups", write_tabbed(tmp_path / "coups.txt", rows))
    assert reading.frame["country_gwcode"].to_list() == [41]
    assert "left out, rows of areas that are no states: 1 (Abkhazia)" in reading.notes
