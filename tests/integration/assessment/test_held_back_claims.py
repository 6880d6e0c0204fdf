"""Brier scores of the pools on the 25 claims of aggreCAT, judged by 25 experts before and after discussion.

The scores were worked out apart from this program. The claims: Hanea et al. 2021, PLOS ONE 16(9), e0256919.

The table is not part of the project. It is looked for in the reference data as ``validation/aggrecat_ratings.csv``,
in the columns of ``avert pool`` and with ``outcome`` (0 or 1). Only 25 claims, and the beta's six was tuned on them:
this shows that the pools are computed as others compute them, not that one is better.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from avert.assessment.pooling import pool_table, read_judgements

FIGURES = {
    1: {"mean": 0.1739, "median": 0.1819, "log_odds": 0.1656, "beta": 0.1256, "interval_width": 0.1685},
    2: {
        "mean": 0.1516,
        "median": 0.1521,
        "log_odds": 0.1445,
        "beta": 0.1105,
        "extremised": 0.1116,
        "neyman_roughgarden": 0.1189,
    },
}


@pytest.fixture(scope="module")
def ratings(reference_data: Path) -> Path:
    path = reference_data / "validation" / "aggrecat_ratings.csv"
    if not path.exists():
        pytest.skip("the ratings of the 25 claims are held back: validation/aggrecat_ratings.csv is not here")
    return path


@pytest.mark.parametrize("of_round", [1, 2])
def test_pools_reproduce_the_scores_worked_out_by_others(ratings: Path, of_round: int) -> None:
    outcomes = pl.read_csv(ratings).select(pl.col("question").cast(pl.String), "outcome").unique()
    pooled = pool_table(read_judgements(ratings)).filter(pl.col("round") == of_round)
    scores = (
        pooled.join(outcomes, on="question")
        .group_by("pool")
        .agg(brier=((pl.col("p") - pl.col("outcome")) ** 2).mean())
    )
    found = dict(scores.iter_rows())
    assert {pool: found[pool] for pool in FIGURES[of_round]} == pytest.approx(FIGURES[of_round], abs=1e-4)
