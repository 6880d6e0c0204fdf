"""In which years a state was one, for sources that also speak of territories before and after."""

from __future__ import annotations

import polars as pl

from avert.places import states


def years_as_states(first_year: int, last_year: int) -> pl.DataFrame:
    """Return ``country_gwcode`` and ``year`` (Int32) of every year with at least a day as a state.

    A year counts whole, as in country-year panels, so that a state's first and last year are not lost.
    """
    years = pl.DataFrame({"year": pl.Series(range(first_year, last_year + 1), dtype=pl.Int32)})
    return (
        years.join(states(), how="cross")
        .filter(
            pl.col("start").dt.year() <= pl.col("year"),
            pl.col("end").is_null() | (pl.col("end").dt.year() >= pl.col("year")),
        )
        .select("country_gwcode", "year")
        .unique()
    )
