"""Which earlier country-years were most like one, and what followed them."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.errors import MissingDataError
from avert.risk.ewp_rows import OUTCOME, matrix
from avert.risk.predictors import Predictor

Floats = NDArray[np.float64]

KNOWN_AFTER = 2
"""What followed a year is known so many years later."""


def analogues(
    panel: pl.DataFrame,
    contributions: pl.DataFrame,
    predictors: tuple[Predictor, ...],
    *,
    country_gwcode: int,
    year: int,
    count: int = 10,
) -> pl.DataFrame:
    """Return the earlier country-years of other countries that were most like one in what the model looks at.

    Distance is the root of the weighted sum of squared differences; each predictor is divided by its standard
    deviation over the rows compared, and weighs as much as its contributions are large on average in that year, so
    that what does not move the risk does not decide who is alike. World region and calendar year do not count
    (lens ``control``), nor do predictors that are unknown of the country. Each country appears once, with its
    nearest year.

    Parameters
    ----------
    panel: the model's, with the outcome. Only rows whose outcome was known by ``year`` are compared.
    contributions: of all countries of that year, from the model's ``explain``.
    predictors: the model's.
    country_gwcode, year: the row to find analogues of.
    count: how many at most.

    Returns
    -------
    ``country_gwcode``, ``year``, ``distance`` (0: the same), ``differs_most`` (labels of the predictors that make up
    most of the distance, largest first, three at most), ``onset_followed`` (whether a new mass killing began within
    two years); nearest first.

    Raises
    ------
    MissingDataError: the panel has no such row, or nothing is known of it, or no row to compare it with.
    """
    compared = tuple(predictor for predictor in predictors if predictor.lens != "control")
    names = [predictor.name for predictor in compared]
    own = panel.filter((pl.col("country_gwcode") == country_gwcode) & (pl.col("year") == year))
    earlier = panel.filter(
        pl.col("country_gwcode") != country_gwcode,
        pl.col("year") <= year - KNOWN_AFTER,
        pl.col(OUTCOME).is_not_null(),
    )
    pool = earlier.filter(np.asarray(np.isfinite(matrix(earlier, names)).all(axis=1)))
    if own.is_empty() or pool.is_empty() or np.isnan(matrix(own, names)).all():
        raise MissingDataError(
            f"Country {country_gwcode} in {year} cannot be compared: the panel lacks it, its predictors or earlier "
            "rows. Choose another year or load a newer panel."
        )
    parts = _squared_parts(matrix(own, names)[0], matrix(pool, names), _weights(contributions, names))
    labels = np.array([predictor.label for predictor in compared])
    found = pool.select(
        "country_gwcode",
        "year",
        pl.Series("distance", np.sqrt(parts.sum(axis=1))),
        pl.Series("differs_most", [_largest(row, labels) for row in parts], dtype=pl.List(pl.String)),
        pl.col(OUTCOME).cast(pl.Boolean).alias("onset_followed"),
    )
    nearest = found.sort("distance", "year", "country_gwcode").unique(
        "country_gwcode", keep="first", maintain_order=True
    )
    return nearest.head(count)


def _weights(contributions: pl.DataFrame, names: list[str]) -> Floats:
    """Return how much each predictor weighs, summing to one."""
    size = contributions.group_by("predictor").agg(pl.col("contribution").abs().mean())
    mean = dict(size.drop_nulls().iter_rows())
    weights = np.array([mean.get(name, 0.0) for name in names])
    total = weights.sum()
    return weights / total if total > 0.0 else np.full(len(names), 1.0 / len(names))


def _squared_parts(own: Floats, pool: Floats, weights: Floats) -> Floats:
    """Return what each predictor adds to the squared distance (n, p); an unknown one adds nothing."""
    spread = pool.std(axis=0)
    counts = np.isfinite(own) & (spread > 0.0)
    apart = np.where(counts, (pool - np.where(counts, own, 0.0)) / np.where(counts, spread, 1.0), 0.0)
    known = weights[counts].sum()
    return np.asarray(weights / (known if known > 0.0 else 1.0) * apart**2)


def _largest(parts: Floats, labels: NDArray[np.str_]) -> list[str]:
    order = np.argsort(-parts, kind="stable")[:3]
    return [str(labels[j]) for j in order if parts[j] > 0.0]
