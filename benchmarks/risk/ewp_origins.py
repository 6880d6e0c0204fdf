"""Seconds for the refits of all 30 origins of EWP-RO30 on two cores, beside R's glmnet and EWP's own script.

    AVERT_REFERENCE_DATA=FOLDER python benchmarks/risk/ewp_origins.py [SCRIPT.R]

R's glmnet runs ``ewp_origins_peer.R``, written for this comparison. EWP's own script, from its replication files, is
run from its folder when its path is given, or named by ``AVERT_EWP_SCRIPT``; it does some more than these fits.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import polars as pl

from avert.execution import map_tasks
from avert.risk.ewp_rows import NAMES, OUTCOME, is_complete
from avert.risk.protocols import ewp_ro30
from avert.sources.adding import add_files
from avert.sources.store import Store

PANEL = "ewp/prepared2024predictors-2025-09-03.csv"
PEER = Path(__file__).with_name("ewp_origins_peer.R")
WORKERS = 2
RUNS = 3


def skip(reason: str) -> None:
    """Say why nothing is measured, and leave without a fault."""
    print(f"risk/ewp_origins: skipped, because {reason}.")
    sys.exit(0)


def read_panel(folder: Path) -> pl.DataFrame:
    with tempfile.TemporaryDirectory() as scratch:
        store = Store(Path(scratch))
        add_files(store, [folder / PANEL], release=None, now=dt.datetime.now(dt.UTC))
        return store.newest(ewp_ro30.DATASET).frame


def of_avert(panel: pl.DataFrame) -> tuple[float, pl.DataFrame]:
    """Return the median time of some runs, the first of which starts the processes, and the forecasts."""
    wanted = ewp_ro30.targets(panel)
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        runs = partial(map_tasks, workers=WORKERS)
        forecasts = ewp_ro30.forecast(ewp_ro30.BAR, panel, wanted, map_tasks=runs)
        seconds.append(time.perf_counter() - began)
    return sorted(seconds)[RUNS // 2], forecasts


def of_glmnet(panel: pl.DataFrame, folder: Path) -> tuple[float, pl.DataFrame]:
    given, found = folder / "panel.csv", folder / "forecasts.csv"
    complete = pl.Series("complete", is_complete(panel)).cast(pl.Int8)
    keys = [pl.col("year").alias("origin"), pl.col(OUTCOME).alias("y"), complete]
    panel.select("country_gwcode", *keys, *NAMES).write_csv(given)
    began = time.perf_counter()
    ran = subprocess.run(
        ["Rscript", str(PEER), str(given), str(found)], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        skip(f"R cannot run the peer ({ran.stderr.strip().splitlines()[-1]})")
    return time.perf_counter() - began, pl.read_csv(found)


def of_ewp(script: Path) -> float:
    began = time.perf_counter()
    subprocess.run(["Rscript", script.name], cwd=script.parent, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    if not (given := os.environ.get("AVERT_REFERENCE_DATA")):
        skip("AVERT_REFERENCE_DATA is not set: EWP's panel is not here")
    panel = read_panel(Path(str(given)))
    ours, forecasts = of_avert(panel)
    print(
        f"30 origins, {forecasts.height:,} forecasts; avert, {WORKERS} processes: {ours:.1f} s (median of {RUNS})"
    )
    if not shutil.which("Rscript"):
        skip("R is not installed, so that there is no peer")
    with tempfile.TemporaryDirectory() as folder:
        theirs, peer = of_glmnet(panel, Path(folder))
    keys = ["country_gwcode", "origin"]
    both = forecasts.join(
        peer.cast({"country_gwcode": pl.Int32, "origin": pl.Int32}), on=keys, suffix="_glmnet"
    )
    apart = (both["p"] - both["p_glmnet"]).abs().max()
    print(
        f"R's glmnet (our script): {theirs:.1f} s, ratio {theirs / ours:.1f}; forecasts differ by {apart:.1e}"
    )
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("AVERT_EWP_SCRIPT")
    if not named:
        skip("the path of EWP's own script is not given")
    seconds = of_ewp(Path(str(named)))
    print(f"EWP's own script: {seconds:.1f} s, ratio {seconds / ours:.1f}")


if __name__ == "__main__":
    main()
