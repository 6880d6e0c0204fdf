"""World Development Indicators: income, trade, population, health and schooling by country and year."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from avert.errors import MalformedFileError, some
from avert.sources import releases
from avert.sources.declaration import Column, Declaration
from avert.sources.files import InputFile
from avert.sources.placing import TERRITORY_OF_TODAY, by_iso3, keep_states
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, column_names, read_columns, take_columns, unknown_note

_YEAR = re.compile(r"(?:19|20)\d\d")
_UPDATED = re.compile(r'"?Last Updated Date"?,"?(\d{4}-\d\d-\d\d)')
_PRICES = re.compile(r"_(20\d\d)$")
_COUNTRY = ["country_name", "iso3", "year"]


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per state and year, with the indicators that the file has."""
    rows, notes = _prepared(file, layout) if layout.layout == "ewp" else _wide(file, layout)
    values = [name for name in rows.columns if name not in _COUNTRY]
    if values:
        rows = rows.filter(pl.any_horizontal(pl.col(values).is_not_null()))
    if rows.is_empty():
        raise MalformedFileError(f"{file.origin} has no value of an indicator that Avert takes.")
    found = releases.yearly(file, release or _updated(file, layout), int(rows["year"].max()))  # type: ignore[arg-type]
    frame, left_out = keep_states(by_iso3(rows), "country_name", file)
    return Reading.of_years(
        frame.drop("country_name", "iso3"), found, (*notes, TERRITORY_OF_TODAY, *left_out)
    )


def _prepared(file: InputFile, layout: Declaration) -> tuple[pl.DataFrame, list[str]]:
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    return rows, unknown_note(unknown)


def _wide(file: InputFile, layout: Declaration) -> tuple[pl.DataFrame, list[str]]:
    """Turn one column per year into one row per country and year, of the indicators that are taken."""
    names = column_names(file, layout)
    years = [name for name in names if _YEAR.fullmatch(name)]
    dated = replace(layout, columns=(*layout.columns, *map(_column_of_year, years)))
    table = _table(file, layout, names)
    taken = table.filter(pl.col("Indicator Code").is_in(list(layout.indicators)))
    others = table["Indicator Code"].n_unique() - taken["Indicator Code"].n_unique()
    rows, unknown = take_columns(taken, names, file, dated)
    check_key(rows, layout, file.origin)
    kept, in_other_prices = _in_the_prices_we_name(rows, layout)
    long = kept.unpivot(years, index=["country_name", "iso3", "indicator"], variable_name="year").drop_nulls(
        "value"
    )
    wide = long.with_columns(pl.col("indicator").replace_strict(layout.indicators)).pivot(
        "indicator", index=["country_name", "iso3", "year"], values="value"
    )
    notes = [f"{others:,} other indicators were left out"] if others else []
    return wide.with_columns(pl.col("year").cast(pl.Int64)), [
        *unknown_note(unknown),
        *in_other_prices,
        *notes,
    ]


def _in_the_prices_we_name(rows: pl.DataFrame, layout: Declaration) -> tuple[pl.DataFrame, list[str]]:
    """Leave out what is in the prices of another year than our column says; they change every few years."""
    base = {code: match[1] for code, name in layout.indicators.items() if (match := _PRICES.search(name))}
    named = rows.with_columns(
        base=pl.col("indicator").replace_strict(base, default="", return_dtype=pl.String)
    )
    is_other = ~pl.col("indicator_name").str.contains(pl.col("base"), literal=True)
    other = named.filter(is_other)["indicator"].unique().sort()
    note = [f"left out, in prices of another year than the one we name: {some(other)}"] if other.len() else []
    return named.filter(~is_other), note


def _column_of_year(year: str) -> Column:
    return Column(year, year, "number", is_required=True, is_complete=False, least=None, most=None)


def _table(file: InputFile, layout: Declaration, names: list[str]) -> pl.DataFrame:
    """Read the table as text; every line of the publisher's ends with an empty field."""
    fields = [name or f"unnamed_{i}" for i, name in enumerate(names)]
    try:
        return pl.read_csv(
            file.path,
            has_header=False,
            skip_lines=layout.header_line,
            schema=dict.fromkeys(fields, pl.String()),
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError as error:
        raise MalformedFileError(
            f"{file.origin} cannot be read as a table: {some([str(error).splitlines()[0]])}. Download it again."
        ) from None


def _updated(file: InputFile, layout: Declaration) -> str | None:
    """Return the day on which the file says that it was last updated."""
    if layout.header_line == 1:
        return None
    with file.path.open(encoding="utf-8-sig") as lines:
        above = "".join(next(lines, "") for _ in range(layout.header_line - 1))
    match = _UPDATED.search(above)
    return match[1] if match else None
