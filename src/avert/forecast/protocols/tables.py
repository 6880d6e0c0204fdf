"""Scores of models, what tells them from a reference, and whether what was said to be likely came as often."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from avert.forecast import DEFAULT
from avert.forecast.comparing import LEVEL, compare
from avert.forecast.protocols.origins import Protocol
from avert.forecast.protocols.rows import SCORES, SUM
from avert.forecast.summaries import THRESHOLDS
from avert.scoring.reliability import reliability

REFERENCE = "conflictology"
MEAN = "mean"
EDGES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)


def subsets(rows: pl.DataFrame, protocol: Protocol) -> dict[str, pl.DataFrame]:
    """Return all months; those with deaths, after 12 quiet months, of a band of steps; and sums over 12 months."""
    months = rows.filter(pl.col("step") != SUM)
    found = {
        "all": months,
        "deaths": months.filter(pl.col("outcome") > 0),
        "onset": months.filter("is_quiet"),
        "12-month sums": rows.filter(pl.col("step") == SUM),
    }
    bands = {f"steps {a}-{b}": months.filter(pl.col("step").is_between(a, b)) for a, b in protocol.bands}
    return {name: of for name, of in (found | bands).items() if of.height}


def score_table(rows: pl.DataFrame, protocol: Protocol) -> pl.DataFrame:
    """Return a row per model, type, window (and ``mean``, that of the windows) and subset, with count and scores."""
    parts = []
    keys = ["model", "violence_type"]
    for name, of in subsets(rows, protocol).items():
        means = [pl.len().alias("count"), *(pl.col(score).mean() for score in SCORES)]
        by_window = of.group_by(*keys, "window").agg(means).cast({"window": pl.String})
        overall = by_window.group_by(keys).agg(
            pl.lit(MEAN).alias("window"), pl.col("count").sum(), *(pl.col(score).mean() for score in SCORES)
        )
        both = pl.concat([by_window, overall.select(by_window.columns)])
        parts.append(both.with_columns(pl.lit(name).alias("rows")))
    return (
        pl.concat(parts)
        .with_columns((pl.col("model") == DEFAULT).alias("is_default"))
        .select("model", "is_default", "violence_type", "window", "rows", "count", *SCORES)
        .sort("rows", "violence_type", "window", "model")
    )


def differences(rows: pl.DataFrame, protocol: Protocol, *, draws: int, seed: int) -> pl.DataFrame:
    """Return each model's scores beside the reference's on the same rows, with 90 % intervals over countries."""
    parts = []
    for name, of in subsets(rows, protocol).items():
        for kind in of["violence_type"].unique().sort():
            mine = of.filter(violence_type=kind).sort("country_gwcode", "window", "step")
            reference = mine.filter(model=REFERENCE)
            for model in [m for m in mine["model"].unique().sort() if m != REFERENCE]:
                both = mine.filter(model=model).join(
                    reference, on=["country_gwcode", "window", "step"], how="inner", suffix="_reference"
                )
                if both.is_empty():
                    continue
                table = _against(both, draws=draws, seed=seed)
                parts.append(
                    table.select(
                        pl.lit(model).alias("model"),
                        pl.lit(REFERENCE).alias("reference"),
                        pl.lit(kind).alias("violence_type"),
                        pl.lit(name).alias("rows"),
                        pl.all(),
                    )
                )
    return pl.concat(parts) if parts else pl.DataFrame()


def _against(both: pl.DataFrame, *, draws: int, seed: int) -> pl.DataFrame:
    ours = {score: both[score].to_numpy() for score in SCORES}
    theirs = {score: both[f"{score}_reference"].to_numpy() for score in SCORES}
    skills = compare(ours, theirs, both["country_gwcode"], draws=draws, seed=seed)
    intervals = [
        _interval(ours[score] - theirs[score], both["country_gwcode"], draws, seed) for score in SCORES
    ]
    said = pl.DataFrame(intervals, schema=["difference", "low", "high"], orient="row")
    return skills.rename({"rows": "count", "forecast": "value", "reference": "reference_value"}).hstack(said)


def _interval(
    difference: np.ndarray, clusters: pl.Series, draws: int, seed: int
) -> tuple[float, float, float]:
    """Return the mean difference and its interval over countries drawn with replacement."""
    _, of = np.unique(clusters.to_numpy(), return_inverse=True)
    sums, counts = np.bincount(of, weights=difference), np.bincount(of)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(sums.size, np.full(sums.size, 1 / sums.size), size=draws)
    means = (weights @ sums) / (weights @ counts)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(difference.mean()), float(low), float(high)


def reliability_table(rows: pl.DataFrame, models: Sequence[str]) -> pl.DataFrame:
    """Return, by model, type and threshold, how often at least so many deaths in a month came that were said to."""
    found = []
    months = rows.filter(pl.col("step") != SUM, pl.col("model").is_in(list(models)))
    for (model, kind), of in months.group_by("model", "violence_type", maintain_order=True):
        for least in THRESHOLDS:
            y = (of["outcome"] >= least).cast(pl.Float64).to_numpy()
            found += [
                {
                    "model": model,
                    "violence_type": kind,
                    "threshold": least,
                    "bin_low": one.low_p,
                    "bin_high": one.high_p,
                    "count": one.rows,
                    "p_mean": one.mean_p,
                    "observed": one.share,
                    "observed_low": one.share_low,
                    "observed_high": one.share_high,
                }
                for one in reliability(of[f"p_{least}"].to_numpy(), y, EDGES)
            ]
    return pl.DataFrame(found)


def past_forecasts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what the default model said month by month, beside what happened."""
    wanted = rows.filter(pl.col("model") == DEFAULT, pl.col("step") != SUM)
    names = ("q05", "q25", "q50", "q75", "q95", "p_25", "outcome")
    return wanted.select("model", "violence_type", "country_gwcode", "origin", "step", "month_id", *names)
