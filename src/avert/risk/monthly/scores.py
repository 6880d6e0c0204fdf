"""Tables of scores of monthly forecasts: by span, group and threshold, with differences to the baselines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl

from avert import periods
from avert.panel.arrays import Floats
from avert.risk.monthly.candidates import BASELINES
from avert.risk.monthly.evaluation import LAST_DEVELOPMENT_YEAR, ONSET_BELOW
from avert.scoring import binary
from avert.scoring.reliability import reliability

SCORES: Mapping[str, Callable[..., Any]] = {
    "log_loss": binary.log_loss,
    "brier": binary.brier,
    "auc": binary.auc,
    "average_precision": binary.average_precision,
    "calibration_slope": lambda p, y: binary.recalibration(p, y).slope,
}
LEVEL = 0.90
EDGES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
_PART = ["span", "group", "threshold"]


def score(forecasts: pl.DataFrame) -> pl.DataFrame:
    """Return a row per span, group, threshold and model: how many rows and events, and every score.

    ``span`` is development or held-out; ``group`` is all, or onset: fewer than 25 deaths in the 12 months before.
    """
    found = []
    for part, frame in _parts(forecasts).items():
        for model, p, y in _by_model(frame):
            scores = {name: float(of(p, y)) for name, of in SCORES.items()}
            found.append({**part_named(part), "model": model, "n": y.size, "events": int(y.sum()), **scores})
    return pl.DataFrame(found)


def differences(forecasts: pl.DataFrame, *, draws: int = 400, seed: int = 0) -> pl.DataFrame:
    """Return each model's log-loss and Brier score less each baseline's, with 90 % intervals over countries."""
    found = []
    for part, frame in _parts(forecasts).items():
        said = {model: p for model, p, _ in _by_model(frame)}
        one = frame.filter(pl.col("model") == frame["model"][0])
        y = one["y"].to_numpy()
        weights = _draws(one["country_gwcode"].to_numpy(), draws, seed)
        for name in ("log_loss", "brier"):
            scores = {model: SCORES[name](p, y, weights=weights) for model, p in said.items()}
            found += [
                {
                    **part_named(part),
                    "model": model,
                    "against": against,
                    "score": name,
                    "difference": float(SCORES[name](said[model], y) - SCORES[name](said[against], y)),
                    **_interval(scores[model] - scores[against]),
                }
                for against in said
                for model in said
                if against in BASELINES and model not in BASELINES
            ]
    return pl.DataFrame(found)


def bins(forecasts: pl.DataFrame) -> pl.DataFrame:
    """Return said against happened in bins of probability, by span, threshold and model, over all rows."""
    found = []
    for part, frame in _parts(forecasts).items():
        if part[1] == "all":
            for model, p, y in _by_model(frame):
                found += [
                    {**part_named(part), "model": model, **vars(one)}
                    for one in reliability(p, y, EDGES, level=LEVEL)
                ]
    return pl.DataFrame(found)


def part_named(part: tuple[str, str, int]) -> dict[str, str | int]:
    """Return the columns that say which part of the forecasts a score is of."""
    return dict(zip(_PART, part, strict=True))


def _parts(forecasts: pl.DataFrame) -> Mapping[tuple[str, str, int], pl.DataFrame]:
    is_development = pl.col("origin") <= periods.month_id(LAST_DEVELOPMENT_YEAR, 12)
    spans = forecasts.with_columns(
        span=pl.when(is_development).then(pl.lit("development")).otherwise(pl.lit("held-out"))
    )
    calm = spans.filter(pl.col("deaths_before") < ONSET_BELOW)
    both = pl.concat([spans.with_columns(group=pl.lit("all")), calm.with_columns(group=pl.lit("onset"))])
    return {
        (str(span), str(group), int(threshold)): frame
        for (span, group, threshold), frame in both.group_by(_PART, maintain_order=True)
    }


def _by_model(frame: pl.DataFrame) -> list[tuple[str, Floats, Floats]]:
    return [
        (str(model), of["p"].to_numpy(), of["y"].to_numpy().astype(np.float64))
        for (model,), of in frame.group_by(["model"], maintain_order=True)
    ]


def _draws(countries: np.ndarray, draws: int, seed: int) -> Floats:
    """Return (draws, n) how often each row counts when countries are drawn with replacement."""
    _, cluster = np.unique(countries, return_inverse=True)
    count = int(cluster.max()) + 1
    times = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=draws)
    return np.asarray(times[:, cluster], dtype=np.float64)


def _interval(values: Floats) -> dict[str, float]:
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return {"low": float(low), "high": float(high)}
