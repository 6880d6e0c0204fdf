from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MINIMAL = """\
id: ours_2026
title: Ours
edition: "2026"
prefix: OURS
publisher: Us
source: Ourselves, 2026
terms: Ours.
lenses: [conflict]
basis: read
dimensions:
- id: "1"
  title: Markets
  kind: dynamic
  indicators:
  - id: "1.1"
    text: Traders of one group stay away from the market.
    polarity: risk
    time_scale: days
    evidence: event
    scope: subnational
"""


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    path = tmp_path / "ours_2026.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    return path


def test_list_names_the_frameworks_and_how_much_is_only_recalled(avert: Callable[..., Any]) -> None:
    run = avert("frameworks", "list", "--format", "json")
    assert run.code == 0
    found = {line["framework"]: line for line in json.loads(run.out)}
    assert found["un_framework_2014"]["indicators"] == 142
    assert 0 < found["un_framework_2014"]["recalled"] < 142


def test_show_prints_the_indicators_and_what_measures_them(avert: Callable[..., Any]) -> None:
    run = avert("frameworks", "show", "un_framework_2014", "--format", "json")
    assert run.code == 0
    found = {line["code"]: line for line in json.loads(run.out)}
    assert found["UNFA-1.1"]["measured_by"] == "ucdp_prio_acd conflict_intensity_max"
    assert found["UNFA-10.1"]["measured_by"] is None
    assert "A/70/741" in run.err
    assert "recalled, not yet checked" in run.err


def test_an_unknown_framework_is_refused_in_one_line(avert: Callable[..., Any]) -> None:
    run = avert("frameworks", "show", "atlantis")
    assert (run.code, len(run.err.splitlines())) == (2, 1)
    assert "There is no framework 'atlantis'" in run.err


def test_check_says_that_a_file_is_well_formed(avert: Callable[..., Any], ours: Path) -> None:
    run = avert("frameworks", "check", ours)
    assert (run.code, run.err) == (0, "ours_2026.yaml is well formed. Ours: indicators 1.\n")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("polarity: risk", "polarity: bad", "ours_2026.yaml, line 17: 'polarity' is 'bad'"),
        ("prefix: OURS", "prefix: UNFA", "which un_framework_2014"),
        ("title: Ours", "title: [", "ours_2026.yaml, line 4"),
    ],
)
def test_check_names_the_line_of_a_mistake(
    avert: Callable[..., Any], ours: Path, was: str, becomes: str, says: str
) -> None:
    ours.write_text(MINIMAL.replace(was, becomes), encoding="utf-8")
    run = avert("frameworks", "check", ours)
    assert (run.code, len(run.err.splitlines())) == (2, 1)
    assert says in run.err


def test_check_knows_crosswalks_too(avert: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "a__b.yaml"
    path.write_text(
        "- {from: UNFA-1.1, to: USAF-1.9, relation: exact, author: us, why: same}\n", encoding="utf-8"
    )
    run = avert("frameworks", "check", path)
    assert run.code == 2
    assert "line 1: 'to' is 'USAF-1.9', which no framework has" in run.err


def test_lenses_show_what_one_framework_sees_that_the_other_misses(avert: Callable[..., Any]) -> None:
    run = avert(
        "frameworks",
        "lenses",
        "un_framework_2014",
        "us_atrocity_risk_2022",
        "--sight",
        "one",
        "--format",
        "json",
    )
    assert run.code == 0
    found = {line["code"]: line for line in json.loads(run.out)}
    assert found["UNFA-10.4"]["side"] == "un_framework_2014"
    assert "USAF-1d.4" in found
    assert "UNFA-4.1" not in found
    assert len(run.err.splitlines()) == 2


def test_lenses_without_frameworks_set_the_two_lenses_side_by_side(avert: Callable[..., Any]) -> None:
    run = avert("frameworks", "lenses", "--format", "json")
    assert run.code == 0
    assert {line["side"] for line in json.loads(run.out)} == {"atrocity", "conflict"}
    inside = avert("frameworks", "lenses", "crsv_early_warning", "--format", "json")
    assert {line["framework"] for line in json.loads(inside.out)} == {"crsv_early_warning"}


def test_measured_shows_values_with_what_they_do_not_show(avert: Callable[..., Any]) -> None:
    run = avert("frameworks", "measured", "un_framework_2014", "Ethiopia", "--format", "json")
    assert run.code == 0
    assert all(line["validity"] for line in json.loads(run.out))
    assert "Ethiopia: datasets measure 13 of the 142 indicators" in run.err


def test_measured_needs_a_state(avert: Callable[..., Any]) -> None:
    run = avert("frameworks", "measured", "un_framework_2014", "Western Sahara")
    assert run.code == 2
    assert "list of states" in run.err
