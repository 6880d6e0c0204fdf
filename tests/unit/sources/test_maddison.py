"""Maddison Project: the publisher's workbook and EWP's copy, with states that have ended."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from avert.errors import MalformedFileError
from readers import read_as
from samples import write_csv

Row = tuple[str, str, int, float | None, float | None]


def workbook(path: Path, *rows: Row, sheet: str = "Full data") -> Path:
    book = Workbook()
    book.active.title = "Notes"
    table = book.create_sheet(sheet)
    table.append(["countrycode", "country", "region", "year", "gdppc", "pop"])
    for code, name, year, income, people in rows:
        table.append([code, name, "Somewhere", year, income, people])
    book.save(path)
    return path


def prepared(name: str, year: int, income: float, people: float, ccode: int | str) -> dict[str, Any]:
    return {"country": name, "year": year, "mad_gdppc": income, "mad_pop": people, "ccode": ccode}


def test_income_and_people_in_persons_by_state_and_year(tmp_path: Path) -> None:
    reading = read_as(
        "maddison",
        workbook(
            tmp_path / "mpd2023_web.xlsx",
            ("FRA", "France", 1820, 1500.0, 31000.0),
            ("FRA", "France", 2022, 40000.0, 68000.0),
            ("FRA", "France", 2021, None, None),
        ),
    )
    assert reading.frame.rows() == [(220, 1820, 1500.0, 31_000_000.0), (220, 2022, 40000.0, 68_000_000.0)]
    assert reading.frame.columns == ["country_gwcode", "year", "gdp_per_capita_usd_2011", "population"]
    assert (reading.release, reading.vintage, reading.is_inferred) == ("2023", dt.date(2024, 12, 31), False)


def test_the_year_decides_between_the_soviet_union_and_russia(tmp_path: Path) -> None:
    rows: list[Row] = [
        (code, name, year, income, 1.0)
        for year in (1985, 1991, 1992)
        for code, name, income in (("SUN", "Former USSR", 6000.0), ("RUS", "Russian Federation", 9000.0))
    ]
    reading = read_as("maddison", workbook(tmp_path / "mpd2023.xlsx", *rows))
    assert reading.frame.select("country_gwcode", "year", "gdp_per_capita_usd_2011").rows() == [
        (365, 1985, 6000.0), (365, 1991, 6000.0), (365, 1992, 9000.0),
    ]  # fmt: skip


def test_states_that_have_ended_stand_for_themselves_while_they_were_and_their_heirs_afterwards(
    tmp_path: Path,
) -> None:
    rows = [
        prepared("Former Yugoslavia", 1980, 1, 1, 345), prepared("Former Yugoslavia", 2015, 1, 1, 345),
        prepared("Serbia", 1980, 1, 1, "NA"), prepared("Serbia", 2015, 1, 1, ""),
        prepared("Czechoslovakia", 1990, 1, 1, 315), prepared("Czech Republic", 1990, 1, 1, 316),
        prepared("Former USSR", 1980, 1, 1, ""), prepared("Russian Federation", 1980, 2, 2, 365),
        prepared("Yemen", 1980, 1, 1, 678), prepared("Congo", 1970, 1, 1, 484), prepared("Viet Nam", 1960, 1, 1, 816),
    ]  # fmt: skip
    reading = read_as("maddison", write_csv(tmp_path / "maddison.csv", rows))
    assert reading.frame.select("country_gwcode", "year").rows() == [
        (315, 1990), (340, 2015), (345, 1980), (365, 1980), (484, 1970), (678, 1980), (816, 1960),
    ]  # fmt: skip
    assert reading.notes[-1] == "left out, rows of years in which the country was no state: 3"


def test_a_name_that_nobody_knows_is_reported(tmp_path: Path) -> None:
    rows = [prepared("France", 2000, 1, 1, 220), prepared("Atlantis", 2000, 1, 1, "")]
    reading = read_as("maddison", write_csv(tmp_path / "maddison.csv", rows))
    assert reading.frame.height == 1
    assert "left out, rows of areas that are no states: 1 (Atlantis)" in reading.notes


def test_two_rows_for_one_state_and_year_are_refused(tmp_path: Path) -> None:
    rows = [prepared("France", 2000, 1, 1, 220)] * 2
    with pytest.raises(MalformedFileError, match=r"repeats country_name \+ year: France/2000"):
        read_as("maddison", write_csv(tmp_path / "maddison.csv", rows))
