"""Panels that the tests of risk models learn from: made up, or EWP's own where the reference data are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from avert.periods import month_id
from avert.risk import conflict_history
from avert.risk.models import avert2026, ensemble2026, ewp2025
from avert.sources.store import Store
from avert.sources.tables import Coverage, Reading

NOW = dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
FIRST_YEAR, LAST_YEAR = 1990, 2012
STATES = [
    2, 20, 40, 41, 42, 70, 90, 91, 92, 93, 94, 95, 100, 101, 110, 130, 135, 140, 145, 150, 155, 160, 165, 200, 205,
    210, 211, 220, 225, 230,
]  # fmt: skip
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


def made_up_avert_panel(seed: int = 0, *, countries: int = 30) -> pl.DataFrame:
    """The same, with a made-up history of conflict that says nothing about the risk."""
    panel, rng = made_up_ewp_panel(seed, countries=countries), np.random.default_rng(seed + 1)
    return panel.with_columns(
        pl.Series(name, rng.integers(0, 3, panel.height).astype(float)) for name in conflict_history.NAMES
    )


def grow_fewer_trees(patch: pytest.MonkeyPatch) -> None:
    """Let forests be small where the tests are of what holds for any size."""
    for model in (avert2026, ensemble2026):
        patch.setattr(model, "TREES", 60)
        patch.setattr(model, "TREES_OF_REPLICATE", 20)
    patch.setattr(ensemble2026, "ROUNDS", 40)


def of_real_states(panel: pl.DataFrame) -> pl.DataFrame:
    """A made-up panel of thirty countries with the codes of thirty states, for what names them."""
    codes = dict(zip(range(2, 32), STATES, strict=True))
    return panel.with_columns(pl.col("country_gwcode").replace_strict(codes, return_dtype=pl.Int32))


def made_up_events() -> pl.DataFrame:
    """Three mass killings in country 2: of one group, of many, and of one not known how many, in that order."""
    return pl.DataFrame(
        {
            "location_cowcode": [2, 2, 3],
            "start_year": [2000, 2005, 2003],
            "end_year": [2010, None, 2003],
            "targeted_ethnic_groups": [1, 2, None],
        },
        schema_overrides={"location_cowcode": pl.Int64, "end_year": pl.Int64},
    )


def risk_store(folder: Path, panel: pl.DataFrame, events: pl.DataFrame | None = None) -> Store:
    """A store that holds a panel, and a list of events where there is one."""
    store = Store(folder)
    tables = {"ewp_panel": panel} | ({} if events is None else {"ewp_events": events})
    for dataset, frame in tables.items():
        reading = Reading(
            frame, "2013", dt.date(2013, 6, 1), False, Coverage(month_id(1990, 1), month_id(2012, 12))
        )
        store.add(dataset, reading, origin_name=f"{dataset}.csv", origin_digest=dataset, now=NOW)
    return store


PANELS: dict[str, Callable[[int], pl.DataFrame]] = {
    "avert2026": made_up_avert_panel,
    "ensemble2026": made_up_ewp_panel,
    "ewp2025": made_up_ewp_panel,
    "prior_rate": made_up_ewp_panel,
}
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
