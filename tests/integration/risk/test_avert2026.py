"""Avert's model on the real panel: what it learns from, what it says of every country, and that it holds together."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from avert.risk.inputs import load_inputs
from avert.risk.models import avert2026
from avert.risk.protocols.ewp_ro30 import forecast, targets
from avert.scoring import binary
from avert.sources.adding import add_files
from avert.sources.store import Store

FILES = ("ewp/prepared2024predictors-2025-09-03.csv", "ucdp/ucdp_prio_acd_25_1.csv")


@pytest.fixture(scope="module")
def panel(reference_data, tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("store"))
    files = [reference_data / name for name in FILES]
    add_files(store, files, release=None, now=dt.datetime(2026, 1, 15, tzinfo=dt.UTC))
    return load_inputs(store, "avert2026").panel


@pytest.fixture(scope="module")
def fit(panel):
    return avert2026.fit(panel, through_year=2022, replicates=6, seed=0)


def test_it_learns_from_the_rows_that_ewp_learns_from(fit):
    assert (fit.rows, fit.onsets) == (8970, 211)


def test_no_row_of_the_panel_lacks_its_conflict_history(panel):
    assert panel.select(avert2026.NAMES[39:]).null_count().sum_horizontal().item() == 0


def test_a_known_history_is_told(panel):
    rows = panel.filter(pl.col("country_gwcode") == 530, pl.col("year").is_in([1999, 2021]))  # Ethiopia
    assert rows["acd_intensity"].to_list() == [1, 2]
    assert rows["acd_interstate"].to_list() == [1, 0]


def test_every_country_of_the_newest_year_has_a_risk_a_rank_and_parts_that_sum(fit, panel):
    newest = panel.filter(pl.col("year") == 2024)
    predicted = avert2026.predict(fit, newest)
    assert predicted.null_count().sum_horizontal().item() == 0
    risk = predicted["risk"].to_numpy()
    sums = avert2026.explain(fit, newest)["contribution"].to_numpy().reshape(168, -1).sum(axis=1)
    assert np.ptp(np.log(risk / (1 - risk)) - sums) < 1e-9
    assert predicted.sort("rank")["country_gwcode"].head(10).is_in([530, 625, 775, 700]).sum() >= 3


def test_on_years_it_was_developed_on_it_tells_more_than_the_base_rate(panel):
    wanted = targets(panel).filter(pl.col("origin").is_in([1996, 2001]))
    tested = forecast("avert2026", panel, wanted, seed=0)
    prior = forecast("prior_rate", panel, wanted, seed=0)
    losses = [
        float(binary.log_loss(found["p"].to_numpy(), found["y"].to_numpy())) for found in (tested, prior)
    ]
    assert losses[0] < 0.9 * losses[1]
