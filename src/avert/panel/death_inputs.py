"""What models of deaths learn from: every release in the store, as a panel and as arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from avert.errors import MissingDataError
from avert.panel.death_histories import DeathHistories, histories_of
from avert.panel.fatalities import RANKS, add_fatalities
from avert.panel.panels import Panel
from avert.panel.slow_predictors import DATASET as STRUCTURE_DATASET
from avert.panel.spines import create_country_months
from avert.provenance import Source
from avert.sources.store import Store
from avert.sources.tables import Table

MOST_UNKNOWN = 0.5
"""A month of which more than this share of states is unknown is no origin."""


@dataclass(frozen=True)
class Inputs:
    """The panel, its arrays, the tables of deaths and every source used."""

    panel: Panel
    histories: DeathHistories
    tables: tuple[Table, ...]
    sources: tuple[Source, ...]


def load_inputs(
    store: Store, as_of: dt.date | None = None, *, datasets: Collection[str] = tuple(RANKS)
) -> Inputs:
    """Return deaths of every state and month, with EWP's panel where it is loaded. Raises MissingDataError.

    Parameters
    ----------
    as_of: use only releases known by that day. datasets: of those in ``RANKS``.
    """
    tables = [store.read(version) for dataset in datasets for version in store.versions(dataset, as_of)]
    return inputs_of(tables, load_structure(store, as_of))


def load_structure(store: Store, as_of: dt.date | None) -> Table | None:
    """Return EWP's panel, from which slow predictors come, where it is loaded."""
    versions = store.versions(STRUCTURE_DATASET, as_of)
    return store.read(versions[-1]) if versions else None


def inputs_of(tables: Sequence[Table], structure: Table | None) -> Inputs:
    """Return the inputs that tables of deaths amount to. Raises MissingDataError where there are none."""
    if not tables:
        raise MissingDataError("No dataset with deaths is loaded. Add one first: avert data add PATH.")
    first = min(table.coverage.first_month for table in tables)
    last = max(table.coverage.last_month for table in tables)
    panel = add_fatalities(create_country_months(first, last), tables)
    histories = histories_of(panel, None if structure is None else structure.frame)
    used = (*panel.provenance.sources, *(() if structure is None else (structure.source,)))
    return Inputs(panel, histories, tuple(tables), used)


def newest_origin(panel: Panel) -> int:
    """Return the newest month that is known for at least half of the states. Raises MissingDataError."""
    known = panel.frame.group_by("month_id").agg(
        pl.col("fatalities_os_best").is_null().mean().alias("unknown")
    )
    months = known.filter(pl.col("unknown") <= MOST_UNKNOWN)["month_id"].sort()
    if months.is_empty():
        raise MissingDataError(
            "No month is known for half of the states. Add data of the whole world: avert data add PATH."
        )
    return int(months[-1])
