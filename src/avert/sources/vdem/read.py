"""V-Dem: how a country is ruled and whom its rule leaves out, by year, with the measurement model's intervals."""

from __future__ import annotations

import polars as pl

from avert import periods
from avert.errors import MalformedFileError, some
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.placing import codes_by_year
from avert.sources.states import years_as_states
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note
from avert.sources.vdem_releases import vdem_release

_UNIT = ["unit_name", "country_text_id", "country_cowcode", "stated_gwcode"]


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per Gleditsch-Ward state and year; units that were no state then are left out and counted."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    found, is_inferred = vdem_release(file, release, int(rows["year"].max()))  # type: ignore[arg-type]
    placed = _with_gwcodes(rows)
    kept, doubled = _one_unit_per_state(placed.drop_nulls("country_gwcode"), file)
    if kept.is_empty():
        raise MalformedFileError(f"{file.origin} has no unit that was a state in the years it codes.")
    years = kept["year"].to_list()
    return Reading(
        frame=kept.select("country_gwcode", "year", pl.exclude("country_gwcode", "year", *_UNIT)).sort(
            "country_gwcode", "year"
        ),
        release=found.name,
        vintage=found.vintage,
        is_inferred=is_inferred,
        coverage=Coverage(periods.month_id(min(years), 1), periods.month_id(max(years), 12), is_by_row=True),
        notes=(*unknown_note(unknown), *_left_out(placed), *doubled),
    )


def _with_gwcodes(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``country_gwcode``, null for what was no state in that year.

    A packager's number counts where it names a state of that year. Otherwise V-Dem's own Correlates of War
    number does: before 1993 it is Czechoslovakia's, where packagers write Czechia's.
    """
    rows = rows.with_columns(pl.col("year").cast(pl.Int32))
    first, last = int(rows["year"].min()), int(rows["year"].max())  # type: ignore[arg-type]
    then = years_as_states(first, last)
    placed = rows.join(
        codes_by_year(first, last).rename({"country_gwcode": "own_gwcode"}),
        on=["country_cowcode", "year"],
        how="left",
    )
    numbers = [name for name in ("stated_gwcode", "own_gwcode") if name in placed.columns]
    for name in numbers:
        state = then.select("year", **{name: "country_gwcode", f"{name}_then": "country_gwcode"})
        placed = placed.with_columns(pl.col(name).cast(pl.Int32)).join(state, on=[name, "year"], how="left")
    code = pl.coalesce(f"{name}_then" for name in numbers)
    return placed.select(*rows.columns, country_gwcode=code)


def _left_out(placed: pl.DataFrame) -> list[str]:
    """Say how many rows are of units that were no state in that year, and which they are in the last."""
    outside = placed.filter(pl.col("country_gwcode").is_null())
    if outside.is_empty():
        return []
    last_year = int(placed["year"].max())  # type: ignore[arg-type]
    latest = outside.filter(pl.col("year") == last_year)["unit_name"].sort().to_list()
    named = f" (in {last_year}: {some(latest, most=10)})" if latest else ""
    return [f"{outside.height:,} rows of units that were no state in that year were left out{named}"]


def _one_unit_per_state(placed: pl.DataFrame, file: InputFile) -> tuple[pl.DataFrame, list[str]]:
    """Where two units stand for one state in a year, keep the one that stands for it in the next year too.

    V-Dem codes a state that ends and the one that takes its place in the year of the change: Piedmont-Sardinia
    and Italy in 1861, which share a number. Anything else is ambiguous and refused.
    """
    key = ["country_gwcode", "year"]
    doubled = placed.filter(pl.struct(key).is_duplicated())
    if doubled.is_empty():
        return placed, []
    later = placed.select("country_gwcode", "country_text_id", pl.col("year") - 1)
    goes_on = doubled.join(later, on=["country_gwcode", "country_text_id", "year"], how="semi")
    if goes_on[key].is_duplicated().any() or goes_on.height < doubled[key].n_unique():
        pairs = doubled.select("unit_name", "year").sort("year", "unit_name").rows()
        raise MalformedFileError(
            f"{file.origin} has several units for one state in a year: "
            f"{some(f'{name} {year}' for name, year in pairs)}. Keep one row for each state and year."
        )
    dropped = doubled.join(goes_on, on=["country_text_id", "year"], how="anti")
    kept = placed.join(dropped, on=["country_text_id", "year"], how="anti")
    names = some(f"{name} {year}" for name, year in dropped.select("unit_name", "year").rows())
    return kept, [f"left out because another unit stands for the same state in that year: {names}"]
