"""V-Dem's episodes, the index of fractionalization and the structural panel: whose year is it?"""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from avert.errors import MalformedFileError
from readers import read_as
from samples import write_csv


def episode(unit: str, year: int, **changes: Any) -> dict[str, Any]:
    row = {
        "": 1, "country_id": 1, "country_text_id": unit, "country_name": unit.title(), "year": year, "v2x_regime": 1,
        "v2x_polyarchy": 0.3, "v2x_polyarchy_codelow": 0.2, "v2x_polyarchy_codehigh": 0.4, "reg_start_year": 1960,
        "reg_end_year": 2024, "reg_id": f"{unit}_1960", "reg_type": 0, "reg_trans": "NA", "dem_founding_elec": "NA",
        "aut_founding_elec": "NA", "row_regch_event": -1, "row_regch_censored": 0,
    }  # fmt: skip
    for side in ("dem", "aut"):
        row |= {f"{side}_ep": 0, f"{side}_ep_id": "NA", f"{side}_ep_start_year": "NA", f"{side}_ep_end_year": "NA",
                f"{side}_pre_ep_year": 1, f"{side}_ep_termination": "NA", f"{side}_ep_outcome": 0}  # fmt: skip
    return row | changes


def hief(*rows: tuple[str, int, float | str]) -> list[dict[str, Any]]:
    return [dict(zip(("Country", "Year", "EFindex"), row, strict=True)) for row in rows]


class TestEpisodes:
    def test_units_that_outlive_their_states_are_placed_by_the_year(self, tmp_path: Path) -> None:
        units = [("CZE", 1968), ("CZE", 1993), ("SRB", 1999), ("SRB", 2006), ("DEU", 1933), ("DEU", 1960),
                 ("VDR", 1960), ("ZZB", 1964), ("ZZB", 1990), ("PSE", 2000)]  # fmt: skip
        path = write_csv(tmp_path / "vdem_ert_v15.csv", [episode(unit, year) for unit, year in units])
        reading = read_as("vdem_episodes", path)
        assert reading.frame.select("country_gwcode", "year").rows() == [
            (255, 1933), (260, 1960), (315, 1968), (316, 1993), (340, 2006), (345, 1999), (511, 1964), (817, 1960),
        ]  # fmt: skip
        assert reading.notes == ("left out, rows of areas that are no states: 2 (Pse, Zzb)",)
        assert (reading.release, reading.vintage, reading.is_inferred) == ("v15", dt.date(2025, 3, 31), False)

    def test_nothing_is_taken_that_was_known_only_later(self, tmp_path: Path) -> None:
        rows = [
            episode("HUN", 2012, aut_ep=1, aut_ep_start_year=2010, aut_ep_end_year=2024, aut_ep_outcome=1)
        ]
        frame = read_as("vdem_episodes", write_csv(tmp_path / "ert_v15.csv", rows)).frame
        assert frame.select("is_autocratizing", "autocratization_start_year", "regime_change_event").row(0) == (
            True, 2010, -1,
        )  # fmt: skip
        assert not [
            name
            for name in frame.columns
            if any(word in name for word in ("end", "outcome", "pre_", "termin"))
        ]


