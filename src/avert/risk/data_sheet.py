"""What the data behind a model hold and lack, column by column, counted from the very panel it was given."""

from __future__ import annotations

import polars as pl

_KEYS = ("country_gwcode", "year")
SHEET = {
    "column": pl.String,
    "rows": pl.Int64,
    "missing_share": pl.Float64,
    "first_year": pl.Int64,
    "last_year": pl.Int64,
}


def data_sheet(panel: pl.DataFrame) -> pl.DataFrame:
    """Return for each numeric column of a panel its rows, the share without a value, and the years that have any.

    Parameters
    ----------
    panel: a row per ``country_gwcode`` and ``year``.

    >>> panel = pl.DataFrame({"country_gwcode": [2, 2], "year": [2000, 2001], "x": [None, 1.0]})
    >>> data_sheet(panel).rows()
    [('x', 2, 0.5, 2001, 2001)]
    """
    columns = [name for name, kind in panel.schema.items() if kind.is_numeric() and name not in _KEYS]
    rows = [(name, panel.height, *_of_column(panel, name)) for name in columns]
    return pl.DataFrame(rows, schema=SHEET, orient="row")


def _of_column(panel: pl.DataFrame, name: str) -> tuple[float | None, int | None, int | None]:
    known = panel.filter(pl.col(name).is_not_null() & pl.col(name).cast(pl.Float64).is_finite())["year"]
    missing = 1.0 - known.len() / panel.height if panel.height else None
    years = known.to_list()
    return missing, min(years, default=None), max(years, default=None)
