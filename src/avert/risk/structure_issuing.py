"""Issue the structural profile: compute it from what the store holds, keep it, and never compute the same twice."""

from __future__ import annotations

import datetime as dt

import polars as pl

from avert.risk.structure import newest_year, structural_profile, structural_series
from avert.sources.results import Issued, Result
from avert.sources.store import Store
from avert.sources.tables import Table

SERIES_FROM = 1960
_DECIMALS = 3


def issue_structure(
    store: Store, *, now: dt.datetime, year: int | None = None, as_of: dt.date | None = None
) -> Issued:
    """Return the structural profile of a year, from the store when it was issued before.

    Frames: ``profile`` (every state of the year, see ``avert.risk.structure.structural_profile``) and ``series``
    (see ``structural_series``; from 1960 to the newest year loaded, in three decimals).

    Parameters
    ----------
    store: holds V-Dem, the UN's infant mortality, or both; the result is kept there.
    now: when the result is issued.
    year: None is the newest in either.
    as_of: use the tables as they were known by that day.

    Raises
    ------
    MissingDataError: neither table is loaded, or nothing is known in that year.
    """
    vdem = _newest(store, "vdem", as_of)
    infant_mortality = _newest(store, "un_infant_mortality", as_of)
    series = structural_series(vdem, infant_mortality)
    chosen = newest_year(series) if year is None else year
    result = Result(
        kind="structure",
        sources=tuple(table.source for table in (vdem, infant_mortality) if table is not None),
        specification={"year": chosen, "series_from": SERIES_FROM},
        seed=0,
        origin=str(chosen),
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    frames = {
        "profile": structural_profile(vdem, infant_mortality, chosen),
        "series": _for_charts(series),
    }
    store.put(result, frames)
    return Issued(result, frames)


def _newest(store: Store, dataset: str, as_of: dt.date | None) -> Table | None:
    versions = store.versions(dataset, as_of)
    return store.read(versions[-1]) if versions else None


def _for_charts(series: pl.DataFrame) -> pl.DataFrame:
    return series.filter(pl.col("year") >= SERIES_FROM).with_columns(
        pl.col("value", "value_low", "value_high").round(_DECIMALS)
    )
