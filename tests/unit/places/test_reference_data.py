"""The shipped tables against the publishers' own files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from avert.places import (
    centroid_of,
    cow_to_gw,
    find_place,
    gid_of,
    land_cells,
    place_of_gwcode,
    states,
    views_countries,
)

CANDIDATES = ("GEDEvent_v21_01_21_12", "GEDEvent_v22_0_2")
COUNTRIES = ("ethiopia", "south_sudan", "sri_lanka", "Sudan_113023")
LISTED_UNTIL = dt.date(2017, 12, 31)


@pytest.fixture(scope="module", autouse=True)
def long_cells() -> Iterator[None]:
    limit = csv.field_size_limit(10_000_000)
    yield
    csv.field_size_limit(limit)


def candidate_events(folder: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(folder / f"ucdp/candidate/{name}.csv.zip").open(f"{name}.csv") as packed:
        return list(csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8")))


def country_events(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"ucdp/ged_country/{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["priogrid_gid"]]


def listed_states(folder: Path) -> pl.DataFrame:
    day = pl.col("startdate", "enddate").str.to_date()
    return pl.read_parquet(folder / "relations/gw_states.parquet").with_columns(
        day, pl.col("gwcode").cast(pl.Int32)
    )


def test_periods_are_those_of_the_list_but_for_its_closing_date(reference_data: Path) -> None:
    listed = listed_states(reference_data).select(
        "gwcode", "startdate", pl.when(pl.col("enddate") < LISTED_UNTIL).then("enddate")
    )
    shipped = states().filter(pl.col("country_gwcode").is_in(listed["gwcode"].implode()))
    assert set(shipped.select("country_gwcode", "start", "end").rows()) == set(listed.rows())


def test_states_beyond_the_list_are_the_21_microstates(reference_data: Path) -> None:
    listed = set(listed_states(reference_data)["gwcode"])
    key = set(pl.read_csv(reference_data / "views/challenge/country_key.csv")["gwcode"])
    assert set(states()["country_gwcode"]) - listed == key - listed
    assert len(key - listed) == 21


@pytest.mark.parametrize("year", range(1820, 2018, 11))
def test_there_are_as_many_states_in_a_year_as_listed(reference_data: Path, year: int) -> None:
    day, listed = dt.date(year, 12, 30), listed_states(reference_data)
    expected = listed.filter(pl.col("startdate") <= day, pl.col("enddate") >= day)["gwcode"]
    then = states().filter(pl.col("start") <= day, pl.col("end").is_null() | (pl.col("end") >= day))
    assert set(then["country_gwcode"]) >= set(expected)
    assert 0 <= then.height - len(expected) <= 21


def test_every_views_number_and_iso_code_agrees(reference_data: Path) -> None:
    key = pl.read_csv(reference_data / "views/challenge/country_key.csv")
    shipped = views_countries().select("views_country_id", "country_gwcode", "name").rows()
    assert set(shipped) == set(key.select("id", "gwcode", "name").rows())
    for code, iso3 in key.filter(pl.col("isoab").is_not_null()).select("gwcode", "isoab").iter_rows():
        assert iso3 in {place_of_gwcode(code).iso3, place_of_gwcode(code).iso3_in(2005)} | {"SUN", "SRB"}


def test_every_views_name_finds_its_state(reference_data: Path) -> None:
    key = pl.read_csv(reference_data / "views/challenge/country_key.csv")
    for name, code in key.select("name", "gwcode").iter_rows():
        if name != "Congo":
            assert find_place(name, on=dt.date(2015, 1, 1)).gwcode == code


def test_every_listed_name_finds_its_state(reference_data: Path) -> None:
    for code, _, name, start, end in listed_states(reference_data).iter_rows():
        if name != "Congo":
            assert find_place(name, on=start + (end - start) / 2).gwcode == code


@pytest.mark.parametrize("table", ["final_forecasts_data_3Sep2025", "prepared2024predictors-2025-09-03"])
def test_every_ewp_name_finds_its_state(reference_data: Path, table: str) -> None:
    names = pl.read_csv(reference_data / f"ewp/{table}.csv", infer_schema_length=0)
    to_gw = {(row[0], row[3]): row for row in cow_to_gw().iter_rows()}
    for name, cowcode in names.select("ewp_name", pl.col("ccode").cast(int)).unique().iter_rows():
        assert (cowcode, find_place(name, on=dt.date(2024, 1, 1)).gwcode) in to_gw, name


@pytest.mark.parametrize("name", CANDIDATES)
def test_every_ucdp_name_finds_its_state(reference_data: Path, name: str) -> None:
    pairs = {(row["country"], int(row["country_id"])) for row in candidate_events(reference_data, name)}
    found = {(text, find_place(text, on=dt.date(2021, 7, 1)).gwcode) for text, _ in pairs}
    assert found == pairs


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_country_of_an_event_is_known(reference_data: Path, name: str) -> None:
    for row in country_events(reference_data, name):
        assert find_place(row["country"]) == place_of_gwcode(int(row["country_id"]))


def test_every_number_in_the_conflict_list_is_known(reference_data: Path) -> None:
    conflicts = pl.read_csv(reference_data / "ucdp/ucdp_prio_acd_25_1.csv", infer_schema_length=0)
    cells = [cell for column in ("gwno_a", "gwno_a_2nd", "gwno_b") for cell in conflicts[column].drop_nulls()]
    codes = {int(float(code)) for cell in cells for code in cell.split(",") if code.strip(" NA")}
    assert all(place_of_gwcode(code) for code in codes)


def test_correlates_of_war_numbers_lead_to_states_of_that_year(reference_data: Path) -> None:
    listed = pl.read_parquet(reference_data / "relations/cow_states.parquet").cast({"ccode": pl.Int32})
    assert set(cow_to_gw()["country_cowcode"]) == set(listed["ccode"])
    differing = set()
    for code, start, end in listed.select("ccode", "styear", "endyear").iter_rows():
        day, ways = dt.date(int(start + end) // 2, 12, 31), cow_to_gw().filter(country_cowcode=code).rows()
        (gwcode,) = [gw for _, first, last, gw in ways if first <= day.year <= (last or day.year)]
        differing |= set() if place_of_gwcode(gwcode).is_state_on(day) else {gwcode}
    # Egypt is a state from 1855 to 1882 for the one list, from 1827 to 1855 for the other.
    assert differing == {651}


def test_land_is_the_skeleton_of_views(reference_data: Path) -> None:
    skeleton = pl.read_parquet(reference_data / "views/skeleton_pg_c.parquet")
    assert land_cells().tolist() == skeleton["pg_id"].unique().sort().to_list()


def test_cells_lie_where_the_grid_lookup_says(reference_data: Path) -> None:
    lookup = pl.read_parquet(reference_data / "geo/priogrid_gaul_lookup.parquet")
    gids, lon, lat = (lookup[name].to_numpy() for name in ("priogrid_gid", "pg_xcoord", "pg_ycoord"))
    assert (gid_of(lon, lat) == gids).all()
    assert (np.array(centroid_of(gids)) == np.array([lon, lat])).all()


@pytest.mark.parametrize(
    ("events", "name", "misplaced"),
    [
        *((country_events, name, 0) for name in COUNTRIES[:3]),
        # Five events of one place in Darfur, on the parallel of 14° N, are given the cell to its south.
        (country_events, "Sudan_113023", 5),
        # Three events have other coordinates in longitude and latitude than in geom_wkt and in the cell.
        (candidate_events, "GEDEvent_v21_01_21_12", 3),
        (candidate_events, "GEDEvent_v22_0_2", 0),
    ],
)
def test_events_lie_in_the_cells_that_ucdp_gives(
    reference_data: Path, events: object, name: str, misplaced: int
) -> None:
    assert callable(events)
    rows = events(reference_data, name)
    lon, lat, gids = (
        np.array([float(row[column]) for row in rows]) for column in ("longitude", "latitude", "priogrid_gid")
    )
    assert (gid_of(lon, lat) != gids).sum() == misplaced
