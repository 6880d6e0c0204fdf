"""World Development Indicators: the bulk archive, one indicator from the API, and EWP's copy."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

from avert.errors import MalformedFileError
from readers import read_as
from samples import write_csv

INCOME, PEOPLE = "NY.GDP.PCAP.KD", "SP.POP.TOTL"


def row(name: str, iso3: str, code: str, *values: float | str) -> dict[str, Any]:
    years = dict(zip(("1990", "1993", "2024"), values, strict=True))
    called = {INCOME: "GDP per capita (constant 2015 US$)", PEOPLE: "Population, total"}.get(code, "…")
    return {
        "Country Name": name,
        "Country Code": iso3,
        "Indicator Name": called,
        "Indicator Code": code,
    } | years


def bulk(folder: Path, *rows: dict[str, Any]) -> Path:
    """Write the archive as the World Bank does: the table beside others, every line ending with a comma."""
    table = write_csv(folder / "WDICSV.csv", [r | {"": ""} for r in rows])
    path = folder / "WDI_CSV.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(table, "WDICSV.csv")
        archive.writestr("WDICountry.csv", "Country Code,Region\nERI,Africa\n")
        archive.writestr("WDISeries.csv", "Series Code,Topic\n")
    return path


def one_indicator(folder: Path, *rows: dict[str, Any], updated: str = "2025-07-01") -> Path:
    path = write_csv(folder / "API_SP.POP.TOTL_DS2_en_csv_v2_1.csv", [r | {"": ""} for r in rows])
    above = f'"Data Source","World Development Indicators",\n\n"Last Updated Date","{updated}",\n\n'
    path.write_text("\ufeff" + above + path.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_years_become_rows_of_states_and_indicators_become_columns(tmp_path: Path) -> None:
    path = bulk(
        tmp_path,
        row("Kenya", "KEN", INCOME, 1200.5, "", 1800),
        row("Kenya", "KEN", PEOPLE, 23e6, 25e6, 56e6),
        row("Kenya", "KEN", "AG.LND.TOTL.K2", 1, 1, 1),
    )
    reading = read_as("wdi", path)
    assert reading.frame.columns == ["country_gwcode", "year", "gdp_per_capita_usd_2015", "population"]
    assert reading.frame.rows() == [
        (501, 1990, 1200.5, 23e6),
        (501, 1993, None, 25e6),
        (501, 2024, 1800.0, 56e6),
    ]
    assert "1 other indicators were left out" in reading.notes
    assert (reading.release, reading.vintage, reading.is_inferred) == ("2025", dt.date(2025, 12, 31), True)


def test_groupings_and_years_before_a_state_are_left_out_and_named(tmp_path: Path) -> None:
    path = bulk(
        tmp_path,
        row("Eritrea", "ERI", PEOPLE, 2e6, 2.1e6, 3.5e6),
        row("World", "WLD", PEOPLE, 5e9, 5.5e9, 8e9),
        row("Hong Kong SAR, China", "HKG", PEOPLE, 5e6, 6e6, 7e6),
    )
    reading = read_as("wdi", path)
    assert reading.frame.select("country_gwcode", "year").rows() == [(531, 1993), (531, 2024)]
    assert reading.notes[-2:] == (
        "left out, rows of areas that are no states: 6 (Hong Kong SAR, China, World)",
        "left out, rows of years in which the country was no state: 1",
    )


def test_an_income_in_the_prices_of_another_year_is_left_out_and_said_to_be(tmp_path: Path) -> None:
    older = row("Kenya", "KEN", INCOME, 1, 2, 3) | {"Indicator Name": "GDP per capita (constant 2010 US$)"}
    reading = read_as("wdi", bulk(tmp_path, older, row("Kenya", "KEN", PEOPLE, 4, 5, 6)))
    assert reading.frame.columns == ["country_gwcode", "year", "population"]
    assert "left out, in prices of another year than the one we name: NY.GDP.PCAP.KD" in reading.notes
    with pytest.raises(MalformedFileError, match="no value of an indicator"):
        read_as("wdi", bulk(tmp_path, older))


def test_one_indicator_from_the_api_is_of_the_day_it_states(tmp_path: Path) -> None:
    reading = read_as("wdi", one_indicator(tmp_path, row("Kenya", "KEN", PEOPLE, 23e6, 25e6, 56e6)))
    assert reading.frame.columns == ["country_gwcode", "year", "population"]
    assert (reading.release, reading.vintage, reading.is_inferred) == (
        "2025-07-01", dt.date(2025, 7, 1), False,
    )  # fmt: skip


def test_the_projects_copy_is_placed_by_iso_code_and_not_by_its_number(tmp_path: Path) -> None:
    """Its numbers give Yemen's years before 1990 to South Yemen and Serbia's to Yugoslavia."""
    base = {"wdi.trade.new": "", "wdi.gdppc.new": 900.0, "wdi.gdppcgrow.new": -2.5, "wdi.popsize.new": 1e7,
            "wdi.imrate.new": 80, "wdi.imports.new": "", "wdi.exports.new": ""}  # fmt: skip
    rows = [
        {"country": name, "iso2c": "", "iso3c": iso3, "year": year} | base | {"ccode": cow}
        for name, iso3, year, cow in (
            ("Yemen, Rep.", "YEM", 1985, 680), ("Serbia", "SRB", 1999, 345), ("Serbia", "SRB", 2010, 345),
        )
    ]  # fmt: skip
    reading = read_as("wdi", write_csv(tmp_path / "wdi.csv", rows))
    assert reading.frame.select("country_gwcode", "year").rows() == [(340, 2010), (678, 1985)]
    assert reading.frame["gdp_per_capita_growth_percent"].to_list() == [-2.5, -2.5]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([row("Kenya", "KEN", PEOPLE, 1, 2, "many")], "2024 in record 1 is not a number"),
        ([row("Kenya", "KEN", PEOPLE, 1, 2, 3)] * 2, "repeats iso3 . indicator: KEN/SP.POP.TOTL"),
        ([row("Kenya", "KEN", "AG.LND.TOTL.K2", 1, 2, 3)], "no value of an indicator"),
        ([row("World", "WLD", PEOPLE, 1, 2, 3)], "no country that was a state"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, rows: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(MalformedFileError, match=complaint):
        read_as("wdi", bulk(tmp_path, *rows))


def test_a_release_that_cannot_hold_the_newest_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedFileError, match="a release of 2020 cannot hold"):
        read_as("wdi", bulk(tmp_path, row("Kenya", "KEN", PEOPLE, 1, 2, 3)), "2020")
