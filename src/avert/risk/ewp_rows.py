"""Rows of EWP's panel: which columns are outcomes, how far those look ahead, which rows can be learned from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.errors import InputError, MissingColumnError
from avert.risk.predictors import read_predictors

Floats = NDArray[np.float64]

PREDICTORS = read_predictors(Path(__file__).with_name("ewp_predictors.csv"))
NAMES = tuple(predictor.name for predictor in PREDICTORS)
OUTCOME = "mk_onset_1or2"
REACH: Mapping[str, int] = {"mk_onset": 0, "mk_onset_1": 1, "mk_onset_2": 2, OUTCOME: 2}
"""For each outcome, how many years after its row's year it speaks of at most."""
OUTCOMES = tuple(REACH)


def matrix(panel: pl.DataFrame, names: Iterable[str] = NAMES) -> Floats:
    """Return predictors (n, p), NaN where missing or infinite."""
    values = panel.select(pl.col(*names).cast(pl.Float64).fill_null(np.nan)).to_numpy()
    return np.where(np.isfinite(values), values, np.nan)


def is_complete(panel: pl.DataFrame) -> NDArray[np.bool_]:
    """Say which rows (n,) have all 39 predictors and all outcomes: those that EWP learns from."""
    has_outcomes = panel.select(pl.all_horizontal(pl.col(*OUTCOMES).is_not_null())).to_series().to_numpy()
    return np.asarray(has_outcomes & np.isfinite(matrix(panel)).all(axis=1))


def check_rows(panel: pl.DataFrame, columns: Iterable[str], *, needed_by: str) -> None:
    """Refuse a panel that lacks a column or names a country-year twice."""
    for column in ("country_gwcode", "year", *columns):
        if column not in panel.columns:
            raise MissingColumnError.of(
                "Panel", column, needed_by, "read EWP's panel with avert.sources.ewp_panel"
            )
    twice = panel.select(pl.struct("country_gwcode", "year").is_duplicated().sum()).item()
    if twice:
        raise InputError(
            f"{twice} rows of the panel share their country and year, so that risks would be ambiguous. "
            "Keep one row per country_gwcode and year."
        )