class TestFractionalization:
    def test_a_name_means_the_state_that_bore_it_in_that_year(self, tmp_path: Path) -> None:
        rows = hief(("Yugoslavia", 1980, 0.7), ("Burma", 1970, 0.5), ("Zaire", 1985, 0.9), ("Soviet Union", 1960, 0.6),
                    ("Ethiopia", 2013, 0.7), ("Ethiopia", 1950, "NA"), ("Atlantis", 1990, 0.1),
                    ("Hong Kong", 1990, 0.1))  # fmt: skip
        reading = read_as("hief", write_csv(tmp_path / "HIEF_data.csv", rows))
        assert reading.frame.rows() == [
            (345, 1980, 0.7), (365, 1960, 0.6), (490, 1985, 0.9), (530, 2013, 0.7), (775, 1970, 0.5),
        ]  # fmt: skip
        assert reading.notes == (
            "left out, rows of areas that are no states: 1 (Hong Kong)",
            "left out, rows that Avert cannot place: 1 (Atlantis)",
        )

    def test_rows_that_say_the_same_twice_count_once_and_others_are_refused(self, tmp_path: Path) -> None:
        rows = hief(("Ethiopia", 2000, 0.7), ("Ethiopia", 2000, 0.7))
        reading = read_as("hief", write_csv(tmp_path / "HIEF_data.csv", rows))
        assert reading.frame.rows() == [(530, 2000, 0.7)]
        assert reading.notes == ("1 rows that say the same twice were taken once",)
        rows = hief(("Ethiopia", 2000, 0.7), ("Ethiopia", 2000, 0.6))
        with pytest.raises(MalformedFileError, match=r"repeats country_name \+ year: Ethiopia/2000"):
            read_as("hief", write_csv(tmp_path / "HIEF_data.csv", rows))

    def test_in_1991_the_soviet_union_counts_and_not_russia_beside_it(self, tmp_path: Path) -> None:
        rows = hief(
            ("USSR", 1990, 0.691), ("USSR", 1991, 0.69), ("Russia", 1991, 0.286), ("Russia", 1992, 0.285)
        )
        reading = read_as("hief", write_csv(tmp_path / "HIEF_data.csv", rows))
        assert reading.frame.rows() == [(365, 1990, 0.691), (365, 1991, 0.69), (365, 1992, 0.285)]
        assert reading.notes == ("left out: Russia in 1991, which has a row as the Soviet Union as well",)

    @pytest.mark.parametrize(
        ("name", "year", "gwcode"),
        [("Congo", 1970, 484), ("Democratic Republic of Congo", 1970, 490), ("German Federal Republic", 1960, 260),
         ("German Federal Republic", 2013, 260), ("German Democratic Republic", 1960, 265), ("Yemen PDR", 1970, 680),
         ("Yemen Arab Republic", 1970, 678), ("Yemen Arab Republic", 2013, 678), ("Republic of Vietnam", 1970, 817),
         ("Democratic Republic of Vietnam", 1970, 816), ("Democratic Republic of Vietnam", 2013, 816),
         ("Republic of Korea", 1970, 732), ("Democratic People's Republic of Korea", 1970, 731),
         ("Bosnia-Herzegovina", 2000, 346), ("Cote d'Ivoire", 1970, 437)],
    )  # fmt: skip
    def test_the_names_that_the_index_uses_are_understood(
        self, tmp_path: Path, name: str, year: int, gwcode: int
    ) -> None:
        reading = read_as("hief", write_csv(tmp_path / "HIEF_data.csv", hief((name, year, 0.5))))
        assert reading.frame.rows() == [(gwcode, year, 0.5)]

    def test_it_ends_with_2013_but_nobody_had_it_before_2019(self, tmp_path: Path) -> None:
        reading = read_as("hief", write_csv(tmp_path / "HIEF_data.csv", hief(("Ethiopia", 2013, 0.7))))
        assert (reading.release, reading.vintage, reading.is_inferred) == (
            "2019",
            dt.date(2019, 12, 31),
            True,
        )

    def test_an_index_above_one_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(MalformedFileError, match="outside 0 to 1"):
            read_as("hief", write_csv(tmp_path / "HIEF_data.csv", hief(("Ethiopia", 2013, 70))))


class TestStaticWorld:
    def test_territories_of_2019_count_only_in_years_in_which_they_were_states(self, tmp_path: Path) -> None:
        source = resources.files("avert.sources") / "static_world/source.toml"
        names = tomllib.loads(source.read_text(encoding="utf-8"))["columns"]
        rows = [dict.fromkeys(names, 0.5) | {"gwcode": gw, "year": year, "v2x_polyarchy": 1e-21, "wcde_pop": 1.0,
                                             "maddison_gdp": None, "maddison_grwt": float("inf")}
                for gw, year in ((530.0, 2023.0), (365.0, 1960.0), (369.0, 1960.0), (6.0, 1960.0))]  # fmt: skip
        path = tmp_path / "panel.parquet"
        pl.DataFrame(rows, infer_schema_length=None).write_parquet(path)
        reading = read_as("static_world", path)
        assert reading.frame.select("country_gwcode", "year").rows() == [(365, 1960), (530, 2023)]
        assert reading.notes[-2:] == (
            "left out, rows that Avert cannot place: 1 (6)",
            "left out, rows of years in which the country was no state: 1",
        )
        assert not [name for name in reading.frame.columns if name.startswith("v2")]
        assert (reading.release, reading.is_inferred) == ("2025", True)
