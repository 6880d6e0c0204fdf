"""Forecasts and outcomes in files, in the layout of the VIEWS prediction challenge 2023/24 and near it.

One row per forecast and draw, quantile or bin; every column that is none of the words below is a key.

- draws: ``draw``, ``outcome`` – the challenge's own layout, with the keys ``month_id`` and ``country_id``;
- quantiles: ``quantile`` (from 0 to 1), ``outcome``;
- bins: ``bin`` (lower edge; the last one is open), ``probability``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.errors import InputError, MalformedFileError, some

LAYOUTS = {"draw": "outcome", "quantile": "outcome", "bin": "probability"}
"""What tells a row of a layout from the others of its forecast, and where its value stands."""


@dataclass(frozen=True)
class Forecasts:
    """Forecasts of one layout.

    layout: ``draw``, ``quantile`` or ``bin``. keys: (n rows) what each forecast is of. steps: (m,) draws, levels or
    lower edges, rising. values: (n, m).
    """

    layout: str
    keys: pl.DataFrame
    steps: NDArray[Any]
    values: NDArray[Any]

    def at(self, outcomes: pl.DataFrame) -> NDArray[Any]:
        """Return the values for rows of outcomes, in their order; InputError where there is no forecast."""
        rows = outcomes.join(
            self.keys.with_row_index("row"), on=self.keys.columns, how="left", maintain_order="left"
        )
        if without := rows["row"].null_count():
            raise InputError(
                f"{without} of {rows.height} outcomes have no forecast, so that scores would be of different rows. "
                "Give a forecast for each, or leave those outcomes out."
            )
        return np.asarray(self.values[rows["row"].to_numpy()])


def read_outcomes(path: Path) -> pl.DataFrame:
    """Return outcomes: keys, and ``outcome``, null where unknown.

    Raises MalformedFileError: no table, no outcome, a negative one, or a key that stands twice.
    """
    frame = _table(path)
    if "outcome" not in frame.columns or "draw" in frame.columns:
        raise MalformedFileError(f"{path.name} must have keys and one column outcome, a row per outcome.")
    frame = frame.with_columns(pl.col("outcome").cast(pl.Float64).fill_nan(None))
    if frame.select(pl.exclude("outcome")).is_duplicated().any():
        raise MalformedFileError(f"{path.name} has two outcomes for one key. Keep one.")
    if frame.select((pl.col("outcome") < 0).any()).item():
        raise MalformedFileError(f"{path.name} has a negative outcome; deaths are counts.")
    return frame


def read_forecasts(path: Path) -> Forecasts:
    """Return forecasts of whichever layout the file has.

    Raises MalformedFileError: no known layout, a value that is missing, a row that stands twice, or forecasts with
    different draws, quantiles or bins.
    """
    frame = _table(path)
    step = next((word for word, value in LAYOUTS.items() if {word, value} <= set(frame.columns)), None)
    if step is None:
        raise MalformedFileError(
            f"{path.name} is no forecast: it needs the columns draw and outcome, quantile and outcome, or bin and "
            f"probability. It has: {some(frame.columns)}."
        )
    keys = [column for column in frame.columns if column not in {step, LAYOUTS[step]}]
    if not keys:
        raise MalformedFileError(f"{path.name} does not say what its forecasts are of: it has no key.")
    return _of_layout(frame.sort(*keys, step), keys, step, path.name)


def _of_layout(frame: pl.DataFrame, keys: list[str], step: str, name: str) -> Forecasts:
    if sum(frame.null_count().row(0)):
        raise MalformedFileError(f"{name} lacks values in some rows; every forecast must be whole.")
    steps = frame[step].unique().sort().to_numpy()
    of = frame.select(keys).unique(maintain_order=True)
    all_steps = frame[step].to_numpy()
    is_whole = frame.height == of.height * len(steps) and (all_steps.reshape(-1, len(steps)) == steps).all()
    if not is_whole:
        raise MalformedFileError(
            f"{name}: forecasts differ in their {step}s, or a row stands twice. Every forecast needs the same "
            f"{len(steps)}, once each."
        )
    values = frame[LAYOUTS[step]].to_numpy().reshape(of.height, len(steps))
    return Forecasts(step, of, steps, values)


def _table(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path) if path.suffix.lower() == ".csv" else pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise MalformedFileError(f"{path.name} cannot be read as Parquet or CSV.") from error


def scored_values(forecasts: Forecasts, outcomes: pl.DataFrame) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return values (n, m) and outcomes (n,) of the same rows, NaN where an outcome is unknown."""
    if missing := [key for key in forecasts.keys.columns if key not in outcomes.columns]:
        raise InputError(f"The outcomes lack {some(missing)}, by which the forecasts are told apart.")
    return forecasts.at(outcomes), outcomes["outcome"].fill_null(np.nan).to_numpy()
