"""``avert structures``: the dry run, its exits, and templates."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from society_files import iati, three_w_csv, three_w_rows


def test_a_file_without_mistakes_is_counted_and_nothing_must_be_mended(avert, tmp_path: Path) -> None:
    path = tmp_path / "3w.csv"
    path.write_bytes(three_w_csv(three_w_rows(60)))
    run = avert("structures", path, "--format", "csv")
    assert (run.code, run.out) == (0, "row,column,must_be_mended,message\n")
    assert "rows read 60" in run.err
    assert "activities 60" in run.err
    assert "Not used: People targeted, Focal point." in run.err


def test_mistakes_stand_by_row_and_the_exit_says_that_they_must_be_mended(avert, tmp_path: Path) -> None:
    path = tmp_path / "3w.csv"
    path.write_text("Organisation,Sector,Region pcode\n,Peace,SO11\nElders,Peace,\n", encoding="utf-8")
    run = avert("structures", path, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert run.code == 1
    assert [(row["row"], row["must_be_mended"]) for row in rows] == [("2", "true"), ("3", "false")]
    assert "1 things must be mended" in run.err


def test_other_kinds_of_file_are_read_and_wrong_ones_are_bad_input(avert, tmp_path: Path) -> None:
    path = tmp_path / "activities.xml"
    path.write_bytes(iati(5))
    run = avert("structures", path, "--as", "iati")
    assert run.code == 0
    assert "activities 5" in run.err
    wrong = avert("structures", path, "--as", "register")
    assert (wrong.code, wrong.out) == (2, "")
    assert len(wrong.err.splitlines()) == 1


def test_a_template_can_be_filled_in_and_looked_through_with_its_ties(avert, tmp_path: Path) -> None:
    path, ties = tmp_path / "structures.csv", tmp_path / "ties.csv"
    path.write_text(
        avert("structures", "--template", "structures").out + "1,Elders\n2,Office\n", encoding="utf-8"
    )
    ties.write_text(avert("structures", "--template", "ties").out + "1,2,information\n", encoding="utf-8")
    run = avert("structures", path, "--as", "structures", "--ties", ties)
    assert run.code == 0
    assert "ties 1" in run.err
    ties.write_text(avert("structures", "--template", "ties").out + "1,3,information\n", encoding="utf-8")
    assert avert("structures", path, "--as", "structures", "--ties", ties).code == 1
    assert avert("structures").code == 2
