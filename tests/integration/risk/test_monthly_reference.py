"""The monthly risk on the publishers' real files: how many events there are, and how well they were foreseen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import yaml

from avert import periods
from avert.panel.death_inputs import Inputs, load_inputs, newest_origin
from avert.risk.monthly import THRESHOLDS
from avert.risk.monthly.evaluation import FIRST_YEAR, LAST_DEVELOPMENT_YEAR, LAST_YEAR, forecasts
from avert.risk.monthly.rows import Rows, known_rows
from avert.risk.monthly.scores import score
from avert.sources.adding import add_files, files_below
from avert.sources.store import Store

GOLDEN = yaml.safe_load(
    (Path(__file__).parents[2] / "golden/risk/monthly_positives.yaml").read_text(encoding="utf-8")
)
FILES = ("views", "ucdp/candidate", "ucdp/ged_country", "ewp/prepared2024predictors-2025-09-03.csv")


@pytest.fixture(scope="module")
def inputs(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    store = Store(tmp_path_factory.mktemp("monthly") / "store")
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    add_files(store, files_below([reference_data / name for name in FILES]), release=None, now=now)
    return load_inputs(store)


@pytest.fixture(scope="module")
def rows(inputs: Inputs) -> Rows:
    origins = range(periods.month_id(FIRST_YEAR, 1), periods.month_id(LAST_YEAR, 12) + 1)
    return known_rows(inputs.histories, origins)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case['span']}-{case['group']}")
def test_golden_counts_of_events(case: dict[str, Any], rows: Rows) -> None:
    is_development = rows.origin <= periods.month_id(LAST_DEVELOPMENT_YEAR, 12)
    chosen = is_development if case["span"] == "development" else ~is_development
    if case["group"] == "onset":
        chosen = chosen & (rows.before < 25)
    assert int(chosen.sum()) == case["rows"]
    assert {c: int((rows.ahead[chosen] >= c).sum()) for c in THRESHOLDS} == case["reached"]


def test_the_newest_origin_is_the_last_month_of_candidate_events_and_the_month_before_is_unknown(
    inputs: Inputs,
) -> None:
    assert newest_origin(inputs.panel) == periods.month_id(2022, 2)
    january = inputs.histories.column_of(periods.month_id(2022, 1))
    assert np.isnan(inputs.histories.deaths["os"][:, january]).mean() > 0.95


def test_in_a_year_of_development_the_model_beats_persistence_and_the_regression_on_recent_deaths(
    inputs: Inputs,
) -> None:
    models = ("persistence", "logit-history", "blend-structure")
    said = score(forecasts(inputs.histories, models=models, years=range(2010, 2011)))
    losses = said.filter(group="all").group_by("model").agg(pl.col("log_loss").sum())
    loss = dict(losses.iter_rows())
    assert loss["blend-structure"] < loss["logit-history"] < loss["persistence"]
