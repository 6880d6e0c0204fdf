"""``avert risk evaluate``: what is written, said, and refused."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from risk_panels import made_up_events, made_up_ewp_panel, risk_store

TABLES = {
    "forecasts.parquet", "scores.csv", "halves.csv", "differences.csv", "reliability.csv", "parts.csv",
    "ewp_accuracy.csv", "columns.csv", "evaluation.json",
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose store holds a made-up panel and a list of events."""
    risk_store(tmp_path / "home" / "store", made_up_ewp_panel(), made_up_events())
    return tmp_path / "home"


def test_an_evaluation_writes_its_tables_and_says_the_caveat(avert, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = avert(
        "risk", "evaluate", "--models", "prior_rate", "--origins", "2006:2010", "--draws", 20, "--out", out,
        "--format", "csv",
    )  # fmt: skip
    assert run.code == 0
    assert {path.name for path in out.iterdir()} == TABLES
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert [row["model"] for row in rows] == ["ewp2025", "prior_rate"]
    assert list(rows[0])[:3] == ["model", "log_loss", "auc"]
    assert "Vintage caveat: every origin is forecast from the panel of 2013" in run.err
    differences = pl.read_csv(out / "differences.csv")
    assert set(differences["span"]) == {"all", "1993–2007", "2008–2022"}
    assert set(differences["against"]) == {"ewp2025"}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (("--models", "oracle"), "No risk model is called 'oracle'"),
        (("--origins", "1980:1990"), "Write FIRST:LAST, from 1993 to 2022"),
        (("--protocol", "other"), "--protocol"),
    ],
)
def test_what_cannot_be_evaluated_is_refused(avert, home, tmp_path: Path, bad, said: str) -> None:
    run = avert("risk", "evaluate", "--out", tmp_path / "out", *bad)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert not (tmp_path / "out").exists()


def test_an_evaluation_that_was_killed_goes_on_where_it_was(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "avert", "risk", "evaluate", "--models", "ewp2025", "--draws", "2"]
    environment = os.environ | {"AVERT_HOME": str(home)}
    begun = subprocess.Popen([*command, "--out", str(out)], env=environment, stderr=subprocess.DEVNULL)
    kept: list[Path] = []
    for _ in range(1_200):
        kept = list(out.rglob("*.pickle"))
        if kept or begun.poll() is not None:
            break
        time.sleep(0.05)
    begun.send_signal(signal.SIGKILL)
    assert begun.wait() == -signal.SIGKILL
    stamps = {path: path.stat().st_mtime_ns for path in kept}
    assert 0 < len(stamps) < 20
    assert not (out / "scores.csv").exists()
    again = subprocess.run(
        [*command, "--out", str(out)], env=environment, check=True, capture_output=True, text=True
    )
    assert {path.name for path in out.iterdir()} == TABLES
    assert "Wrote forecasts.parquet" in again.stderr
