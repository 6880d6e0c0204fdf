from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from samples import conflict, event, write_csv


@pytest.fixture
def loaded(avert, tmp_path: Path):
    events = [event(id=i, country_id=530, day=f"2021-0{i}-03", best=i) for i in range(1, 6)]
    write_csv(tmp_path / "GEDEvent_v22_1.csv", events)
    write_csv(tmp_path / "UcdpPrioConflict_v22_1.csv", [conflict(year=2021)])
    assert (
        avert("data", "add", tmp_path / "GEDEvent_v22_1.csv", tmp_path / "UcdpPrioConflict_v22_1.csv").code
        == 0
    )
    return avert


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_country_year_panel_is_written_with_its_sources(loaded, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"panel.{ending}"
    run = loaded("panel", "country-year", "--from", "2020", "--to", "2022", "--out", out)
    assert (run.code, run.out) == (0, "")
    frame = pl.read_csv(out, infer_schema_length=None) if ending == "csv" else pl.read_parquet(out)
    ethiopia = frame.filter(country_gwcode=530).select("year", "fatalities_sb_best", "is_conflict").rows()
    assert ethiopia == [(2020, 0, False), (2021, 15, True), (2022, None, None)]
    said = json.loads((tmp_path / "panel.sources.json").read_text())
    assert {source["dataset"] for source in said["sources"]} == {"ucdp_ged", "ucdp_prio_acd"}


def test_a_country_is_found_by_any_name_and_columns_are_chosen(loaded) -> None:
    run = loaded(
        "panel", "country-month", "--place", "Éthiopie", "--from", "2021-02", "--to", "2021-03",
        "--columns", "fatalities_sb_best,fatalities_sb_high", "--format", "csv",
    )  # fmt: skip
    assert run.out == (
        "country_gwcode,year,month,fatalities_sb_best,fatalities_sb_high\n530,2021,2,2,4\n530,2021,3,3,4\n"
    )


def test_a_grid_panel_is_sparse_unless_asked_to_be_dense(loaded, tmp_path: Path) -> None:
    sparse = loaded("panel", "grid-month", "--from", "2021-02", "--to", "2021-03", "--format", "csv")
    assert sparse.out.count("\n") == 3
    refused = loaded("panel", "grid-month", "--dense", "--from", "2021-02", "--to", "2021-02")
    assert refused.code == 2
    assert "--columns" in refused.err
    out = tmp_path / "dense.parquet"
    loaded("panel", "grid-month", "--dense", "--columns", "fatalities_sb_best", "--from", "2021-02", "--to",
           "2021-02", "--out", out)  # fmt: skip
    assert pl.read_parquet(out).height == 64_818


@pytest.mark.parametrize(
    "bad",
    [
        ("--from", "then"), ("--from", "2022", "--to", "2020"), ("--place", "Atlantis"), ("--columns", "deaths"),
        ("--out", "panel.xls"), ("--as-of", "1999"), ("--as-of", "soon"),
    ],
)  # fmt: skip
def test_bad_use_is_one_line_and_exit_2(loaded, bad: tuple[str, ...]) -> None:
    run = loaded("panel", "country-year", *bad)
    assert (run.code, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert run.err.startswith("avert: ")
