"""Panels that the tests of risk models learn from: made up, or EWP's own where the reference data are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from avert.risk.models import ewp2025

FIRST_YEAR, LAST_YEAR = 1990, 2012
NAMES = [predictor.name for predictor in ewp2025.PREDICTORS]


def made_up_ewp_panel(seed: int = 0, *, countries: int = 30) -> pl.DataFrame:
    """A panel with EWP's columns in which coups and battle deaths raise the risk and nothing else does."""
    rng = np.random.default_rng(seed)
    keys = pl.DataFrame({"country_gwcode": np.arange(2, 2 + countries, dtype=np.int32)}).join(
        pl.DataFrame({"year": np.arange(FIRST_YEAR, LAST_YEAR + 1)}), how="cross"
    )
    predictors = {
        name: rng.normal(size=keys.height) if i % 2 else rng.integers(0, 2, keys.height).astype(float)
        for i, name in enumerate(NAMES)
        if name != "year"
    }
    frame = keys.with_columns(**{name: pl.Series(values) for name, values in predictors.items()})
    log_odds = -2.5 + 1.5 * frame["coup.try.5yr"] + 1.0 * frame["battledeaths.log2"]
    onset = (rng.random(keys.height) < 1 / (1 + np.exp(-log_odds.to_numpy()))).astype(np.int64)
    return frame.with_columns(
        (pl.col("country_gwcode").cast(pl.String) + " land").alias("country_name"),
        pl.col("country_gwcode").alias("country_cowcode"),
        **{outcome: pl.Series(onset) for outcome in ewp2025.OUTCOMES},
    )


PANELS: dict[str, Callable[[int], pl.DataFrame]] = {"ewp2025": made_up_ewp_panel}
"""For each registered model, what makes a panel for it from a seed."""


def ewp_panel(reference_data: Path) -> pl.DataFrame:
    """EWP's modelling panel with its rows in the file's order, and Gleditsch–Ward codes."""
    frame = pl.read_csv(
        reference_data / "ewp" / "prepared2024predictors-2025-09-03.csv",
        null_values="NA",
        infer_schema_length=None,
    ).rename({"ccode": "country_cowcode", "ewp_name": "country_name"})
    is_serbia = (pl.col("country_cowcode") == 345) & (pl.col("year") >= 2006)
    gwcode = pl.col("country_cowcode").replace({255: 260, 679: 678})
    return frame.with_columns(
        pl.when(is_serbia).then(340).otherwise(gwcode).cast(pl.Int32).alias("country_gwcode")
    )
