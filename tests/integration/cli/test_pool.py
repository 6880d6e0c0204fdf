"""``avert pool``: the columns, formats, choices and refusals that others rely on."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from avert.assessment.pooling import POOLS

ROWS = """question,round,expert,lo,best,hi,perspective,origin
q1,1,a,0.1,0.2,0.3,government,radio
q1,1,b,0.2,0.4,0.6,committee,clinic
q2,1,a,0.7,0.8,0.9,government,radio
q2,1,b,,0.9,,committee,clinic
q1,2,a,0.2,0.3,0.4,government,radio
q1,2,b,0.2,0.3,0.4,committee,radio
q2,2,a,0.7,0.9,0.9,government,radio
q2,2,b,0.7,0.9,0.9,committee,radio
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "judgements.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_all_pools_of_all_questions_and_rounds_come_out_as_csv(avert, file: Path) -> None:
    run = avert("pool", file, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines()[0] == "question,round,pool,p"
    assert len(rows) == 2 * 2 * len(POOLS)
    by = {(row["question"], row["round"], row["pool"]): row["p"] for row in rows}
    assert float(by["q1", "1", "mean"]) == pytest.approx(0.3)
    assert float(by["q1", "1", "interval_width"]) == pytest.approx((5 * 0.2 + 2.5 * 0.4) / 7.5)
    assert by["q2", "1", "interval_width"] == ""


def test_pools_and_rounds_can_be_chosen(avert, file: Path) -> None:
    run = avert("pool", file, "--pool", "median", "--pool", "mean", "--round", "2", "--format", "json")
    rows = json.loads(run.out)
    assert [(row["question"], row["round"], row["pool"]) for row in rows] == [
        ("q1", 2, "mean"),
        ("q1", 2, "median"),
        ("q2", 2, "mean"),
        ("q2", 2, "median"),
    ]


def test_agreement_is_shown_by_round_with_its_alarm(avert, file: Path) -> None:
    first, second = json.loads(avert("pool", file, "--agreement", "--format", "json").out)
    assert list(first) == ["round", "alpha", "share_between_perspectives", "alarm"]
    assert (first["alarm"], second["alarm"]) == (None, True)
    assert second["alpha"] == pytest.approx(1.0)


def test_a_mistake_is_told_in_one_line_without_what_was_said(avert, file: Path) -> None:
    file.write_text(ROWS.replace("0.2,0.4,0.6", "20,40,60"), encoding="utf-8")
    run = avert("pool", file)
    assert (run.code, run.out) == (2, "")
    assert "line 3: lo is above 1 and looks like percent" in run.err
    assert len(run.err.splitlines()) == 1


def test_a_round_that_is_not_there_is_said_with_those_that_are(avert, file: Path) -> None:
    run = avert("pool", file, "--round", "3")
    assert (run.code, run.out) == (2, "")
    assert "no round 3. It has 1, 2" in run.err
    assert avert("pool", file, "--pool", "oracle").code == 2
    assert avert("pool", file.with_name("nowhere.csv")).code == 2


def test_a_column_that_nobody_reads_is_said(avert, file: Path) -> None:
    file.write_text(ROWS.replace("perspective", "perspectives", 1), encoding="utf-8")
    run = avert("pool", file, "--format", "csv")
    assert (run.code, run.err) == (0, "Not used: perspectives.\n")
    assert avert("pool", file, "--agreement", "--pool", "mean").code == 2


def test_help_says_what_each_pool_is(avert) -> None:
    said = avert("pool", "--help").out
    assert all(f"{name}: {pool.says}" in said for name, pool in POOLS.items())
