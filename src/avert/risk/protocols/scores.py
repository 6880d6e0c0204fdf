"""Tables of scores from the forecasts of several models for the same rows, with intervals over countries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.errors import CheckFailedError
from avert.scoring import binary
from avert.scoring.reliability import decompose, reliability

Floats = NDArray[np.float64]

LEVEL = 0.90
TAILS = ((1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0)
LISTS = (10, 30)
"""How long the lists are whose recall is told."""
EDGES = (0.0, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 1.0)
"""Bins of reliability: risks are rare and double from one bin to the next."""


@dataclass(frozen=True)
class Rows:
    """The tested rows: outcome, origin and country of each, and each model's probabilities, all (n,)."""

    y: Floats
    origin: NDArray[np.int64]
    country: NDArray[np.int64]
    p: Mapping[str, Floats]


def rows_of(forecasts: pl.DataFrame) -> Rows:
    """Return forecasts side by side. CheckFailedError when the models did not forecast the same rows."""
    keys = ["origin", "country_gwcode"]
    parts = [part.sort(keys) for part in forecasts.partition_by("model", maintain_order=True)]
    first = parts[0]
    for part in parts:
        if not part.select(*keys, "y").equals(first.select(*keys, "y")):
            raise CheckFailedError(
                f"{part['model'][0]} and {first['model'][0]} did not forecast the same rows, so that their scores "
                "cannot be compared. Forecast the same origins and countries."
            )
    return Rows(
        y=first["y"].to_numpy().astype(np.float64),
        origin=first["origin"].to_numpy().astype(np.int64),
        country=first["country_gwcode"].to_numpy().astype(np.int64),
        p={part["model"][0]: part["p"].to_numpy() for part in parts},
    )


@dataclass(frozen=True)
class Scored:
    """Every metric by span and model: (1 + draws,), on the rows as they are and then on each draw of countries."""

    values: Mapping[tuple[str, str], Mapping[str, Floats]]

    def table(self) -> pl.DataFrame:
        """Return ``span``, ``model``, ``metric``, ``value`` and its 90 % interval ``low``, ``high``."""
        return _table(
            [(*key, name, v) for key, metrics in self.values.items() for name, v in metrics.items()]
        )

    def differences(self, against: str) -> pl.DataFrame:
        """Return the same for each model's metrics less those of another model in the same draws."""
        return _table(
            [
                (span, model, name, v - self.values[span, against][name])
                for (span, model), metrics in self.values.items()
                for name, v in metrics.items()
                if model != against
            ]
        ).insert_column(2, pl.lit(against).alias("against"))


def score(rows: Rows, spans: Mapping[str, Sequence[int]], *, draws: int = 400, seed: int = 0) -> Scored:
    """Score every model on the origins of every span.

    Parameters
    ----------
    rows: from :func:`rows_of`.
    spans: origins by name of a span, such as all of them or a half.
    draws: of countries with replacement, all their years together, the same for all models: differences are paired.
    seed: of the draws.

    Notes
    -----
    Who is on a year's list of 10 or 30 is decided among all countries; a draw says how often each onset counts.

    Source of the intervals: the percentile bootstrap over clusters (Cameron, Gelbach and Miller 2008, Review of
    Economics and Statistics 90(3)).
    """
    _, cluster = np.unique(rows.country, return_inverse=True)
    count = int(cluster.max()) + 1
    times = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=draws)
    weights = np.concatenate([np.ones((1, cluster.size)), times[:, cluster]])
    values = {}
    for span, origins in spans.items():
        of = np.isin(rows.origin, list(origins))
        for model, p in rows.p.items():
            values[span, model] = _metrics(p[of], rows.y[of], rows.origin[of], weights[:, of])
    return Scored(values)


def _metrics(p: Floats, y: Floats, origin: NDArray[np.int64], w: Floats) -> dict[str, Floats]:
    """Return every metric, the logarithmic loss first because it rewards honest probabilities."""
    line = binary.recalibration(p, y, weights=w)
    return {
        "log_loss": binary.log_loss(p, y, weights=w),
        "auc": binary.auc(p, y, weights=w),
        "auc_within_years": binary.auc_within(p, y, origin, weights=w),
        "average_precision": binary.average_precision(p, y, weights=w),
        "brier": binary.brier(p, y, weights=w),
        **{f"recall_at_{k}": binary.recall_at(k, p, y, origin, weights=w) for k in LISTS},
        "calibration_slope": line.slope,
        "calibration_intercept": line.intercept,
        "mean_p": w @ p / w.sum(axis=1),
        "share_of_onsets": w @ y / w.sum(axis=1),
    }


def bins(rows: Rows, edges: Sequence[float] = EDGES) -> pl.DataFrame:
    """Return, by model and bin of probability, what was said and what happened; see ``ReliabilityBin``."""
    found = [
        (model, one) for model, p in rows.p.items() for one in reliability(p, rows.y, edges, level=LEVEL)
    ]
    return pl.DataFrame([{"model": model, **asdict(one)} for model, one in found])


def parts(rows: Rows) -> pl.DataFrame:
    """Return, by model, what its logarithmic loss is made of; see ``avert.scoring.reliability.decompose``."""
    return pl.DataFrame([{"model": model, **asdict(decompose(p, rows.y))} for model, p in rows.p.items()])


def _table(found: Sequence[tuple[str, str, str, Floats]]) -> pl.DataFrame:
    """Return each first value with the interval of those after it; what is not defined is null."""
    rows = []
    for span, model, name, (value, *draws) in found:
        known = np.array(draws)[np.isfinite(draws)]
        low, high = np.quantile(known, TAILS).tolist() if known.size else (None, None)
        rows.append((span, model, name, float(value), low, high))
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64())
    text = dict.fromkeys(("span", "model", "metric"), pl.String())
    return pl.DataFrame(rows, schema={**text, **numbers}, orient="row").with_columns(
        pl.col(*numbers).fill_nan(None)
    )
