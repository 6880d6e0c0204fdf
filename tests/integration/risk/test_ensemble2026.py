"""The recommended ensemble on the real panel: what it learns from, and what it says of every country."""

import numpy as np
import polars as pl

from avert.risk.models import ensemble2026
from risk_panels import ewp_panel


def test_every_country_of_the_newest_year_has_a_risk_a_rank_and_parts_that_sum(reference_data):
    panel = ewp_panel(reference_data)
    newest = panel.filter(pl.col("year") == 2024)
    fit = ensemble2026.fit(panel, through_year=2022, replicates=3, seed=0)
    predicted = ensemble2026.predict(fit, newest)
    risk = predicted["risk"].to_numpy()
    sums = ensemble2026.explain(fit, newest)["contribution"].to_numpy().reshape(168, -1).sum(axis=1)
    assert (fit.rows, fit.onsets) == (8970, 211)
    assert predicted.null_count().sum_horizontal().item() == 0
    assert np.ptp(np.log(risk / (1 - risk)) - sums) < 1e-9
    assert predicted.sort("rank")["country_gwcode"].head(10).is_in([625, 432, 483, 750, 770]).sum() >= 3
