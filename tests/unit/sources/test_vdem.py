"""V-Dem, on synthetic files in the publisher's layout and in the layout of packages for R."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from avert.errors import MalformedFileError, UnknownFileError
from avert.sources.files import take_in
from avert.sources.registry import reader_for
from avert.sources.tables import Reading
from samples import write_csv

REQUIRED = ("v2x_polyarchy", "v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem")
NAME = "V-Dem-CY-Full+Others-v15.csv"


def values(index: str, value: float) -> dict[str, float]:
    bounds = {f"{index}_codelow": value - 0.05, f"{index}_codehigh": value + 0.05}
    return {index: value, **bounds, f"{index}_sd": 0.04}


def unit(**changes: Any) -> dict[str, Any]:
    """Return one unit's year in V-Dem's own layout."""
    row: dict[str, Any] = {
        "country_name": "Sweden", "country_text_id": "SWE", "country_id": 5, "year": 2024,
        "historical_date": "2024-12-31", "project": 0, "historical": 1, "histname": "Kingdom of Sweden",
        "codingstart": 1789, "codingend": 2024, "gapstart1": "", "gapend1": "", "gap_index": 1, "COWcode": 380,
    }  # fmt: skip
    for index in REQUIRED:
        row |= values(index, 0.5)
    return (
        row | values("v2x_clphy", 0.9) | values("v2clkill", 2.5) | {"v2clkill_ord": 4, "e_pop": 1.0} | changes
    )


def packaged(**changes: Any) -> dict[str, Any]:
    """Return the same in the packagers' layout; numbers are floats there."""
    row = {
        "vdem_country_name": "Sweden", "country_text_id": "SWE", "country_id": 5.0, "year": 2024.0,
        "historical_date": "2024-12-31", "vdem_cowcode": 380.0, "extended_country_name": "Sweden",
        "GWn": 380.0, "cown": 380.0, "in_GW_system": True,
    }  # fmt: skip
    for index in (*REQUIRED, "v2x_api"):
        row |= values(index, 0.5)
    return row | changes


def read(path: Path, release: str | None = None) -> Reading:
    with take_in(path, path.parent) as file:
        reader = reader_for(file, release)
        assert reader.layout.source == "vdem"
        return reader.read(file, release)


def read_units(
    tmp_path: Path, *rows: dict[str, Any], name: str = NAME, release: str | None = None
) -> Reading:
    return read(write_csv(tmp_path / name, rows), release)


def read_packaged(tmp_path: Path, *rows: dict[str, Any]) -> Reading:
    path = tmp_path / "vdem_v15_indices.parquet"
    pl.DataFrame(list(rows), infer_schema_length=None).write_parquet(path)
    return read(path)


