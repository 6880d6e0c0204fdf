import datetime as dt

import polars as pl
import pytest

from avert.risk.changes import summed_by_part
from avert.risk.explaining import issue_analogues, issue_changes, issue_what_would_change
from avert.risk.issuing import issue_risks
from avert.sources.tables import Coverage, Reading
from risk_panels import NOW, made_up_ewp_panel, of_real_states, risk_store

ASKED = {"model": "ewp2025", "year": None, "now": NOW}


@pytest.fixture
def store(tmp_path):
    return risk_store(tmp_path, of_real_states(made_up_ewp_panel()))


def add_release(store, panel):
    reading = Reading(panel, "2014", dt.date(2014, 6, 1), False, Coverage(0, 1))
    store.add("ewp_panel", reading, origin_name="later.csv", origin_digest="later", now=NOW)


def test_changes_are_those_between_the_risks_issued_for_both_years(store):
    risks = [
        issue_risks(store, **{**ASKED, "year": year}, replicates=0)
        .frames["risks"]
        .sort("country_gwcode")["risk"]
        for year in (2011, 2012)
    ]
    total = summed_by_part(issue_changes(store, **ASKED).frames["changes"]).sort("country_gwcode")["total"]
    before, now = ((risk / (1 - risk)).log() for risk in risks)
    assert ((now - before) - total).abs().max() < 1e-9


def test_a_release_that_revises_the_past_shows_in_the_model(store):
    assert (
        issue_changes(store, **ASKED)
        .frames["changes"]
        .filter(pl.col("part") == "model")["change"]
        .abs()
        .max()
        == 0
    )
    flipped = pl.when(pl.col("year") < 2000).then(1 - pl.col("mk_onset_1or2")).otherwise("mk_onset_1or2")
    add_release(store, of_real_states(made_up_ewp_panel()).with_columns(mk_onset_1or2=flipped))
    revised = issue_changes(store, **ASKED).frames["changes"].filter(pl.col("part") == "model")
    assert revised["change"].abs().min() > 0


def test_what_was_issued_is_found_again(store):
    asked = {**ASKED, "country_gwcode": 41}
    first, again = (issue_analogues(store, **asked) for _ in range(2))
    assert first.result.result_id == again.result.result_id
    assert first.frames["analogues"].equals(again.frames["analogues"])
    needed = issue_what_would_change(store, **asked, below=0.001)
    assert needed.result.result_id == issue_what_would_change(store, **asked, below=0.001).result.result_id
    assert needed.result.result_id != issue_what_would_change(store, **asked, below=0.002).result.result_id
