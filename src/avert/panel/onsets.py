"""Mark where violence begins."""

from __future__ import annotations

import polars as pl

from avert.errors import InputError
from avert.panel.panels import Panel


def mark_onset(panel: Panel, column: str, *, threshold: float, quiet_periods: int) -> Panel:
    """Mark incidence and onset of a column reaching a threshold.

    Incidence: the value is at least ``threshold``. Onset: incidence after ``quiet_periods`` periods in a row
    (years or months, as the panel's) without it. A unit's first periods have no past: there, and wherever a
    missing value could change the answer, the mark is missing. Adds ``is_incidence_COLUMN`` and
    ``is_onset_COLUMN``.

    Parameters
    ----------
    panel: country-year or country-month panel, one row per period without holes.
    column: numeric or boolean column; missing is unknown.
    threshold: in the column's unit.
    quiet_periods: at least 1.
    """
    panel.require_kind(["country-year", "country-month"], "mark_onset")
    panel.require(column, "mark_onset", "add_fatalities(panel, tables) or another add_ function")
    if quiet_periods < 1:
        raise InputError("quiet_periods must be at least 1: an onset needs a quiet time before it.")
    period = "year" if panel.kind == "country-year" else "month_id"
    panel.require(period, "mark_onset", f"create the {panel.kind} panel with its period columns")
    incidence = pl.col(column).cast(pl.Float64) >= threshold
    before = [
        # A row that is not that many periods back is another spell of the state, or a hole: unknown.
        pl.when(pl.col(period).shift(lag) == pl.col(period) - lag).then(incidence.shift(lag))
        for lag in range(1, quiet_periods + 1)
    ]
    quiet = ~pl.any_horizontal(before)
    frame = panel.frame.sort("country_gwcode", period).with_columns(
        incidence.alias(f"is_incidence_{column}"),
        (incidence & quiet).over("country_gwcode").alias(f"is_onset_{column}"),
    )
    return panel.extended(frame, panel.provenance)
