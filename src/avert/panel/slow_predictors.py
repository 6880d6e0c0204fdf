"""Slow predictors by state and year, two years old at the origin, so that they had been published by then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from avert.panel.arrays import Floats, Ints

DATASET = "ewp_panel"
STRUCTURE = ("popsize.log2", "un_imr_sqrt", "gdppcgrowth", "discrimpop", "repress_civilsoc")
"""Population, infant mortality, growth, share discriminated against, repression of civil society: EWP's columns."""
LAG_YEARS = 2


@dataclass(frozen=True)
class Structure:
    """values: (states, years, predictors), NaN where unknown. first_year: of the second axis."""

    first_year: int
    values: Floats

    def at(self, year: int) -> Floats:
        """Return (states, predictors + 1) for origins of a year, and last whether any was unknown.

        The year two years before, or the newest that the panel has when that is earlier. An unknown value is the
        median of the states that have one.
        """
        newest = min(year - LAG_YEARS - self.first_year, self.values.shape[1] - 1)
        known = self.values[:, max(newest, 0)] if newest >= 0 else np.full_like(self.values[:, 0], np.nan)
        is_known = ~np.isnan(known)
        medians = [
            np.median(of[has]) if has.any() else 0.0 for of, has in zip(known.T, is_known.T, strict=True)
        ]
        return np.column_stack([np.where(is_known, known, medians), ~is_known.all(axis=1)])


def structure_of(panel: pl.DataFrame, country_gwcode: Ints) -> Structure:
    """Return the predictors of these states from EWP's panel; a state that it lacks is unknown."""
    first, last = int(panel["year"].min()), int(panel["year"].max())  # type: ignore[arg-type]
    values = np.full((country_gwcode.size, last - first + 1, len(STRUCTURE)), np.nan)
    of_these = panel.filter(pl.col("country_gwcode").is_in(country_gwcode.tolist()))
    row = np.searchsorted(country_gwcode, of_these["country_gwcode"].to_numpy())
    known = of_these.select(pl.col(STRUCTURE).cast(pl.Float64).fill_null(np.nan)).to_numpy()
    values[row, of_these["year"].to_numpy() - first] = known
    return Structure(first, values)
