from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from avert.brief import issue_all
from avert.periods import month_id
from avert.places import states
from avert.sources.adding import add_files
from avert.sources.holdings import Library
from avert.sources.store import Store
from samples import conflict, event, write_csv, write_totals

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
VIEWS = {"Ethiopia": 57, "Sudan": 245, "Sri Lanka": 121}


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of two invented years: Ethiopia fights, then falls silent; Sudan fights on; the rest is calm."""
    folder = tmp_path_factory.mktemp("small")
    store = Store(folder / "store")
    codes = states().filter(pl.col("end").is_null())["country_gwcode"].to_list()
    events = [event(id=code, country_id=code, day="2020-01-05", best=0, low=0, high=0) for code in codes[:40]]
    for month in range(1, 25):
        day = f"{2020 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}-09"
        events.append(event(id=10_000 + month, country_id=625, country="Sudan", day=day, side_b="Y"))
        events.append(event(id=20_000 + month, country_id=530, day=day, best=10, low=8, high=20))
    write_csv(folder / "GEDEvent_v22_1.csv", events)
    totals = [(month_id(2022, m), VIEWS["Ethiopia"], 0, 0, 0) for m in range(1, 4)]
    write_totals(folder / "cm.parquet", totals)
    write_csv(
        folder / "UcdpPrioConflict_v22_1.csv", [conflict(year=2020), conflict(year=2021, intensity_level=2)]
    )
    add_files(store, [path for path in folder.iterdir() if path.is_file()], release=None, now=NOW)
    issue_all(store, now=NOW)
    return store


@pytest.fixture(scope="session")
def library(small_store: Store) -> Library:
    return Library([small_store])
