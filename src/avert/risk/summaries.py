"""Ranks within a year and intervals over replicates."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]

COVERAGE = 0.90
TAILS = ((1.0 - COVERAGE) / 2.0, (1.0 + COVERAGE) / 2.0)


def probability(log_odds: Floats) -> Floats:
    """Return the probability of log-odds; NaN stays NaN.

    >>> probability(np.array([0.0, np.nan]))
    array([0.5, nan])
    """
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * log_odds)))


def rank_from_highest(values: Floats, groups: NDArray[np.int64]) -> Floats:
    """Rank values (…, n) within the groups (n,) of their last axis: 1 is highest, ties share the lower rank.

    NaN gets NaN and takes no rank from others.

    >>> rank_from_highest(np.array([0.1, 0.3, 0.3, np.nan, 0.2]), np.array([1, 1, 1, 1, 2]))
    array([ 3., 1., 1., nan, 1.])
    """
    ranks = np.full(values.shape, np.nan)
    rows, ranked = np.atleast_2d(values), np.atleast_2d(ranks)
    for group in np.unique(groups):
        member = np.flatnonzero((groups == group) & ~np.isnan(rows).any(axis=0))
        for row, out in zip(rows[:, member], ranked, strict=True):
            out[member] = member.size - np.searchsorted(np.sort(row), row, side="right") + 1
    return ranks


def interval(draws: Floats, *, whole: bool = False) -> tuple[Floats, Floats]:
    """Return the 5 % and 95 % quantiles of draws (R, n) over replicates; ``whole``: values that occurred.

    Without replicates both are NaN: an interval that was not computed is unknown, not narrow.

    >>> interval(np.array([[0.1], [0.2], [0.3]]))
    (array([0.11]), array([0.29]))
    """
    if draws.shape[0] == 0:
        return np.full(draws.shape[1], np.nan), np.full(draws.shape[1], np.nan)
    low, high = np.quantile(draws, TAILS, axis=0, method="inverted_cdf" if whole else "linear")
    return low, high


def risk_rows(panel: pl.DataFrame, model: str, risk: Floats, draws: Floats) -> pl.DataFrame:
    """Return the columns of ``avert.risk.models.ewp2025.predict`` from risks (n,) and draws (R, n) of them."""
    years = panel["year"].to_numpy().astype(np.int64)
    low, high = interval(draws)
    rank_low, rank_high = interval(rank_from_highest(draws, years), whole=True)
    ranks = {"rank": rank_from_highest(risk, years), "rank_low": rank_low, "rank_high": rank_high}
    results = pl.DataFrame({"risk": risk, "risk_low": low, "risk_high": high, **ranks}).fill_nan(None)
    return panel.select("country_gwcode", "year", pl.lit(model).alias("model")).hstack(
        results.with_columns(pl.col(*ranks).cast(pl.Int32))
    )
