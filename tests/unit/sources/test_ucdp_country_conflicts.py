"""UCDP's battle-related deaths and onsets, on synthetic files in the publisher's layout."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from avert.errors import MalformedFileError
from avert.periods import month_id
from readers import read_as
from samples import write_csv


def dyad(**changes: Any) -> dict[str, Any]:
    return {
        "conflict_id": 11, "dyad_id": 21, "location_inc": "Ethiopia", "side_a": "Government of Ethiopia",
        "side_a_id": "97", "side_a_2nd": "", "side_b": "X", "side_b_id": "41", "side_b_2nd": "", "incompatibility": 1,
        "territory_name": "North", "year": 2024, "bd_best": 100, "bd_low": 90, "bd_high": 120, "type_of_conflict": 3,
        "battle_location": "Ethiopia, Sudan", "gwno_a": "530", "gwno_a_2nd": "", "gwno_b": "", "gwno_b_2nd": "2, 200",
        "gwno_loc": "530", "gwno_battle": "530, 625", "region": "4", "version": "25.1",
    } | changes  # fmt: skip


def onset(**changes: Any) -> dict[str, Any]:
    counts = {f"onset{years}": 1 for years in (1, 2, 3, 5, 10, 20)}
    return {"abc": "FRN", "name": "France", "year": 1946, "gwno_a": 220, "newconf": 1} | counts | {
        "              conflict_ids": "1", "year_prev": "",
    } | changes  # fmt: skip


class TestBattleDeaths:
    def test_one_row_per_dyad_and_year_with_states_as_lists(self, tmp_path: Path) -> None:
        reading = read_as("ucdp_battle_deaths", write_csv(tmp_path / "BattleDeaths_v25_1.csv", [dyad()]))
        row = reading.frame.row(0, named=True)
        assert (row["battle_deaths_low"], row["battle_deaths_best"], row["battle_deaths_high"]) == (
            90,
            100,
            120,
        )
        assert (row["location_gwcodes"], row["battle_location_gwcodes"]) == ([530], [530, 625])
        assert (row["side_b_gwcodes"], row["side_b_supporter_gwcodes"]) == ([], [2, 200])
        assert (row["conflict_type"], row["incompatibility"]) == ("intrastate", "territory")
        assert (reading.release, reading.vintage, reading.is_inferred) == (
            "25.1",
            dt.date(2025, 6, 30),
            False,
        )

    def test_silence_means_fewer_than_25_deaths_since_1989(self, tmp_path: Path) -> None:
        reading = read_as("ucdp_battle_deaths", write_csv(tmp_path / "brd.csv", [dyad()]))
        assert not reading.coverage.is_by_row
        assert (reading.coverage.first_month, reading.coverage.last_month) == (
            month_id(1989, 1),
            month_id(2024, 12),
        )

    def test_oddities_are_kept_and_said(self, tmp_path: Path) -> None:
        rows = [dyad(bd_best=80), dyad(dyad_id=22, gwno_battle="530, 998")]
        notes = read_as("ucdp_battle_deaths", write_csv(tmp_path / "brd.csv", rows)).notes
        assert notes == (
            "1 dyad-years have a best estimate outside their own low and high; kept as published",
            "numbers of states that Avert does not know, kept as published: 998",
        )

    @pytest.mark.parametrize(
        ("rows", "release", "complaint"),
        [
            ([dyad(), dyad()], None, "repeats dyad_id_ucdp . year: 21/2024"),
            ([dyad(type_of_conflict=9)], None, "'9', not in the codebook"),
            ([dyad(year=1988)], None, "outside 1989 to 2200"),
            ([dyad()], "24.1", "has 2024, which UCDP's release 24.1 of 2024 cannot hold"),
            ([dyad()], "2024", "write it like 25.1"),
        ],
    )
    def test_a_faulty_file_is_refused(
        self, tmp_path: Path, rows: list[dict[str, Any]], release: str | None, complaint: str
    ) -> None:
        with pytest.raises(MalformedFileError, match=complaint):
            read_as("ucdp_battle_deaths", write_csv(tmp_path / "brd.csv", rows), release)


class TestOnsets:
    def test_several_onsets_of_one_state_and_year_are_added_up(self, tmp_path: Path) -> None:
        rows = [onset(), onset(onset1=0), onset(year=2024, newconf=0)]
        reading = read_as("ucdp_onsets", write_csv(tmp_path / "ucdp-onset-country-251.csv", rows))
        assert reading.frame.select(
            "country_gwcode",
            "year",
            "new_conflicts_count",
            "onsets_after_1_year_count",
            "onsets_after_20_years_count",
        ).rows() == [(220, 1946, 2, 1, 2), (220, 2024, 0, 1, 1)]
        assert (reading.release, reading.is_inferred) == ("25.1", False)

    def test_the_sums_that_a_package_gives_are_of_release_19_1(self, tmp_path: Path) -> None:
        sums = {f"sum{name}": 1.0 for name in ("newconf", "onset1", "onset2", "onset3", "onset5", "onset10")}
        reading = read_as(
            "ucdp_onsets", write_csv(tmp_path / "o.csv", [{"gwcode": 220.0, "year": 2017.0} | sums])
        )
        assert reading.frame.select(pl.exclude("country_gwcode", "year")).row(0) == (1,) * 6
        assert (reading.release, reading.vintage, reading.is_inferred) == ("19.1", dt.date(2019, 6, 30), True)
