"""Time and memory from a CSV of a million judgements to pools, beside the same with pandas groups.

No published package pools such tables in Python; the peer is what one would write: a function for each group.
Nothing but this file is needed:  python benchmarks/assessment/pool.py [ROWS]
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
from scipy.special import betainc, expit, logit

from avert.assessment.pooling import pool_table, read_judgements

POOLS = ["mean", "median", "log_odds", "extremised", "beta", "interval_width"]
EXPERTS = 25


def write_judgements(rows: int, target: Path) -> None:
    rng = np.random.default_rng(1)
    best = rng.integers(1, 100, rows) / 100
    at = np.arange(rows)
    columns = {
        "question": [f"q{n}" for n in at // EXPERTS // 2],
        "round": at // EXPERTS % 2 + 1,
        "expert": [f"e{n}" for n in at % EXPERTS],
        "lo": (best * rng.random(rows)).round(4),
        "best": best,
        "hi": (1 - (1 - best) * rng.random(rows)).round(4),
    }
    pl.DataFrame(columns).sample(fraction=1, shuffle=True, seed=1).write_csv(target)


def of_avert(path: Path) -> dict[str, float]:
    """Check every judgement and pool it."""
    sums = pool_table(read_judgements(path), POOLS).group_by("pool").agg(pl.col("p").sum())
    return dict(sums.iter_rows())


def of_pandas(path: Path) -> dict[str, float]:
    """Do the same sums group by group, without any of the checks."""

    def pooled(group: pd.DataFrame) -> pd.Series:
        best = group["best"].to_numpy()
        middle = logit(np.clip(best, 1e-4, 1 - 1e-4)).mean()
        width = np.maximum(group["hi"].to_numpy() - group["lo"].to_numpy(), 0.01)
        values = [
            best.mean(),
            np.median(best),
            expit(middle),
            expit(2.5 * middle),
            betainc(6, 6, best.mean()),
            (best / width).sum() / (1 / width).sum(),
        ]
        return pd.Series(values, index=POOLS)

    groups = pd.read_csv(path).groupby(["question", "round"])[["lo", "best", "hi"]]
    return dict(groups.apply(pooled).sum())


def _measured(work: Callable[[Path], dict[str, float]], path: Path, results: multiprocessing.Queue) -> None:
    began = time.perf_counter()
    sums = work(path)
    seconds = time.perf_counter() - began
    results.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, sums))


def measure(work: Callable[[Path], dict[str, float]], path: Path) -> tuple[float, float, dict[str, float]]:
    """Run in a fresh process; return the median of three in seconds, the peak in GiB, and the sums."""
    context = multiprocessing.get_context("spawn")
    runs = []
    for _ in range(3):
        results = context.Queue()
        process = context.Process(target=_measured, args=(work, path, results))
        process.start()
        runs.append(results.get())
        process.join()
    return sorted(runs, key=lambda run: run[0])[1]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "judgements.csv"
        write_judgements(rows, path)
        print(f"{rows:,} judgements, {path.stat().st_size / 2**20:.0f} MiB of CSV; median of 3 runs")
        (ours, ours_peak, ours_sums), (theirs, theirs_peak, theirs_sums) = (
            measure(work, path) for work in (of_avert, of_pandas)
        )
    for pool in POOLS:
        if not np.isclose(ours_sums[pool], theirs_sums[pool]):
            sys.exit(f"{pool}: the two do not agree: {ours_sums[pool]} and {theirs_sums[pool]}")
    print(
        f"avert {ours:.2f} s, {ours_peak:.2f} GiB   pandas {theirs:.2f} s, {theirs_peak:.2f} GiB   "
        f"ratio {theirs / ours:.1f}"
    )


if __name__ == "__main__":
    main()
