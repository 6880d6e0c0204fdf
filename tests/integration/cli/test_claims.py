from __future__ import annotations

import csv
import io
import json

import pytest

from avert.risk.claims import issuing
from claim_tables import small_tables


@pytest.fixture
def loaded(avert, monkeypatch: pytest.MonkeyPatch):
    """The small tables in place of what a store would give."""
    tables = small_tables()
    monkeypatch.setattr(issuing, "_tables", lambda _store, _as_of: tables)
    monkeypatch.setattr(
        issuing, "missing_for", lambda claim, _loaded: [n for n in claim.needs if n not in tables]
    )
    return avert


def test_claims_are_listed_with_their_verdicts(loaded) -> None:
    run = loaded("claims", "--format", "json")
    assert run.code == 0
    listed = {row["claim"]: row for row in json.loads(run.out)}
    assert len(listed) == 5
    assert listed["within-armed-conflict"]["share"] == 0.5
    assert "cannot be told" in listed["within-armed-conflict"]["verdict"]
    assert "Intervals are 95 %" in run.err


def test_a_claim_is_shown_under_every_definition_with_what_to_bear_in_mind(loaded) -> None:
    run = loaded("claims", "show", "within-armed-conflict", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert len(rows) == 84
    main = next(row for row in rows if row["is_main"] == "true")
    assert main["definition"] == "all/same_or_before/any"
    assert "Most, but not all, cases" in run.err
    assert "- Each episode is one onset" in run.err


def test_what_does_not_fit_is_named_by_country_and_year(loaded) -> None:
    run = loaded("claims", "counter-examples", "within-armed-conflict", "--format", "json")
    assert json.loads(run.out) == [{"country": "Uganda", "country_gwcode": 500, "year": 2004, "onsets": 1}]
    other = loaded("claims", "counter-examples", "within-armed-conflict", "--definition", "all/same/war")
    assert "Uganda" in other.out


def test_without_its_data_a_claim_says_in_one_line_which_file_to_add(avert) -> None:
    run = avert("claims", "show", "warned-in-time")
    assert run.code == 2
    assert run.err == (
        "avert: warned-in-time cannot be tested without Early Warning Project: forward out-of-sample forecasts. "
        "Add the file first: avert data add PATH.\n"
    )
    assert "No claim can be tested yet" in avert("claims").err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [(("show", "nothing"), "There is no claim 'nothing'"),
     (("counter-examples", "warned-in-time", "--definition", "top_3/x/y"), "has no definition 'top_3/x/y'")],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_what_is(avert, arguments: tuple[str, ...], complaint: str) -> None:
    run = avert("claims", *arguments)
    assert (run.code, complaint in run.err) == (2, True)
