"""Readers of totals, conflicts and mass killings, on synthetic files in the publishers' layouts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook

from avert.errors import MalformedFileError, UnknownFileError
from avert.sources.files import take_in
from avert.sources.registry import reader_for
from avert.sources.tables import Reading
from samples import conflict, write_csv, write_totals


def read(path: Path, release: str | None = None) -> tuple[str, Reading]:
    with take_in(path, path.parent) as file:
        reader = reader_for(file, release)
        return reader.layout.source, reader.read(file, release)


class TestCountryMonths:
    def test_months_without_a_total_are_left_out_as_unknown(self, tmp_path: Path) -> None:
        path = write_totals(
            tmp_path / "cm.parquet", [(498, 57, 106, 0, 3), (499, 57, None, None, None), (498, 245, 0, 1, 0)]
        )
        dataset, reading = read(path)
        assert dataset == "views_country_months"
        assert reading.frame.select("country_gwcode", "month_id", "fatalities_sb_best").rows() == [
            (530, 498, 106),
            (625, 498, 0),
        ]
        assert reading.coverage.is_by_row
        assert (reading.release, reading.vintage, reading.is_inferred) == (
            "2021-07",
            dt.date(2021, 7, 31),
            True,
        )

    def test_zeros_before_1989_were_never_observed(self, tmp_path: Path) -> None:
        path = write_totals(tmp_path / "cm.parquet", [(108, 57, 0, 0, 0), (109, 57, 4, 0, 0)])
        reading = read(path)[1]
        assert reading.frame["month_id"].to_list() == [109]
        assert reading.notes == ("1 zeros before 1989, where GED begins, are unknown",)

    def test_deaths_before_1989_are_refused(self, tmp_path: Path) -> None:
        path = write_totals(tmp_path / "cm.parquet", [(108, 57, 2, 0, 0)])
        with pytest.raises(MalformedFileError, match="before 1989"):
            read(path)

    def test_an_unknown_country_number_is_refused(self, tmp_path: Path) -> None:
        path = write_totals(tmp_path / "cm.parquet", [(400, 9999, 2, 0, 0)])
        with pytest.raises(MalformedFileError, match="9999"):
            read(path)

    def test_the_challenges_files_are_of_2024_whatever_year_they_hold(self, tmp_path: Path) -> None:
        features = tmp_path / "features.parquet"
        pl.DataFrame(
            {"month_id": [457], "country_id": [57], "gleditsch_ward": [530], "ged_sb": [1], "ged_ns": [2],
             "ged_os": [3], "wdi_sp_pop_totl": [1.0], "ged_sb_tlag_1": [4.0]}
        ).write_parquet(features)  # fmt: skip
        actuals = tmp_path / "actuals.parquet"
        pl.DataFrame({"outcome": [7], "month_id": [457], "country_id": [57]}).write_parquet(actuals)
        for path, types in ((features, 3), (actuals, 1)):
            reading = read(path)[1]
            assert (reading.release, reading.vintage) == ("2024-05", dt.date(2024, 5, 31))
            assert sum(c.startswith("fatalities_") for c in reading.frame.columns) == types
            assert reading.notes == ()

    def test_forecast_draws_are_not_taken_for_outcomes(self, tmp_path: Path) -> None:
        path = tmp_path / "benchmark.parquet"
        pl.DataFrame({"outcome": [7], "month_id": [457], "country_id": [57], "draw": [0]}).write_parquet(path)
        with pytest.raises(UnknownFileError):
            read(path)

    def test_a_damaged_parquet_file_is_refused(self, tmp_path: Path) -> None:
        path = write_totals(tmp_path / "cm.parquet", [(400, 57, 2, 0, 0)])
        path.write_bytes(path.read_bytes()[:-20])
        with pytest.raises(MalformedFileError, match="cannot be read as a table"):
            read(path)


class TestConflicts:
    def test_the_official_layout_lists_states_by_side(self, tmp_path: Path) -> None:
        rows = [
            conflict(gwno_a_2nd="2, 200"),
            conflict(conflict_id=12, type_of_conflict=2, gwno_b="531", incompatibility=3, intensity_level=2),
        ]
        dataset, reading = read(write_csv(tmp_path / "UcdpPrioConflict_v25_1.csv", rows))
        assert (dataset, reading.release, reading.vintage) == ("ucdp_prio_acd", "25.1", dt.date(2025, 6, 30))
        frame = reading.frame
        assert frame["conflict_type"].to_list() == ["intrastate", "interstate"]
        assert frame["incompatibility"].to_list() == ["government", "both"]
        assert frame["side_a_gwcodes"].to_list() == [[530], [530]]
        assert frame["side_a_supporter_gwcodes"].to_list() == [[2, 200], []]
        assert frame["side_b_gwcodes"].to_list() == [[], [531]]

    def test_the_layout_of_r_packages_is_folded_to_one_row_per_conflict_and_year(
        self, tmp_path: Path
    ) -> None:
        keys = ["conflict_id", "year", "gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "incompatibility",
                "intensity_level", "type_of_conflict", "start_date", "start_prec", "start_date2", "start_prec2",
                "ep_end", "ep_end_date"]  # fmt: skip
        row: dict[str, Any] = {key: conflict()[key] for key in keys} | {
            "incompatibility": "government", "type_of_conflict": "II", "gwno_b": "NA", "ep_end_date": "NA",
            "gwno_b_2nd": "NA", "gwno_a": 530.0,
        }  # fmt: skip
        rows = [row | {"gwno_a_2nd": "2.0"}, row | {"gwno_a_2nd": "200.0"}]
        frame = read(write_csv(tmp_path / "acd.csv", rows))[1].frame
        assert frame.height == 1
        assert frame.row(0, named=True)["side_a_supporter_gwcodes"] == [2, 200]
        assert frame["conflict_type"].item() == "internationalised_intrastate"

    def test_a_code_outside_the_codebook_is_refused(self, tmp_path: Path) -> None:
        path = write_csv(tmp_path / "UcdpPrioConflict_v25_1.csv", [conflict(type_of_conflict=9)])
        with pytest.raises(MalformedFileError, match="conflict_type has the value '9'"):
            read(path)


class TestMassKillings:
    HEADER = ("country", "mk_event_name", "mk_event_summary", "startyear", "endyear", "mk_event_code",
              "State-Led or Non-State-Led", "mk_number_eth_groups", "mk_location_cow", "mk_location_inheritor1",
              "mk_location_inheritor2", "mk_repsonsible_state_cow", "mk_repsonsible_state_inheritor1",
              "mk_repsonsible_state_inheritor2", "Start date notes", None)  # fmt: skip

    def workbook(self, tmp_path: Path, *rows: tuple[Any, ...]) -> Path:
        book = Workbook()
        book.active.title = "notes"
        sheet = book.create_sheet("mk_events")
        for row in (self.HEADER, *rows, (None,) * len(self.HEADER)):
            sheet.append(row)
        path = tmp_path / "mass_killing_events_2025.xlsx"
        book.save(path)
        return path

    def row(
        self, code: str = "aaa1970s1", start: int = 1970, end: int | None = 1972, cow: int = 255, **more: Any
    ):
        led = more.get("led", "State-Led")
        return ("A", "name", "summary", float(start), end, code, led, 1.0, float(cow), more.get("heir"),
                None, float(cow), None, None, None, None)  # fmt: skip

    def test_cow_codes_become_gleditsch_ward_codes_of_their_year(self, tmp_path: Path) -> None:
        path = self.workbook(
            tmp_path,
            self.row("a", 1991, 1992, 255),
            self.row("b", 1995, None, 679),
            self.row("c", 1962, 1970, 678),
        )
        reading = read(path)[1]
        assert reading.frame["country_gwcode"].to_list() == [260, 678, 678]
        assert reading.frame["end_year"].to_list() == [1992, None, 1970]
        assert (reading.release, reading.is_inferred) == ("2025", False)

    @pytest.mark.parametrize(
        "fault", [{"led": "Unclear"}, {"end": 1960}, {"cow": 999}, {"code": "b"}, {"start": 1800}]
    )
    def test_a_faulty_event_is_refused(self, tmp_path: Path, fault: dict[str, Any]) -> None:
        path = self.workbook(tmp_path, self.row("b"), self.row(**fault))
        with pytest.raises(MalformedFileError):
            read(path)

    def test_a_workbook_without_the_sheet_is_not_recognised(self, tmp_path: Path) -> None:
        book = Workbook()
        book.active.append(("a", "b"))
        book.save(tmp_path / "other.xlsx")
        with pytest.raises(UnknownFileError):
            read(tmp_path / "other.xlsx")
