"""Do mass killings begin within armed conflict? Every onset of the list, against all country-years."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from avert.panel import create_country_years
from avert.periods import year_month
from avert.risk.claims.content import Claim
from avert.risk.claims.exposure import add_conflict, in_conflict
from avert.risk.claims.measured import Measured, measured
from avert.risk.claims.tallies import country_draws, tally
from avert.sources.tables import Table

FIRST_YEAR = 1947
"""UCDP/PRIO begins in 1946, so that from here on the year before is known too."""
ONSETS = {
    "all": (None, FIRST_YEAR, None),
    "state": ("state", FIRST_YEAR, None),
    "non_state": ("non-state", 1989, None),
    "state_to_1979": ("state", FIRST_YEAR, 1979),
    "state_from_1980": ("state", 1980, None),
    "all_from_1980": (None, 1980, None),
    "all_from_2000": (None, 2000, None),
}
"""Which onsets: who is held responsible, first and last year. Non-state killings are on the list from 1989."""


def measure_conflict(claim: Claim, tables: Mapping[str, Table], rng: np.random.Generator) -> Measured:
    """Return the share of onsets in armed conflict under every definition of the grid."""
    events = onsets_of(tables["ewp_events"].frame)
    last_year, _month = year_month(tables["ewp_events"].coverage.last_month)
    states = _states_at_risk(tables["ewp_panel"].frame, events)
    spine = create_country_years(FIRST_YEAR, last_year).frame.select(
        pl.col("country_gwcode", "year").cast(pl.Int32)
    )
    at_risk = add_conflict(
        spine.filter(pl.col("country_gwcode").is_in(states)), tables["ucdp_prio_acd"].frame
    )
    draws = country_draws(at_risk, rng)
    tallies = []
    for definition in claim.grid:
        chosen = claim.chosen(definition)
        rows = _counted(at_risk, events, chosen["which_onsets"])
        tallies.append(
            tally(claim, definition, rows, in_conflict(chosen["conflict"], chosen["window"]), draws)
        )
    return measured(claim, tallies)


def onsets_of(events: pl.DataFrame) -> pl.DataFrame:
    """Return ``country_gwcode``, ``year`` and ``perpetrator`` of each event.

    Where a state is held responsible for killing in what was not yet a state of its own when it began, the
    onset is that state's: East Pakistan was Pakistan's until December 1971.
    """
    state = pl.when(pl.col("perpetrator") == "state").then(pl.col("responsible_gwcode"))
    return events.select(
        pl.coalesce(state, "country_gwcode").cast(pl.Int32).alias("country_gwcode"),
        pl.col("start_year").cast(pl.Int32).alias("year"),
        "perpetrator",
    )


def _states_at_risk(panel: pl.DataFrame, events: pl.DataFrame) -> list[int]:
    """Return the states that the Early Warning Project follows, and those on its list: small states are no base."""
    followed = panel["country_gwcode"].cast(pl.Int32)
    return (
        pl.concat([followed, events.filter(pl.col("year") >= FIRST_YEAR)["country_gwcode"]])
        .unique()
        .to_list()
    )


def _counted(at_risk: pl.DataFrame, events: pl.DataFrame, onsets: str) -> pl.DataFrame:
    """Count the onsets of a kind and period in each country-year of that period, without changing which countries."""
    responsible, first, last = ONSETS[onsets]
    chosen = events if responsible is None else events.filter(pl.col("perpetrator") == responsible)
    counts = chosen.group_by("country_gwcode", "year").agg(onsets=pl.len().cast(pl.Int64))
    rows = at_risk.join(counts, on=["country_gwcode", "year"], how="left", maintain_order="left")
    return rows.with_columns(pl.col("onsets").fill_null(0)).filter(
        pl.col("year").is_between(first, last or max(at_risk["year"]))
    )
