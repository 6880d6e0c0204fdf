"""Which predictors raise or lower a risk: additive contributions on the log-odds scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.risk.elastic_net import LogitModel
from avert.risk.predictors import Predictor

Floats = NDArray[np.float64]


def contributions(
    keys: pl.DataFrame, x: Floats, *, model: LogitModel, reference: Floats, predictors: Sequence[Predictor]
) -> pl.DataFrame:
    """Split the log-odds of each row into one part per predictor: slope · (value − reference).

    The parts of a row sum to its log-odds less those of the reference. They say how the model arrives at its
    number, not what causes a mass killing: correlated predictors share a credit that
    one of them may get alone.

    Parameters
    ----------
    keys: (n rows) ``country_gwcode`` and ``year``.
    x: (n, p) predictors, NaN where missing.
    model: intercept and slopes (p,).
    reference: (p,) the values to compare with.
    predictors: (p) names and labels.

    Returns
    -------
    n·p rows, in the order of keys and then of predictors: the keys, ``predictor``, ``label``, ``value``,
    ``reference``, ``contribution``. Where a row lacks any predictor it has no risk to explain: all its
    contributions are null and the null values show what is missing.
    """
    parts = model.contributions(x, reference)
    parts[np.isnan(x).any(axis=1)] = np.nan
    return contribution_rows(keys, x, parts, reference=reference, predictors=predictors)


def contribution_rows(
    keys: pl.DataFrame, x: Floats, parts: Floats, *, reference: Floats, predictors: Sequence[Predictor]
) -> pl.DataFrame:
    """Lay out parts (n, p) of predictors x (n, p) as the rows of :func:`contributions`."""
    rows, count = x.shape
    columns = {
        "predictor": [predictor.name for predictor in predictors] * rows,
        "label": [predictor.label for predictor in predictors] * rows,
        "value": x.ravel(),
        "reference": np.tile(reference, rows),
        "contribution": parts.ravel(),
    }
    repeated = keys.select(pl.all().repeat_by(count).explode())
    return repeated.hstack(pl.DataFrame(columns).with_columns(pl.col("value", "contribution").fill_nan(None)))


def summed_by_label(explained: pl.DataFrame) -> pl.DataFrame:
    """Add up the contributions that stand for one thing, such as those of the dummies of the world's regions.

    Returns a row per ``label``, largest contribution first, unknown last; where several predictors were added,
    ``value`` and ``reference`` are missing and the other columns are those of the first.
    """
    several = pl.len() > 1
    own = [
        pl.when(several).then(None).otherwise(pl.col(column).first()).alias(column)
        for column in ("value", "reference")
        if column in explained.columns
    ]
    others = [c for c in explained.columns if c not in ("label", "contribution", "value", "reference")]
    contribution = pl.when(pl.col("contribution").null_count() == 0).then(pl.col("contribution").sum())
    summed = explained.group_by("label", maintain_order=True).agg(
        *(pl.col(column).first() for column in others), *own, contribution.alias("contribution")
    )
    return summed.select(explained.columns).sort(
        pl.col("contribution").abs(), descending=True, nulls_last=True, maintain_order=True
    )
