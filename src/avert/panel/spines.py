"""Create the spine of a panel: which units exist in which period. Sources are added to it afterwards."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from avert import periods
from avert.errors import InputError
from avert.panel.panels import Panel
from avert.places import land_cells, place_of_gwcode, states
from avert.sources.states import years_as_states


def create_country_years(first_year: int, last_year: int) -> Panel:
    """Create one row per Gleditsch-Ward state and year in which it existed for at least a day.

    Columns: ``country_gwcode``, ``iso3`` and ``name`` as they were that year, ``year``. Source of the states:
    Gleditsch and Ward 1999, as ``avert.places`` ships them.

    >>> create_country_years(1990, 1991).frame.filter(country_gwcode=680)["year"].to_list()
    [1990]
    """
    first, last = _bounds(periods.month_id(first_year, 1), periods.month_id(last_year, 12))
    frame = years_as_states(first_year, last_year).sort("country_gwcode", "year")
    return Panel("country-year", _named(frame), first, last)


def create_country_months(first_month: int, last_month: int) -> Panel:
    """Create one row per Gleditsch-Ward state and month in which it existed for at least a day.

    Months are VIEWS numbers. Columns: ``country_gwcode``, ``iso3``, ``name``, ``year``, ``month`` and
    ``month_id``.
    """
    first, last = _bounds(first_month, last_month)
    began, ended = (periods.month_id_expr(pl.col(column)) for column in ("start", "end"))
    frame = (
        _months(first, last)
        .join(states(), how="cross")
        .filter(began <= pl.col("month_id"), ended.is_null() | (ended >= pl.col("month_id")))
        .select("country_gwcode", "year", "month", "month_id")
        .unique()
        .sort("country_gwcode", "month_id")
    )
    return Panel("country-month", _named(frame), first, last)


def create_grid_months(first_month: int, last_month: int) -> Panel:
    """Create a sparse PRIO-GRID panel: a row appears only where an added source has something to say.

    ``densify`` fills it out. Columns: ``priogrid_gid``, ``year``, ``month``, ``month_id``.
    """
    first, last = _bounds(first_month, last_month)
    schema = {"priogrid_gid": pl.Int32, "year": pl.Int32, "month": pl.Int32, "month_id": pl.Int32}
    return Panel("grid-month", pl.DataFrame(schema=schema), first, last)


def densify(panel: Panel, columns: Iterable[str], first_month: int, last_month: int) -> pl.DataFrame:
    """Return one row per land cell and month with these columns of a sparse grid panel.

    64,818 cells times the months asked for; a month takes about 0.5 MB per column, so ask for what is needed.
    Deaths are zero in cells without a row only in months that the sources cover for the whole world; in all
    other months such cells are unknown, and missing.
    """
    panel.require_kind(["grid-month"], "densify")
    first, last = _bounds(first_month, last_month)
    if first < panel.first_month or last > panel.last_month:
        raise InputError("densify was asked for months outside the panel. Create the panel for those months.")
    wanted = list(columns)
    kept = panel.select(["month_id", *wanted]).frame.drop("year", "month")
    is_silent = pl.col("month_id").is_in(sorted(panel.silent_months))
    deaths = [column for column in wanted if column.startswith("fatalities_")]
    cells = pl.DataFrame({"priogrid_gid": pl.Series(land_cells(), dtype=pl.Int32)})
    return (
        _months(first, last)
        .join(cells, how="cross")
        .join(kept, on=["priogrid_gid", "month_id"], how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col(column).is_null() & is_silent).then(0).otherwise(pl.col(column)).alias(column)
            for column in deaths
        )
        .select("priogrid_gid", "year", "month", "month_id", *wanted)
    )


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the ISO code and the English name that each state bore in the year."""
    years = frame.select("country_gwcode", "year").unique(maintain_order=True)
    places = [(place_of_gwcode(code), year) for code, year in years.iter_rows()]
    named = years.with_columns(
        pl.Series("iso3", [place.iso3_in(year) for place, year in places], dtype=pl.String),
        pl.Series("name", [place.name(year=year) for place, year in places], dtype=pl.String),
    )
    return frame.join(named, on=["country_gwcode", "year"], how="left", maintain_order="left").select(
        "country_gwcode", "iso3", "name", pl.exclude("country_gwcode", "iso3", "name")
    )


def _months(first: int, last: int) -> pl.DataFrame:
    months = pl.DataFrame({"month_id": pl.Series(range(first, last + 1), dtype=pl.Int32)})
    return months.with_columns(
        periods.year_of_month(pl.col("month_id")).alias("year"),
        periods.month_of_month(pl.col("month_id")).alias("month"),
    )


def _bounds(first_month: int, last_month: int) -> tuple[int, int]:
    if last_month < first_month:
        raise InputError("The period ends before it begins.")
    return first_month, last_month
