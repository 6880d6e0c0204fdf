"""What mending the faults of EWP's panel changes: cells of the panel, risks and ranks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from avert.risk import ewp_faults
from avert.risk.inputs import load_inputs
from avert.risk.issuing import issue_risks
from avert.sources.results import Issued
from avert.sources.store import Store


@dataclass(frozen=True)
class FaultDifferences:
    """The risks of a year both ways, and the cells of the panel that differ.

    risks: by country ``risk_as_published``, ``risk_mended``, ``rank_as_published``, ``rank_mended``, and ``changed``,
    which of its cells of the year differ. cells: of all years, see ``ewp_faults.changes``. mended, published: the two
    results.
    """

    risks: pl.DataFrame
    cells: pl.DataFrame
    mended: Issued
    published: Issued


def fault_differences(
    store: Store,
    *,
    model: str,
    year: int | None,
    now: dt.datetime,
    as_of: dt.date | None = None,
    workers: int = 1,
) -> FaultDifferences:
    """Issue a year's risks as published and mended, and compare them. Parameters as in ``issue_risks``."""

    def issued(faults: str) -> Issued:
        return issue_risks(
            store, model=model, year=year, now=now, as_of=as_of, workers=workers, faults=faults
        )

    mended, published = issued(ewp_faults.MENDED), issued(ewp_faults.AS_PUBLISHED)
    cells = ewp_faults.changes(
        *(load_inputs(store, model, as_of=as_of, faults=faults).panel for faults in _BOTH)
    )
    of_year = cells.filter(pl.col("year") == int(mended.result.origin))
    changed = of_year.group_by("country_gwcode").agg(pl.col("column").sort().str.join(", ").alias("changed"))
    keys = ["country_gwcode", "iso3", "name", "year"]
    risks = (
        published.frames["risks"]
        .select(*keys, pl.col("risk", "rank").name.suffix("_as_published"))
        .join(
            mended.frames["risks"].select("country_gwcode", pl.col("risk", "rank").name.suffix("_mended")),
            on="country_gwcode",
        )
        .join(changed, on="country_gwcode", how="left")
        .sort((pl.col("risk_mended") - pl.col("risk_as_published")).abs(), descending=True, nulls_last=True)
    )
    return FaultDifferences(risks, cells, mended, published)


_BOTH = (ewp_faults.AS_PUBLISHED, ewp_faults.MENDED)
