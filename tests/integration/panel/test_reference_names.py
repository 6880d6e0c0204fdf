"""Every country's name in the publishers' files is understood, in the years in which it occurs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest
import yaml

from avert.errors import UnknownPlaceError
from avert.places import find_place

GOLDEN = Path(__file__).parents[2] / "golden/places/no_places.yaml"
KNOWN_TO_BE_NONE = {
    name for group in yaml.safe_load(GOLDEN.read_text(encoding="utf-8")) for name in group["names"]
}
FILES = (
    ("ewp/wdi.csv", "country", "year"),
    ("ewp/maddison.csv", "country", "year"),
    ("ewp/epr-data.csv", "countryname", "year"),
    ("ewp/all-coups.csv", "country", "year"),
    ("ewp/prepared2024predictors-2025-09-03.csv", "ewp_name", "year"),
    ("ewp/BattleDeaths_v25_1.csv", "location_inc", "year"),
    ("ewp/BattleDeaths_v25_1.csv", "battle_location", "year"),
    ("structure/EPR-2019.csv", "statename", "from"),
    ("structure/EPR-2019.csv", "statename", "to"),
    ("structure/vdem_ert_v15.csv", "country_name", "year"),
    ("structure/vdem_v15_indices.parquet", "vdem_country_name", "year"),
    ("structure/vdem_v15_indices.parquet", "extended_country_name", "year"),
    ("ucdp/ged241_conflict_country_year.json", "country", "year"),
    ("views/challenge/country_key.csv", "name", None),
    ("relations/gw_states.parquet", "statename", None),
    ("relations/cow_states.parquet", "statenme", None),
    ("relations/COW-country-codes.csv", "StateNme", None),
)


def names(path: Path, column: str, year: str | None) -> pl.DataFrame:
    """Return each name with the first and last year in which it occurs."""
    if path.suffix == ".json":
        frame = pl.DataFrame(json.loads(path.read_text(encoding="utf-8")), infer_schema_length=None)
    elif path.suffix == ".parquet":
        frame = pl.read_parquet(path)
    else:
        frame = pl.read_csv(path, infer_schema_length=0)
    if column in ("location_inc", "battle_location"):  # several states in one field
        frame = frame.with_columns(pl.col(column).str.split(", ")).explode(column)
    when = pl.lit(2020) if year is None else pl.col(year).cast(pl.Float64).cast(pl.Int32)
    return frame.group_by(column).agg(first=when.min(), last=when.max()).drop_nulls()


@pytest.mark.parametrize(("file", "column", "year"), FILES)
def test_every_name_is_understood(reference_data: Path, file: str, column: str, year: str | None) -> None:
    unknown = set()
    for name, first, last in names(reference_data / file, column, year).rows():
        for when in {first, last}:
            try:
                find_place(name, dt.date(max(when, 1816), 7, 1))
            except UnknownPlaceError:
                unknown.add(name)
    assert unknown <= KNOWN_TO_BE_NONE
