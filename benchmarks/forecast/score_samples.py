"""CRPS, interval score and ignorance of 200,000 forecasts of 1,000 draws, beside views-evaluation and scoringrules.

    python benchmarks/forecast/score_samples.py [rows]

views-evaluation needs an older numpy than ours, so it runs in an environment of its own, made once; it and
scoringrules are asked for the same three scores where they have them. Memory is the peak of the process, against
the draws alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

SETUP = """
import json, resource, sys, time
import numpy as np
rows = int(sys.argv[1])
rng = np.random.default_rng(1)
x, y = rng.gamma(0.4, 60.0, (rows, 1000)), np.floor(rng.gamma(0.4, 60.0, rows)).clip(0, 999)
np.minimum(x, 999, out=x)
def timed(work):
    start = time.perf_counter(); result = work(); return time.perf_counter() - start, result
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
"""
OURS = """
from avert.scoring.samples import score_samples
score_samples(x[:10], y[:10])
before = peak()
seconds, found = timed(lambda: score_samples(x, y, with_log1p=False))
mib = peak()
everything, _ = timed(lambda: score_samples(x, y))
means = [float(values.mean()) for values in (found.crps, found.interval_score, found.ignorance)]
print(json.dumps({"seconds": seconds, "everything": everything, "memory": mib / (x.nbytes / 2**30), "means": means}))
"""
THEIRS = """
from views_evaluation.evaluation import native_metric_calculators as v
bins = [0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5]
a, crps = timed(lambda: v.calculate_crps_native(y, x))
b, interval = timed(lambda: v.calculate_mean_interval_score_native(y, x, alpha=0.1))
c, ignorance = timed(lambda: v.calculate_ignorance_score_native(y, x, bins=bins, low_bin=0, high_bin=10000))
means = [float(crps), float(interval), float(ignorance)]
print(json.dumps({"seconds": a + b + c, "memory": peak() / (x.nbytes / 2**30), "means": means}))
"""
SCORINGRULES = """
import scoringrules
seconds, crps = timed(lambda: scoringrules.crps_ensemble(y, x, estimator="qd"))
print(json.dumps({"seconds": seconds, "memory": peak() / (x.nbytes / 2**30), "means": [float(crps.mean())]}))
"""


def run(python: str, program: str, rows: int) -> dict[str, object]:
    done = subprocess.run(
        [python, "-c", SETUP + program, str(rows)], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def views_evaluation() -> str:
    """Return the Python of an environment with views-evaluation, made when absent."""
    folder = Path(tempfile.gettempdir()) / "avert-views-evaluation-2.0.0"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "views-evaluation==2.0.0"], check=True)
    return str(python)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    print(f"{rows:,} forecasts of 1,000 draws, {os.cpu_count()} processors")
    ours = run(sys.executable, OURS, rows)
    print(f"avert, the three        {ours['seconds']:6.2f} s   memory {ours['memory']:.2f} of the draws")
    print(f"avert, all its scores   {ours['everything']:6.2f} s")
    for name, python, program in (
        ("views-evaluation, three", views_evaluation(), THEIRS),
        ("scoringrules, CRPS only", sys.executable, SCORINGRULES),
    ):
        peer = run(python, program, rows)
        ratio = float(peer["seconds"]) / float(ours["seconds"])
        print(
            f"{name} {peer['seconds']:6.2f} s   memory {peer['memory']:.2f}   avert is {ratio:.1f} times as fast"
        )
        print("  means, ours and theirs:", ours["means"], peer["means"])


if __name__ == "__main__":
    main()
