"""Add numbered tables to a store and acknowledge each: a process for other tests to kill."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import polars as pl

from avert.sources.store import Store
from avert.sources.tables import Coverage, Reading

ROWS = 20_000


def table(number: int) -> pl.DataFrame:
    return pl.DataFrame({"event_id_ucdp": pl.int_range(number, number + ROWS, eager=True)})


def main(folder: str, first: str, last: str) -> None:
    store = Store(Path(folder))
    print("ready", flush=True)
    for number in range(int(first), int(last)):
        reading = Reading(table(number), "23.1", dt.date(2023, 6, 30), False, Coverage(109, 516))
        store.add(
            "ucdp_ged", reading, origin_name=f"{number}.csv", origin_digest=str(number),
            now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        )  # fmt: skip
        print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
