"""Add deaths from organised violence, choosing for each country, month and type the release that counts.

The rule: candidate events count only where no annual events cover the country and month; of what remains the
newest vintage counts; at equal vintage annual events come before totals, totals before candidate events. A
release covers a month when silence there means *none*; where nothing covers a month, deaths are unknown.

An event counts, whole, in the month of its last day and in the country and cell where UCDP places it, however
coarse its date or place. Cells leave out events known only by country or at sea (where_prec 6 and 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from avert.errors import InputError
from avert.panel.panels import Panel
from avert.panel.spines import create_country_months
from avert.provenance import Provenance
from avert.sources.tables import Table

TYPES = ("sb", "ns", "os")
ESTIMATES = ("best", "low", "high")
RANKS = {"ucdp_ged": 0, "views_country_months": 1, "ucdp_candidate": 2}
"""Datasets that hold deaths, in the order that counts at equal vintage."""
COARSEST_WHERE_PREC = 5
_CELL = ("country_gwcode", "month_id", "violence_type")


def add_fatalities(panel: Panel, tables: Sequence[Table]) -> Panel:
    """Add deaths by type of violence to a panel of any kind.

    Columns: ``fatalities_{sb,ns,os}_{best,low,high}`` (deaths; missing is unknown; low and high are missing
    where only totals are known) and, for countries, ``fatalities_{sb,ns,os}_source`` (dataset and release).
    A country-year is known only when every month of it is.

    Parameters
    ----------
    panel: from ``create_country_years``, ``create_country_months`` or ``create_grid_months``.
    tables: releases of the datasets in ``RANKS``, in any order.

    Sources: Sundberg and Melander 2013 (GED); Hegre et al. 2020 (candidate events).
    """
    if strange := [table.source.dataset for table in tables if table.source.dataset not in RANKS]:
        raise InputError(f"{strange[0]} holds no deaths. Deaths come from {', '.join(RANKS)}.")
    ranked = sorted(tables, key=_rank)
    if panel.kind == "grid-month":
        return _add_to_grid(panel, ranked)
    months = panel
    if panel.kind == "country-year":
        months = create_country_months(panel.first_month, panel.last_month)
    long = _country_months(months, ranked)
    used = set(long["table"].drop_nulls().unique().to_list())
    wide = months.frame.join(_wide(long, ranked), on=["country_gwcode", "month_id"], how="left")
    if panel.kind == "country-year":
        wide = panel.frame.join(
            _by_year(wide), on=["country_gwcode", "year"], how="left", maintain_order="left"
        )
    wide = wide.sort(panel.keys)
    counted = [ranked[i] for i in sorted(used)]
    return panel.extended(wide, Provenance.of(table.source for table in counted), _unplaced(months, counted))


def _rank(table: Table) -> tuple[int, int, bool]:
    return (
        -table.source.vintage.toordinal(),
        RANKS[table.source.dataset],
        table.coverage.countries is not None,
    )


def _has_events(table: Table) -> bool:
    return "event_id_ucdp" in table.frame.columns


# Which release counts ------------------------------------------------------------------------------------


def _chosen(cells: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    """Return country_gwcode, month_id, violence_type and ``table``, the position of the one that counts."""
    covers = [
        _covered(cells, table).with_columns(table=pl.lit(i, pl.Int32)) for i, table in enumerate(tables)
    ]
    if not covers:
        return cells.join(_types(), how="cross").with_columns(table=pl.lit(None, pl.Int32))
    datasets = [table.source.dataset for table in tables]
    annual = [i for i, dataset in enumerate(datasets) if dataset == "ucdp_ged"]
    candidate = [i for i, dataset in enumerate(datasets) if dataset == "ucdp_candidate"]
    table = pl.col("table")
    return (
        pl.concat(covers)
        .group_by(_CELL)
        .agg(
            pl.when(table.is_in(annual).any())
            .then(table.filter(~table.is_in(candidate)).min())
            .otherwise(table.min())
            .alias("table")
        )
    )


def _covered(cells: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the country-months and types for which the table's silence means *none*."""
    if table.coverage.is_by_row:
        present = _long_totals(table).select(_CELL)
        return present.join(cells, on=["country_gwcode", "month_id"], how="semi")
    covered = cells.filter(
        pl.col("month_id").is_between(table.coverage.first_month, table.coverage.last_month)
    )
    if table.coverage.countries is not None:
        covered = covered.filter(pl.col("country_gwcode").is_in(sorted(table.coverage.countries)))
    return covered.join(_types(), how="cross")


