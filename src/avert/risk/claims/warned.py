"""Had a forecast named the country before the killing began? What was then done is in no data loaded here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from avert.risk.claims.content import Claim
from avert.risk.claims.measured import Measured, measured
from avert.risk.claims.tallies import country_draws, tally
from avert.sources.tables import Table

LISTS = {"top_10": 10, "top_20": 20, "top_30": 30, "top_50": 50}
RANKS = {
    "year_before": ("rank_from_year_before",),
    "either_year": ("rank_from_year_before", "rank_from_two_years_before"),
}
PERIODS = {"all": (0, 9999), "to_2007": (0, 2007), "from_2008": (2008, 9999)}


def measure_warned(claim: Claim, tables: Mapping[str, Table], rng: np.random.Generator) -> Measured:
    """Return the share of onsets whose country stood on the list before, under every definition of the grid."""
    rows = tables["ewp_forecasts"].frame.with_columns(
        pl.col("country_gwcode", "year").cast(pl.Int32), onsets=pl.col("mk_onset").fill_null(0)
    )
    draws = country_draws(rows, rng)
    tallies = []
    for definition in claim.grid:
        chosen = claim.chosen(definition)
        of_period = rows.filter(pl.col("year").is_between(*PERIODS[chosen["period"]]))
        best = pl.min_horizontal(RANKS[chosen["lists"]])
        tallies.append(tally(claim, definition, of_period, best <= LISTS[chosen["length"]], draws))
    return measured(claim, tallies)
