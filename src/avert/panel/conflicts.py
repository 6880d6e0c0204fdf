"""Add armed conflicts (UCDP/PRIO) and mass killings (Early Warning Project) to country-years."""

from __future__ import annotations

import polars as pl

from avert import periods
from avert.panel.panels import Panel
from avert.provenance import Provenance
from avert.sources.tables import Table


def add_ucdp_prio_acd(panel: Panel, table: Table) -> Panel:
    """Add the armed conflicts in which the state was a primary party that year, wherever they were fought.

    Columns: ``conflicts_count``, ``conflict_intensity_max`` (0 none, 1 minor: at least 25
    battle-related deaths, 2 war: at least 1,000), ``is_conflict``, ``is_war``. States that only send troops
    in support are not parties. Years outside the dataset are missing. Source: Gleditsch et al. 2002.
    """
    panel.require_kind(["country-year"], "add_ucdp_prio_acd")
    sides = pl.concat_list("side_a_gwcodes", "side_b_gwcodes").alias("country_gwcode")
    by_year = (
        table.frame.select("conflict_id_ucdp", "year", "intensity_level", sides)
        .explode("country_gwcode")
        .drop_nulls("country_gwcode")
        .group_by(pl.col("country_gwcode").cast(pl.Int32), pl.col("year").cast(pl.Int32))
        .agg(
            pl.col("conflict_id_ucdp").n_unique().cast(pl.Int32).alias("conflicts_count"),
            pl.col("intensity_level").max().cast(pl.Int32).alias("conflict_intensity_max"),
        )
    )
    counts = ["conflicts_count", "conflict_intensity_max"]
    frame = _joined(panel, by_year, counts, table).with_columns(
        (pl.col("conflict_intensity_max") >= 1).alias("is_conflict"),
        (pl.col("conflict_intensity_max") == 2).alias("is_war"),
    )
    return panel.extended(frame, Provenance.of([table.source]))


def add_ewp_events(panel: Panel, table: Table) -> Panel:
    """Add mass killings that began and that were going on in the country.

    Columns: ``mass_killing_onsets_count``, ``mass_killings_ongoing_count`` (an event counts from its first to
    its last year). A state that ended is followed by those that inherited the place. Years outside the list
    are missing. Source: Early Warning Project 2025; definition in the glossary.
    """
    panel.require_kind(["country-year"], "add_ewp_events")
    last_year, _ = periods.year_month(table.coverage.last_month)
    years = pl.int_ranges("start_year", pl.col("end_year").fill_null(last_year) + 1).alias("year")
    held_by = ["location", "location_inheritor1_gwcode", "location_inheritor2_gwcode"]
    present = panel.frame.select("country_gwcode", pl.col("year").cast(pl.Int64))
    long = (
        table.frame.rename({"country_gwcode": "location"})
        .select("mk_event_code", "start_year", *held_by, years)
        .explode("year")
        .unpivot(held_by, index=["mk_event_code", "start_year", "year"], value_name="country_gwcode")
        .join(present, on=["country_gwcode", "year"], how="semi")
    )
    # The place's own state holds the event while it exists; those that inherited it only afterwards.
    own = pl.col("variable") == "location"
    long = long.filter(own | ~own.any().over("mk_event_code", "year")).unique(
        ["mk_event_code", "year", "country_gwcode"]
    )
    by_year = long.group_by("country_gwcode", pl.col("year").cast(pl.Int32)).agg(
        (pl.col("start_year") == pl.col("year")).sum().cast(pl.Int32).alias("mass_killing_onsets_count"),
        pl.len().cast(pl.Int32).alias("mass_killings_ongoing_count"),
    )
    counts = ["mass_killing_onsets_count", "mass_killings_ongoing_count"]
    return panel.extended(_joined(panel, by_year, counts, table), Provenance.of([table.source]))


def _joined(panel: Panel, by_year: pl.DataFrame, counts: list[str], table: Table) -> pl.DataFrame:
    """Join counts: none is zero in the years that the table covers, and missing outside."""
    (first, _), (last, _) = (
        periods.year_month(month) for month in (table.coverage.first_month, table.coverage.last_month)
    )
    covered = pl.col("year").is_between(first, last)
    return panel.frame.join(
        by_year, on=["country_gwcode", "year"], how="left", maintain_order="left"
    ).with_columns(pl.when(covered).then(pl.col(column).fill_null(0)).alias(column) for column in counts)