class TestValues:
    def test_each_index_keeps_its_name_and_brings_its_interval(self, tmp_path: Path) -> None:
        reading = read_units(tmp_path, unit())
        row = reading.frame.row(0, named=True)
        assert (row["country_gwcode"], row["year"]) == (380, 2024)
        assert (row["v2x_clphy"], row["v2x_clphy_low"], row["v2x_clphy_high"]) == (
            0.9,
            0.85,
            pytest.approx(0.95),
        )
        assert row["v2clkill"] == 2.5
        assert not [column for column in reading.frame.columns if column.endswith(("_sd", "_ord", "_pop"))]
        assert reading.notes == ()
        assert reading.coverage.is_by_row

    def test_an_index_that_the_file_lacks_is_no_column_and_an_empty_cell_is_unknown(
        self, tmp_path: Path
    ) -> None:
        frame = read_units(tmp_path, unit(v2x_clphy="")).frame
        assert frame["v2x_clphy"].to_list() == [None]
        assert "v2x_rule" not in frame.columns

    def test_a_column_outside_v_dems_families_is_reported(self, tmp_path: Path) -> None:
        reading = read_units(tmp_path, unit(remark="x"))
        assert reading.notes == ("columns not in the codebook were left out: remark",)

    @pytest.mark.parametrize(
        ("rename", "complaint"),
        [
            ({"v2x_libdem": "v2x_liberaldem"}, "lacks v2x_libdem"),
            ({"v2x_egaldem_codelow": "v2x_egaldem_low"}, "lacks v2x_egaldem_codelow"),
            ({"v2x_polyarchy": "v2x_poly"}, "lacks v2x_polyarchy"),
            ({"COWcode": "cow"}, "lacks COWcode"),
        ],
    )
    def test_a_required_column_under_another_name_is_an_error_though_families_are_ignored(
        self, tmp_path: Path, rename: dict[str, str], complaint: str
    ) -> None:
        row = {rename.get(name, name): value for name, value in unit().items()}
        with pytest.raises(MalformedFileError, match=complaint):
            read_units(tmp_path, row)

    @pytest.mark.parametrize(
        ("fault", "complaint"),
        [
            ({"v2x_libdem": 1.2}, "v2x_libdem in record 1 is 1.2, outside 0 to 1"),
            ({"v2x_libdem": "high"}, "v2x_libdem in record 1 is not a number"),
            ({"v2clkill": 44}, "outside -10 to 10"),
            ({"year": ""}, "year is missing in record 1"),
            ({"COWcode": "SWE"}, "COWcode in record 1 is not a whole number"),
        ],
    )
    def test_a_value_outside_the_codebook_is_refused(
        self, tmp_path: Path, fault: dict[str, Any], complaint: str
    ) -> None:
        with pytest.raises(MalformedFileError, match=complaint):
            read_units(tmp_path, unit(**fault))

    def test_the_country_date_file_which_repeats_years_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(MalformedFileError, match=r"repeats country_text_id \+ year: SWE/2024"):
            read_units(tmp_path, unit(historical_date="2024-06-30"), unit())

    def test_a_table_that_only_quotes_v_dem_is_not_taken_for_it(self, tmp_path: Path) -> None:
        kept = ("country_text_id", "year", "v2x_polyarchy", "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh")
        with pytest.raises(UnknownFileError):
            read_units(tmp_path, {name: unit()[name] for name in kept})


class TestStates:
    def test_units_that_were_no_state_then_are_left_out_and_counted(self, tmp_path: Path) -> None:
        gaza = {"country_name": "Palestine/Gaza", "country_text_id": "PSG", "COWcode": ""}
        angola = {"country_name": "Angola", "country_text_id": "AGO", "COWcode": 540}
        reading = read_units(
            tmp_path, unit(), unit(**gaza), unit(year=1974, **angola), unit(year=1975, **angola)
        )
        assert reading.frame.select("country_gwcode", "year").rows() == [(380, 2024), (540, 1975)]
        assert reading.notes == (
            "2 rows of units that were no state in that year were left out (in 2024: Palestine/Gaza)",
        )

    @pytest.mark.parametrize(
        ("cow", "year", "gwcode"),
        [(255, 2024, 260), (260, 1980, 260), (265, 1990, 265), (315, 1992, 315), (316, 1993, 316),
         (345, 1999, 345), (345, 2010, 340), (679, 2000, 678), (680, 1990, 680), (347, 2010, 347)],
    )  # fmt: skip
    def test_the_year_decides_which_state_a_correlates_of_war_number_means(
        self, tmp_path: Path, cow: int, year: int, gwcode: int
    ) -> None:
        frame = read_units(tmp_path, unit(COWcode=cow, year=year)).frame
        assert frame["country_gwcode"].to_list() == [gwcode]

    def test_a_packagers_number_counts_where_it_names_a_state_of_that_year(self, tmp_path: Path) -> None:
        czechia = {"vdem_country_name": "Czechia", "country_text_id": "CZE", "GWn": 316.0}
        reading = read_packaged(
            tmp_path,
            packaged(year=1989.0, vdem_cowcode=315.0, **czechia),
            packaged(year=1999.0, vdem_cowcode=316.0, **czechia),
            packaged(year=1850.0, vdem_cowcode=None, country_text_id="PDM", GWn=325.0),
            packaged(vdem_country_name="Hong Kong", country_text_id="HKG", GWn=None, vdem_cowcode=None),
        )
        assert reading.frame.select("country_gwcode", "year").rows() == [
            (315, 1989),
            (316, 1999),
            (325, 1850),
        ]
        assert "v2x_api_low" in reading.frame.columns

    def test_of_two_units_for_one_state_the_one_that_goes_on_is_kept_and_the_other_named(
        self, tmp_path: Path
    ) -> None:
        old = {"country_name": "Piedmont", "country_text_id": "PDM", "COWcode": 325}
        new = {"country_name": "Italy", "country_text_id": "ITA", "COWcode": 325, "v2x_libdem": 0.3}
        reading = read_units(
            tmp_path,
            unit(year=1860, **old),
            unit(year=1861, **old),
            unit(year=1861, **new),
            unit(year=1862, **new),
        )
        assert reading.frame.filter(year=1861)["v2x_libdem"].to_list() == [0.3]
        assert reading.frame["year"].to_list() == [1860, 1861, 1862]
        assert reading.notes == (
            "left out because another unit stands for the same state in that year: Piedmont 1861",
        )

    def test_two_units_for_one_state_of_which_neither_or_both_go_on_are_refused(self, tmp_path: Path) -> None:
        east = {"country_name": "East", "country_text_id": "EEE"}
        for years in ((2024,), (2023, 2024)):
            rows = [unit(year=year, **changes) for year in years for changes in ({}, east)]
            with pytest.raises(
                MalformedFileError, match=f"several units for one state in a year: East {years[0]}"
            ):
                read_units(tmp_path, *rows)

    def test_a_file_without_any_state_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(MalformedFileError, match="no unit that was a state"):
            read_units(tmp_path, unit(COWcode=""))


