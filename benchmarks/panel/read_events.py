"""Time and memory from a CSV of 350,000 UCDP events to panels, beside the same in pandas.

The events are those of the reference data, drawn again and again under new ids: as many as the whole of GED.
Run with AVERT_REFERENCE_DATA set:  make bench
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from avert.panel import add_fatalities, create_country_months, create_grid_months
from avert.periods import month_id
from avert.provenance import Source
from avert.sources.files import take_in
from avert.sources.registry import reader_for
from avert.sources.tables import Table

EVENTS = 350_000
FIRST, LAST = month_id(1989, 1), month_id(2022, 12)


def write_events(reference: Path, target: Path) -> None:
    """Draw events from the reference extracts until there are as many as in all of GED."""
    files = [
        reference / "ucdp" / "ged_country" / f"{name}.csv"
        for name in ("ethiopia", "south_sudan", "sri_lanka")
    ]
    events = pl.concat([pl.read_csv(file, infer_schema=False) for file in files])
    rows = np.random.default_rng(1).integers(events.height, size=EVENTS)
    events[rows].with_columns(id=pl.int_range(EVENTS).cast(pl.String)).write_csv(target)


def avert_read(path: Path) -> Table:
    with tempfile.TemporaryDirectory() as scratch, take_in(path, Path(scratch)) as file:
        reading = reader_for(file, "23.1").read(file, "23.1")
    source = Source("ucdp_ged", "23.1", reading.vintage, False, "", "", "", "", "", "")
    return Table(reading.frame, source, reading.coverage)


def avert_country_months(path: Path) -> float:
    panel = add_fatalities(create_country_months(FIRST, LAST), [avert_read(path)])
    return float(panel.frame["fatalities_sb_best"].sum())


def avert_grid_months(path: Path) -> float:
    panel = add_fatalities(create_grid_months(FIRST, LAST), [avert_read(path)])
    return float(panel.frame["fatalities_sb_best"].sum())


def pandas_months(path: Path, unit: str) -> float:
    """Do the same sums the usual way, without any of the checks."""
    events = pd.read_csv(path)
    if unit == "priogrid_gid":
        events = events[events["where_prec"] <= 5]
    ends = pd.to_datetime(events["date_end"])
    events["month_id"] = (ends.dt.year - 1980) * 12 + ends.dt.month
    sums = events.pivot_table(
        index=[unit, "month_id"], columns="type_of_violence", values=["best", "low", "high"], aggfunc="sum"
    )
    return float(sums[("best", 1)].sum())


def pandas_country_months(path: Path) -> float:
    return pandas_months(path, "country_id")


def pandas_grid_months(path: Path) -> float:
    return pandas_months(path, "priogrid_gid")


def _measured(work: Callable[[Path], float], path: Path, results: multiprocessing.Queue) -> None:
    began = time.perf_counter()
    total = work(path)
    seconds = time.perf_counter() - began
    results.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, total))


def measure(work: Callable[[Path], float], path: Path) -> tuple[float, float, float]:
    """Run in a fresh process; return the median of three in seconds, the peak in GiB, and the total."""
    context = multiprocessing.get_context("spawn")
    runs = []
    for _ in range(3):
        results = context.Queue()
        process = context.Process(target=_measured, args=(work, path, results))
        process.start()
        runs.append(results.get())
        process.join()
    return sorted(runs)[1]


def main() -> None:
    reference = os.environ.get("AVERT_REFERENCE_DATA")
    if not reference:
        sys.exit("Set AVERT_REFERENCE_DATA to the folder with the publishers' files.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "GEDEvent_v23_1.csv"
        write_events(Path(reference), path)
        print(f"{EVENTS:,} events, {path.stat().st_size / 2**20:.0f} MiB of CSV; median of 3 runs")
        for name, ours, theirs in (
            ("country-month", avert_country_months, pandas_country_months),
            ("grid-month", avert_grid_months, pandas_grid_months),
        ):
            (a, a_peak, a_sum), (p, p_peak, p_sum) = measure(ours, path), measure(theirs, path)
            if a_sum != p_sum:
                sys.exit(f"{name}: the two do not agree: {a_sum} and {p_sum}")
            print(
                f"{name:14} avert {a:.2f} s, {a_peak:.2f} GiB   pandas {p:.2f} s, {p_peak:.2f} GiB   ratio {p / a:.2f}"
            )


if __name__ == "__main__":
    main()