def _types() -> pl.DataFrame:
    return pl.DataFrame({"violence_type": list(TYPES)})


# Values ---------------------------------------------------------------------------------------------------


def _long_totals(table: Table) -> pl.DataFrame:
    """Return the totals of a table of totals as country_gwcode, month_id, violence_type, fatalities_best."""
    parts = [
        table.frame.select(
            "country_gwcode",
            "month_id",
            pl.lit(kind).alias("violence_type"),
            pl.col(f"fatalities_{kind}_best").alias("fatalities_best"),
        )
        for kind in TYPES
        if f"fatalities_{kind}_best" in table.frame.columns
    ]
    return pl.concat(parts).drop_nulls("fatalities_best")


def _sums(table: Table) -> pl.DataFrame:
    """Return deaths by country, month and type; totals have no low and no high."""
    if _has_events(table):
        return table.frame.group_by(_CELL).agg(pl.col(f"fatalities_{e}").sum() for e in ESTIMATES)
    missing = [pl.lit(None, pl.Int64).alias(f"fatalities_{e}") for e in ("low", "high")]
    return _long_totals(table).with_columns(missing)


def _country_months(months: Panel, tables: Sequence[Table]) -> pl.DataFrame:
    cells = months.frame.select("country_gwcode", "month_id")
    chosen = _chosen(cells, tables)
    parts = []
    for i, table in enumerate(tables):
        mine = chosen.filter(pl.col("table") == i)
        known = mine.join(_sums(table), on=_CELL, how="left")
        if _has_events(table):
            known = known.with_columns(pl.col(f"fatalities_{e}").fill_null(0) for e in ESTIMATES)
        parts.append(known.select(*_CELL, "table", *(f"fatalities_{e}" for e in ESTIMATES)))
    empty = chosen.filter(pl.col("table").is_null()).select(
        *_CELL, "table", *(pl.lit(None, pl.Int64).alias(f"fatalities_{e}") for e in ESTIMATES)
    )
    return pl.concat([*parts, empty])


