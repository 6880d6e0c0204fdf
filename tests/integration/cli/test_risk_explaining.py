"""``avert risk analogues``, ``changes`` and ``what-would-change`` on a made-up panel of thirty real states."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from risk_panels import made_up_ewp_panel, of_real_states, risk_store


@pytest.fixture
def loaded(avert, tmp_path: Path):
    risk_store(tmp_path / "home" / "store", of_real_states(made_up_ewp_panel()))
    return avert


def rows(run) -> list[dict[str, object]]:
    assert run.code == 0, run.err
    return json.loads(run.out)


def test_analogues_are_named_with_what_followed(loaded) -> None:
    run = loaded("risk", "analogues", "Haiti", "--count", 4, "--format", "json")
    found = rows(run)
    assert len(found) == 4
    assert {row["name"] for row in found}.isdisjoint({"Haiti"})
    assert all(row["year"] <= 2010 for row in found)
    assert f"after {sum(row['onset_followed'] for row in found)} of these 4" in run.err


def test_changes_sum_and_say_so(loaded) -> None:
    run = loaded("risk", "changes", "HTI", "--format", "json")
    found = rows(run)
    assert {row["part"] for row in found} == {"data", "model", "world"}
    total = sum(row["change"] for row in found)
    assert f"the year before: {total:+.3f} = data " in run.err
    assert "model +0.000" in run.err


def test_what_would_have_to_change_says_that_it_is_no_cause(loaded) -> None:
    run = loaded("risk", "what-would-change", "HTI", "--below", "0.0001", "--format", "json")
    assert len(rows(run)) == 26
    assert "Association, not cause." in run.err


def test_asked_again_it_is_not_computed_again(loaded) -> None:
    first, again = (loaded("risk", "analogues", "HTI", "--format", "json") for _ in range(2))
    assert first.out == again.out
    assert first.err == again.err


@pytest.mark.parametrize("command", ["analogues", "changes", "what-would-change"])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("Palestine",), "Gleditsch and Ward"),
        (("Ethiopia",), "2012|in that year|not in the panel"),
        (("Haiti", "--year", "1900"), "has no year 1900"),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(loaded, command: str, asked, said: str) -> None:
    run = loaded("risk", command, *asked)
    assert (run.code, run.out) == (2, "")
    assert re.search(said, run.err)


def test_a_model_whose_source_is_not_loaded_says_which(loaded) -> None:
    run = loaded("risk", "analogues", "Haiti", "--model", "avert2026")
    assert run.code == 2
    assert "UCDP/PRIO Armed Conflict Dataset" in run.err
