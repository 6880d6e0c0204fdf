"""The UN's infant mortality, on synthetic files in the publisher's layout and as EWP prepared it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from avert.errors import MalformedFileError, UnknownFileError
from avert.sources.files import take_in
from avert.sources.registry import reader_for
from avert.sources.tables import Reading
from samples import write_csv

NAME = "WPP2024_Demographic_Indicators_Medium.csv"
TERRITORY = "rates are for the territory of today, also in years when a state was larger or smaller"


def area(iso3: str, year: int, rate: float | str, **changes: Any) -> dict[str, Any]:
    """Return one area's year in the layout of World Population Prospects."""
    return {
        "SortOrder": 1, "LocID": 752, "Notes": "", "ISO3_code": iso3, "ISO2_code": "", "SDMX_code": 752,
        "LocTypeID": 4, "LocTypeName": "Country/Area", "ParentID": 924, "Location": "Area", "VarID": 2,
        "Variant": "Medium", "Time": year, "TPopulation1Jan": 10.5, "PopDensity": 25.6, "MedianAgePop": 40.1,
        "NatChange": 0.1, "DoublingTime": "", "Births": 104.1, "Births1519": 0.4, "CBR": 10, "TFR": 1.4, "NRR": 0.7,
        "MAC": 31, "SRB": 105, "DeathsMale": 47, "CDR": 9, "LExMale": 81, "InfantDeaths": 0.2, "IMR": rate,
        "LBsurvivingAge1": 104, "Under5Deaths": 0.2, "Q0040Male": 8.8, "NetMigrations": 20, "CNMR": 1.9,
    } | changes  # fmt: skip


def prepared(iso3: str, year: int, rate: float, ccode: int | str = "NA") -> dict[str, Any]:
    return {"iso3c": iso3, "year": year, "un_imr": rate, "ccode": ccode}


def read(path: Path, release: str | None = None) -> Reading:
    with take_in(path, path.parent) as file:
        reader = reader_for(file, release)
        assert reader.layout.source == "un_infant_mortality"
        return reader.read(file, release)


def read_rows(tmp_path: Path, *rows: dict[str, Any], name: str = NAME, release: str | None = None) -> Reading:
    return read(write_csv(tmp_path / name, rows), release)


class TestCountries:
    def test_rates_are_by_state_and_year_and_groupings_of_states_are_no_rows(self, tmp_path: Path) -> None:
        reading = read_rows(
            tmp_path, area("SWE", 2023, 1.8608), area("", 2023, 27.9), area("ETH", 2022, 34.1)
        )
        assert reading.frame.columns == ["country_gwcode", "year", "infant_mortality_per_1000"]
        assert reading.frame.rows() == [(380, 2023, 1.8608), (530, 2022, 34.1)]
        assert reading.notes == (TERRITORY,)

    def test_a_missing_rate_is_no_row(self, tmp_path: Path) -> None:
        assert read_rows(tmp_path, area("SWE", 2023, 1.8), area("NOR", 2023, "")).frame.height == 1

    def test_territories_and_years_before_a_state_are_left_out_and_counted(self, tmp_path: Path) -> None:
        reading = read_rows(
            tmp_path,
            area("PRI", 2020, 5),
            area("AGO", 1974, 150),
            area("AGO", 1975, 149),
            area("XKX", 2007, 12),
        )
        assert reading.frame.select("country_gwcode", "year").rows() == [(540, 1975)]
        assert reading.notes[-1] == "3 rates of territories, and of years before a state, were left out"

    def test_rates_of_today_are_not_given_to_states_that_have_ended(self, tmp_path: Path) -> None:
        """A Correlates of War number would make Czechoslovakia of Czechia and South Yemen of Yemen."""
        reading = read_rows(
            tmp_path, prepared("CZE", 1989, 11, 315), prepared("CZE", 1993, 9, 316), prepared("YEM", 1980, 140, 680),
            prepared("SRB", 2000, 12, 345), prepared("SRB", 2006, 8, 345), name="un_imr.csv",
        )  # fmt: skip
        assert reading.frame.select("country_gwcode", "year").rows() == [
            (316, 1993),
            (340, 2006),
            (678, 1980),
        ]

    @pytest.mark.parametrize(
        ("rows", "complaint"),
        [
            ([area("SWE", 2023, 1.8), area("SWE", 2023, 1.8)], "repeats iso3 . year: SWE/2023"),
            ([area("SWE", 2023, 1800)], "outside 0 to 1000"),
            ([area("SWE", 2023, "low")], "IMR in record 1 is not a number"),
            ([area("QQQ", 2023, 5)], "'QQQ', which is no ISO code"),
            ([area("SWE", 2023, 1.8, Variant="High")], "holds the variants High"),
            ([area("", 2023, 27.9)], "no country with a rate"),
            ([area("PRI", 2023, 5)], "no country that was a state"),
        ],
    )
    def test_a_faulty_file_is_refused(
        self, tmp_path: Path, rows: list[dict[str, Any]], complaint: str
    ) -> None:
        with pytest.raises(MalformedFileError, match=complaint):
            read_rows(tmp_path, *rows)

    def test_the_prospects_other_tables_are_not_taken_for_it(self, tmp_path: Path) -> None:
        row = area("SWE", 2023, 1.8)
        del row["IMR"]
        with pytest.raises(UnknownFileError):
            read_rows(tmp_path, row)


class TestRevisions:
    def test_what_the_revision_projects_is_left_out_and_said_to_be(self, tmp_path: Path) -> None:
        reading = read_rows(tmp_path, *(area("SWE", year, 1.8) for year in (2022, 2023, 2024, 2025, 2100)))
        assert reading.frame["year"].to_list() == [2022, 2023]
        assert reading.notes[1:] == ("3 rates from 2024 on are projections and were left out",)
        assert (reading.release, reading.vintage, reading.is_inferred) == (
            "2024",
            dt.date(2024, 12, 31),
            False,
        )
        with pytest.raises(MalformedFileError, match="has projections only, from 2024 on"):
            read_rows(tmp_path, area("SWE", 2024, 1.8))

    @pytest.mark.parametrize(
        ("name", "last_year", "stated", "wanted"),
        [
            ("WPP2022_Demographic_Indicators_Medium.csv", 2022, None, ("2022", False)),
            ("rates.csv", 2024, None, ("2024", True)),
            ("rates.csv", 2020, None, ("2022", True)),
            ("rates.csv", 2030, "2024", ("2024", False)),
            ("rates.csv", 2025, "2026", ("2026", False)),
        ],
    )
    def test_it_is_as_stated_as_the_file_is_called_or_the_first_that_holds_the_last_rate(
        self, tmp_path: Path, name: str, last_year: int, stated: str | None, wanted: tuple[str, bool]
    ) -> None:
        rows = (area("SWE", year, 1.8) for year in (2010, last_year))
        reading = read_rows(tmp_path, *rows, name=name, release=stated)
        assert (reading.release, reading.is_inferred) == wanted
        assert reading.vintage == dt.date(int(reading.release), 12, 31)

    @pytest.mark.parametrize(
        ("stated", "complaint"), [(None, "State which revision it is"), ("24.1", "write its year, like 2024")]
    )
    def test_a_revision_that_cannot_be_told_must_be_stated(
        self, tmp_path: Path, stated: str | None, complaint: str
    ) -> None:
        with pytest.raises(MalformedFileError, match=complaint):
            read_rows(tmp_path, area("SWE", 2060, 1), name="rates.csv", release=stated)
