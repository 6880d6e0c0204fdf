"""A graded target: an onset soon after the outcome's two years also says that a country was at risk."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.risk.ewp_rows import OUTCOME

Floats = NDArray[np.float64]

GRADES: Mapping[int, float] = {3: 0.5, 4: 0.3, 5: 0.2}
"""How much an onset counts that comes so many years after the predictors; within two years it counts 1."""


def add_later_onsets(panel: pl.DataFrame, through_year: int) -> pl.DataFrame:
    """Add ``onset_in_3`` to ``onset_in_5``: whether one comes so many years later, NaN when not known.

    Only rows up to ``through_year`` are looked at: an onset three years after a row's year is the next row's
    ``mk_onset_2``. A state that is gone by then has no onset.
    """
    known = panel.filter(pl.col("year") <= through_year).select("country_gwcode", "year", "mk_onset_2")
    for ahead in GRADES:
        later = known.select(
            "country_gwcode",
            pl.col("year") - (ahead - 2),
            pl.col("mk_onset_2").cast(pl.Float64).alias(f"onset_in_{ahead}"),
        )
        joined = panel.join(later, on=["country_gwcode", "year"], how="left", maintain_order="left")
        is_known = pl.col("year") + ahead <= through_year + 2
        panel = joined.with_columns(
            pl.when(is_known).then(pl.col(f"onset_in_{ahead}").fill_null(0.0)).otherwise(float("nan"))
            .alias(f"onset_in_{ahead}")
        )  # fmt: skip
    return panel


def graded_target(training: pl.DataFrame, weights: Floats) -> Floats:
    """Return targets (n,) from 0 to 1 whose weighted mean is that of the outcome.

    A row takes the largest grade among the years that are known of it, scaled by what rows whose five years are
    all known show: the mean of the outcome over that of the grades. Rows of recent years are therefore not taken
    for calm because their later years are still to come.

    Parameters
    ----------
    training: with the outcome and what :func:`add_later_onsets` adds.
    weights: (n,) how much each row counts.
    """
    outcome = training[OUTCOME].to_numpy().astype(np.float64)
    later = {ahead: training[f"onset_in_{ahead}"].to_numpy() for ahead in GRADES}
    is_whole = ~np.isnan(later[max(GRADES)])
    target, graded = outcome.copy(), outcome.copy()
    for ahead, grade in GRADES.items():
        graded = np.fmax(graded, grade * later[ahead])
        total = float((weights * graded)[is_whole].sum())
        scale = float((weights * outcome)[is_whole].sum()) / total if total > 0.0 else 1.0
        target = np.where(np.isnan(later[ahead]), target, scale * graded)
    return target
