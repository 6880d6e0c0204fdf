"""Recorded deaths of the last year by first-level unit. No risk is given for units; docs/methods says why."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from avert.panel import create_country_months
from avert.panel.fatalities import counted_events
from avert.sources.tables import Table

MONTHS = 12
_SCHEMA = {
    "country_gwcode": pl.Int32,
    "adm1_name": pl.String,
    "fatalities_os_best": pl.Int64,
    "events_count": pl.Int64,
    "last_month": pl.Int32,
    "months_known_count": pl.Int64,
    "source_label": pl.String,
}


def unit_deaths(tables: Sequence[Table], origin: int) -> pl.DataFrame:
    """Return deaths in one-sided violence by first-level unit over the 12 months that end with an origin.

    Parameters
    ----------
    tables: releases of events; totals name no place within a country and are passed over.
    origin: VIEWS month.

    Returns
    -------
    ``country_gwcode``; ``adm1_name``, as UCDP names the unit in the event, null where it names none;
    ``fatalities_os_best``; ``events_count``; ``last_month`` with an event; ``months_known_count``, of the 12 those
    for which events of the country are loaded; ``source_label``. Only units with an event: a unit that is not
    there has no recorded event in those months. Most deaths first within a country.
    """
    cells = create_country_months(origin - MONTHS + 1, origin).frame.select("country_gwcode", "month_id")
    found = []
    known = []
    for table, keys in counted_events(cells, tables):
        of_kind = keys.filter(pl.col("violence_type") == "os")
        known.append(of_kind.select("country_gwcode", "month_id"))
        events = table.frame.join(of_kind, on=of_kind.columns, how="semi")
        found.append(
            events.select(
                "country_gwcode",
                "adm1_name",
                "month_id",
                "fatalities_best",
                source_label=pl.lit(table.source.label),
            )
        )
    if not found:
        return pl.DataFrame(schema=_SCHEMA)
    months = pl.concat(known).group_by("country_gwcode").agg(months_known_count=pl.col("month_id").n_unique())
    return (
        pl.concat(found)
        .group_by("country_gwcode", "adm1_name")
        .agg(
            fatalities_os_best=pl.col("fatalities_best").sum(),
            events_count=pl.len(),
            last_month=pl.col("month_id").max(),
            source_label=pl.col("source_label").unique().sort().str.join(" + "),
        )
        .join(months, on="country_gwcode", how="left")
        .select(pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items())
        .sort(
            "country_gwcode",
            "fatalities_os_best",
            "adm1_name",
            descending=[False, True, False],
            nulls_last=True,
        )
    )