class TestReleases:
    @pytest.mark.parametrize(
        ("name", "last_year", "stated", "wanted"),
        [
            (NAME, 2024, None, ("v15", dt.date(2025, 3, 31), False)),
            ("V-Dem-CY-Core-v14.csv", 2023, None, ("v14", dt.date(2024, 3, 31), False)),
            ("V-Dem-CY-Core-v11.1.csv", 2020, None, ("v11.1", dt.date(2021, 12, 31), False)),
            ("vdem.csv", 2023, None, ("v14", dt.date(2024, 3, 31), True)),
            ("vdem_copy_v2.csv", 2023, None, ("v14", dt.date(2024, 3, 31), True)),
            ("vdem.csv", 2010, "15", ("v15", dt.date(2025, 3, 31), False)),
            (NAME, 2022, "v16", ("v16", dt.date(2026, 3, 31), False)),
        ],
    )
    def test_it_is_as_stated_as_the_file_is_called_or_the_first_that_codes_the_last_year(
        self, tmp_path: Path, name: str, last_year: int, stated: str | None, wanted: tuple[Any, ...]
    ) -> None:
        reading = read_units(tmp_path, unit(year=last_year), name=name, release=stated)
        assert (reading.release, reading.vintage, reading.is_inferred) == wanted

    @pytest.mark.parametrize(
        ("name", "last_year", "stated", "complaint"),
        [
            ("V-Dem-CY-Core-v14.csv", 2024, None, "codes 2024, which V-Dem v14 of 2024 cannot"),
            ("vdem.csv", 2024, "v9", "State the release that it is from"),
            ("vdem.csv", 2024, "2025", "write it like v15"),
            ("vdem.csv", 2024, "v4", "write it like v15, from v8 on"),
            ("vdem.csv", 2010, None, "State it: --release v15"),
        ],
    )
    def test_a_release_that_cannot_be_is_refused(
        self, tmp_path: Path, name: str, last_year: int, stated: str | None, complaint: str
    ) -> None:
        with pytest.raises(MalformedFileError, match=complaint):
            read_units(tmp_path, unit(year=last_year), name=name, release=stated)