def _wide(long: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    """Spread types over columns and name each value's source."""
    labels = pl.DataFrame(
        {
            "table": pl.Series(range(len(tables)), dtype=pl.Int32),
            "source": pl.Series([table.source.label for table in tables], dtype=pl.String),
        }
    )
    labelled = long.join(labels, on="table", how="left").drop("table")
    keys = ["country_gwcode", "month_id"]
    wide = labelled.select(keys).unique()
    for kind in TYPES:
        renamed = {f"fatalities_{e}": f"fatalities_{kind}_{e}" for e in ESTIMATES}
        part = labelled.filter(violence_type=kind).drop("violence_type")
        wide = wide.join(part.rename(renamed | {"source": f"fatalities_{kind}_source"}), on=keys, how="left")
    return wide


def _by_year(months: pl.DataFrame) -> pl.DataFrame:
    """Sum months to years: one unknown month makes the year unknown; its source is all that counted."""
    sums = [
        pl.when(pl.col(column).null_count() == 0).then(pl.col(column).sum()).alias(column)
        for column in (f"fatalities_{kind}_{e}" for kind in TYPES for e in ESTIMATES)
    ]
    sources = [
        pl.when(pl.col(column).null_count() == 0)
        .then(pl.col(column).unique().sort().str.join(" + "))
        .alias(column)
        for column in (f"fatalities_{kind}_source" for kind in TYPES)
    ]
    return months.group_by("country_gwcode", "year").agg(*sums, *sources)


def _unplaced(months: Panel, tables: Sequence[Table]) -> list[str]:
    """Say how many events fall on states that did not exist in that month, and so on no row."""
    notes = []
    for table in tables:
        if not _has_events(table):
            continue
        within = table.frame.filter(pl.col("month_id").is_between(months.first_month, months.last_month))
        lost = within.join(months.frame, on=["country_gwcode", "month_id"], how="anti")
        if lost.height:
            deaths = lost["fatalities_best"].sum()
            notes.append(
                f"{table.source.label}: {lost.height} events ({deaths} deaths) are on no row, because UCDP "
                "places them in states outside the panel or not independent in that month"
            )
    return notes


# Cells ----------------------------------------------------------------------------------------------------


def counted_events(cells: pl.DataFrame, tables: Sequence[Table]) -> list[tuple[Table, pl.DataFrame]]:
    """Return each table of events with the country-months and types for which it is the one that counts.

    ``cells`` holds the ``country_gwcode`` and ``month_id`` asked for. Totals are passed over: they name no
    place within a country and no actor.
    """
    ranked = sorted((table for table in tables if _has_events(table)), key=_rank)
    chosen = _chosen(cells, ranked)
    keyed = [(table, chosen.filter(pl.col("table") == i).select(_CELL)) for i, table in enumerate(ranked)]
    return [(table, keys) for table, keys in keyed if keys.height]


def _add_to_grid(panel: Panel, tables: Sequence[Table]) -> Panel:
    months = create_country_months(panel.first_month, panel.last_month).frame
    counted, used, excluded = [], [], 0
    for table, keys in counted_events(months.select("country_gwcode", "month_id"), tables):
        events = table.frame.join(keys, on=_CELL, how="semi")
        placed = events.filter(
            pl.col("where_prec") <= COARSEST_WHERE_PREC, pl.col("priogrid_gid").is_not_null()
        )
        excluded += sum(events["fatalities_best"]) - sum(placed["fatalities_best"])
        counted.append(
            placed.select("priogrid_gid", "month_id", "violence_type", "^fatalities_(best|low|high)$")
        )
        used.append(table)
    silent = {
        month
        for table in used
        if table.coverage.countries is None
        for month in range(table.coverage.first_month, table.coverage.last_month + 1)
    }
    notes = [f"{excluded} deaths are known only by country or at sea and lie in no cell"] if excluded else []
    grid = panel.extended(_by_cell(counted, months), Provenance.of(t.source for t in used), notes)
    return replace(grid, silent_months=frozenset(silent))


def _by_cell(events: Sequence[pl.DataFrame], months: pl.DataFrame) -> pl.DataFrame:
    """Sum events by cell and month; in a cell with any event, the types without one are zero."""
    columns = [f"fatalities_{kind}_{e}" for kind in TYPES for e in ESTIMATES]
    if not events:
        keys = {"priogrid_gid": pl.Int32, "year": pl.Int32, "month": pl.Int32, "month_id": pl.Int32}
        return pl.DataFrame(schema=keys | dict.fromkeys(columns, pl.Int64))
    sums = [
        pl.col(f"fatalities_{e}").filter(violence_type=kind).sum().alias(f"fatalities_{kind}_{e}")
        for kind in TYPES
        for e in ESTIMATES
    ]
    dates = months.select("month_id", "year", "month").unique()
    return (
        pl.concat(events)
        .group_by("priogrid_gid", "month_id")
        .agg(sums)
        .join(dates, on="month_id", how="left")
        .select("priogrid_gid", "year", "month", "month_id", *columns)
        .sort("priogrid_gid", "month_id")
    )
