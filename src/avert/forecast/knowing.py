"""What could be known at an origin: nothing that happened later, and nothing that was published later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl

from avert import periods
from avert.errors import MissingDataError
from avert.panel.death_histories import DeathHistories
from avert.panel.death_inputs import Inputs, inputs_of, load_structure
from avert.panel.fatalities import RANKS
from avert.sources.store import Store
from avert.sources.tables import Table

CANDIDATES = "ucdp_candidate"
MOST_UNKNOWN_MONTHS = 6
"""When deaths of most states are unknown for longer before the origin, no forecast is made from it."""


def published_by(origin: int) -> dt.date:
    """Return the last day of the month after an origin: by then UCDP's candidate events of it are out.

    >>> published_by(periods.month_id(2021, 10))
    datetime.date(2021, 11, 30)
    """
    return periods.last_day(periods.month_text(origin + 1))


def inputs_at(store: Store, origin: int, as_of: dt.date) -> Inputs:
    """Return what was known at an origin by a day. Raises MissingDataError.

    Releases count from their vintage on. UCDP publishes candidate events month by month and later gathers them:
    a gathered release stands for the monthly ones, with the months up to the origin. Whatever is of a later month is
    cut off; months that nobody knew by then are unknown.
    """
    tables = [store.read(version) for dataset in RANKS for version in store.versions(dataset, as_of)]
    tables += [
        _monthly(table, origin, as_of)
        for version in store.versions(CANDIDATES)
        if version.source.vintage > as_of and version.coverage.first_month <= origin
        for table in [store.read(version)]
    ]
    if not tables:
        raise MissingDataError(
            f"No release with deaths that is loaded was out by {as_of}, so that nothing was known then. Name a "
            "later day with --as-of to use what is known since, or add releases of the time: avert data add PATH."
        )
    return inputs_of(tables, load_structure(store, as_of))


def known_at(histories: DeathHistories, origin: int) -> DeathHistories:
    """Return the histories up to an origin; months between the record's end and the origin are unknown."""
    missing = max(origin - histories.last_month, 0)
    if missing:
        pad = ((0, 0), (0, missing))
        deaths = {kind: np.pad(of, pad, constant_values=np.nan) for kind, of in histories.deaths.items()}
        histories = replace(histories, deaths=deaths, is_state=np.pad(histories.is_state, pad, mode="edge"))
    return histories.until(origin)


def require_recent(known: DeathHistories, origin: int) -> None:
    """Refuse an origin before which deaths of most states have been unknown for long."""
    unknown = np.isnan(known.deaths["sb"])[known.is_state[:, -1]].mean(axis=0) > 0.5
    if unknown[-MOST_UNKNOWN_MONTHS - 1 :].all():
        month = periods.month_text(origin)
        raise MissingDataError(
            f"Deaths in the {MOST_UNKNOWN_MONTHS} months up to {month} were not known by then for most states. "
            "Add newer data (avert data add PATH), take an earlier origin, or name a later day with --as-of."
        )


def _monthly(table: Table, origin: int, as_of: dt.date) -> Table:
    """Return the months up to an origin of a gathered release of candidate events, as known by a day."""
    last = min(table.coverage.last_month, origin)
    return Table(
        table.frame.filter(pl.col("month_id") <= last),
        replace(table.source, vintage=as_of),
        replace(table.coverage, last_month=last),
    )
