"""The country-years on which claims about structural violence are tested, made ready once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.risk.claims.composite import (
    Floats,
    add_welfare,
    composite,
    equal_weights,
    percentiles,
    placed,
)
from avert.risk.claims.exposure import add_conflict
from avert.sources.tables import Table

AGAINST = ("all_years", "that_year")
BARS = {"p25": 0.25, "p33": 1 / 3, "p50": 0.5, "p67": 2 / 3, "p75": 0.75, "p90": 0.9}
INCOME = {"maddison": "gdp_per_capita_usd_2011", "wdi": "gdp_per_capita_usd_2015"}
"""Datasets that hold incomes, and in which column; the first that is loaded is taken."""

_above_median = {
    name: pl.col(column) > pl.col(column).median().over("year")
    for name, column in (
        ("avoidable_mortality", "avoidable_infant_mortality_per_1000"),
        ("income_gap", "income_gap"),
    )
}
_UNEVEN, _KILLING = pl.col("even_civilrights") == 0, pl.col("pol_killing_approved") == 1
INDICATORS: Mapping[str, pl.Expr] = {
    "any_of_three": (pl.col("discrimpop") > 0) | _UNEVEN | _KILLING,
    "uneven_rights": _UNEVEN,
    "state_killing": _KILLING,
    "discrimination": pl.col("discrimpop") >= 0.05,
    "any_discrimination": pl.col("discrimpop") > 0,
    "speech": pl.col("freediscussion") < 0.5,
    "unequal_groups": pl.col("social_inequality") == 1,
    "power_by_group": pl.col("minorityrule") == 1,
    "party_ban": pl.col("partyban.new.0") == 1,
    **_above_median,
}
"""Single signs of structural violence, each with the threshold that makes it one."""


@dataclass(frozen=True)
class Structured:
    """Country-years with onsets, conflicts and structural violence, sorted by country and year.

    ``before`` points from each row to the one whose structure counts when what was known in advance is asked
    for: the year before's, or the same year's in a state's first year on the panel.
    """

    rows: pl.DataFrame
    before: NDArray[np.int64]
    places: Mapping[str, Floats]

    @classmethod
    def of(cls, tables: Mapping[str, Table]) -> Structured:
        """Join the panel with conflicts and welfare, and place every row on every item."""
        panel = tables["ewp_panel"].frame.with_columns(pl.col("country_gwcode", "year").cast(pl.Int32))
        rows = add_welfare(panel, income_of(tables)).sort("country_gwcode", "year")
        rows = add_conflict(rows, tables["ucdp_prio_acd"].frame) if "ucdp_prio_acd" in tables else rows
        rows = rows.with_columns(onsets=pl.col("mk_onset").fill_null(0))
        return cls(rows, _row_before(rows), {against: percentiles(rows, against) for against in AGAINST})

    @cached_property
    def composites(self) -> Mapping[str, Floats]:
        """Return the percentile of every row's equally weighted composite, against each yardstick."""
        return {
            against: placed(self.rows, composite(places, equal_weights(places)), against)
            for against, places in self.places.items()
        }

    @cached_property
    def onset(self) -> NDArray[np.bool_]:
        """Return which rows have an onset."""
        return self.rows["onsets"].to_numpy() > 0

    def is_above(self, against: str, bar: str, when: str) -> pl.Series:
        """Return whether each row's composite is above a percentile; null where it is not known."""
        values = self.at(self.composites[against], when)
        above = pl.Series("is_above", values > BARS[bar])
        return above.set(pl.Series(np.isnan(values)), None)

    def has(self, indicator: str, when: str) -> pl.Series:
        """Return whether each row shows a sign of structural violence; null where it is not known."""
        signs = self.rows.select(INDICATORS[indicator].alias("has"))["has"]
        return signs.gather(self.before) if when == "year_before" else signs

    def at(self, values: Floats, when: str) -> Floats:
        """Return values as of the year before, or of the same year."""
        return values[self.before] if when == "year_before" else values


def income_of(tables: Mapping[str, Table]) -> pl.DataFrame | None:
    """Return ``gdp_per_capita`` by country and year from the first dataset that holds it, or None."""
    for dataset, column in INCOME.items():
        table = tables.get(dataset)
        if table is not None and column in table.frame.columns:
            return table.frame.select(
                pl.col("country_gwcode", "year").cast(pl.Int32), gdp_per_capita=pl.col(column)
            ).drop_nulls()
    return None


def _row_before(rows: pl.DataFrame) -> NDArray[np.int64]:
    country, year = rows["country_gwcode"].to_numpy(), rows["year"].to_numpy()
    index = np.arange(rows.height)
    follows = (country[1:] == country[:-1]) & (year[1:] == year[:-1] + 1)
    index[1:][follows] -= 1
    return index
