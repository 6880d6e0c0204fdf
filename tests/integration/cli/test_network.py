"""``avert network``: the measures of two CSV files, without anybody's name."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

ACTORS = """id,name,level,is_decision_maker,groups,begins
village,Secret village,grassroots,no,north,
committee,Secret committee,middle,no,south,2008-02-28
office,Secret office,top,yes,south,
"""
TIES = """source,target,layer,is_directed
village,committee,information,no
committee,office,coordination,no
village,office,funding,yes
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    actors, ties = tmp_path / "actors.csv", tmp_path / "ties.csv"
    actors.write_text(ACTORS, encoding="utf-8")
    ties.write_text(TIES, encoding="utf-8")
    return actors, ties


def values(text: str) -> dict[str, float | None]:
    return {row["measure"]: row["value"] for row in json.loads(text)}


def test_the_measures_come_out_with_what_they_rest_on_and_without_names(avert, files) -> None:
    run = avert("network", *files, "--format", "csv")
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines()[0] == "measure,value,rests_on,left_out"
    by = {row["measure"]: row for row in csv.DictReader(io.StringIO(run.out))}
    assert float(by["grassroots_with_both_share"]["value"]) == 1.0
    assert by["grassroots_with_both_share"]["rests_on"] == "1"
    assert "ecret" not in run.out
    assert "village" not in run.out


def test_the_network_of_a_day_lacks_what_began_later(avert, files) -> None:
    before = values(avert("network", *files, "--on", "2007-12-27", "--format", "json").out)
    after = values(avert("network", *files, "--on", "2010-08-04", "--format", "json").out)
    assert (before["grassroots_with_both_share"], after["grassroots_with_both_share"]) == (0.0, 1.0)


def test_hops_and_layers_can_be_chosen_and_what_is_unknown_shows_as_a_dash(avert, files) -> None:
    near = values(avert("network", *files, "--hops", "1", "--format", "json").out)
    assert near["grassroots_with_both_share"] == 0.0
    funded = values(avert("network", *files, "--layer", "funding", "--format", "json").out)
    assert (funded["grassroots_with_way_up_share"], funded["grassroots_with_way_back_share"]) == (1.0, 0.0)
    shown = {line.split()[0]: line.split()[1] for line in avert("network", *files).out.splitlines()}
    assert shown["pairs_tied_elsewhere_too_share_mandate"] == "–"


def test_the_same_seed_gives_the_same_table(avert, files) -> None:
    assert avert("network", *files, "--seed", "3").out == avert("network", *files, "--seed", "3").out


def test_a_mistake_is_told_in_one_line_and_a_misspelt_column_aside(avert, files) -> None:
    actors, ties = files
    ties.write_text(TIES.replace("office,funding", "nobody,funding"), encoding="utf-8")
    run = avert("network", actors, ties)
    assert (run.code, run.out) == (2, "")
    assert "ties.csv, line 4: target is no id in the file of actors" in run.err
    assert len(run.err.splitlines()) == 1
    ties.write_text(TIES, encoding="utf-8")
    actors.write_text(ACTORS.replace("groups", "gruops"), encoding="utf-8")
    assert avert("network", actors, ties).err == "Not used: gruops.\n"
    assert avert("network", actors, ties, "--hops", "0").code == 2
