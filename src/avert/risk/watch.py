"""Repression and displacement beside deaths: what the count of deaths misses, each against the own past.

People can be driven out, imprisoned and tortured while few are killed. Each measure stands alone, under its own
year and source; there is no composite, because its weights would decide it.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from avert.errors import MissingDataError
from avert.sources.tables import Table

PAST_YEARS = 20
LEAST_PAST_YEARS = 10


@dataclass(frozen=True)
class Watched:
    """One measure. worse_is: whether a high or a low value is worse. unit: what the value counts."""

    measure: str
    label: str
    dataset: str
    worse_is: str
    unit: str


_SCALE = "V-Dem's measurement scale, about -4 (worst) to 4 (best)"
_PEOPLE = "people at the end of the year"
WATCHED = (
    Watched("v2x_clphy", "Physical integrity", "vdem", "low", "0 (worst) to 1 (best)"),
    Watched("v2clkill", "Freedom from political killing", "vdem", "low", _SCALE),
    Watched("v2cltort", "Freedom from torture", "vdem", "low", _SCALE),
    Watched("v2csreprss", "Civil society free from repression", "vdem", "low", _SCALE),
    Watched("refugees", "Refugees from the country", "unhcr_origin_asylum", "high", _PEOPLE),
    Watched("asylum_seekers", "Asylum-seekers from the country", "unhcr_origin_asylum", "high", _PEOPLE),
    Watched("internally_displaced", "Displaced within the country", "unhcr_origin_asylum", "high", _PEOPLE),
)


def watch(
    country_gwcode: int, *, vdem: Table | None, displaced: Table | None, year: int | None = None
) -> pl.DataFrame:
    """Return what is known of repression in a country and of people who fled it, against its own past.

    Parameters
    ----------
    country_gwcode: of the country.
    vdem: the source ``vdem``. displaced: the source ``unhcr_origin_asylum``. None where not loaded.
    year: nothing later is looked at; None takes the newest year of each source.

    Returns
    -------
    A row per measure of ``WATCHED``, also where nothing is known of it: ``measure``, ``label``, ``unit``,
    ``worse_is``; ``year`` of the source's newest values, ``value``, ``value_low``, ``value_high`` (V-Dem's interval
    of about 68 %); ``change_1y`` and ``change_5y`` (value less that of one and five years before);
    ``is_change_clear``, whether the intervals of now and five years ago are apart; ``share_of_past_better``, the
    share of the known values of the 20 years before that were better, null when fewer than 10 are known;
    ``source_label``. Null is unknown. UNHCR lists no country from which nobody is known to have fled, so that none
    is unknown too.
    """
    tables = {"vdem": vdem, "unhcr_origin_asylum": displaced}
    if not any(tables.values()):
        raise MissingDataError(
            "Neither V-Dem nor UNHCR's figures are loaded, which repression and displacement are read from. "
            "Add a file first: avert data add PATH."
        )
    rows = [_row(watched, tables[watched.dataset], country_gwcode, year) for watched in WATCHED]
    return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA = {
    "measure": pl.String,
    "label": pl.String,
    "unit": pl.String,
    "worse_is": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "value_low": pl.Float64,
    "value_high": pl.Float64,
    "change_1y": pl.Float64,
    "change_5y": pl.Float64,
    "is_change_clear": pl.Boolean,
    "share_of_past_better": pl.Float64,
    "source_label": pl.String,
}
_Interval = tuple[float, float | None, float | None]


def _row(watched: Watched, table: Table | None, country_gwcode: int, year: int | None) -> dict[str, object]:
    said: dict[str, object] = {
        "measure": watched.measure,
        "label": watched.label,
        "unit": watched.unit,
        "worse_is": watched.worse_is,
    }
    if table is None or not {watched.measure, "status"} & set(table.frame.columns):
        return said
    frame = table.frame if year is None else table.frame.filter(pl.col("year") <= year)
    series = _series(frame, watched, country_gwcode)
    newest = frame["year"].max()
    if newest is None:
        return said
    return said | _compared(series, int(newest), watched) | {"source_label": table.source.label}  # type: ignore[arg-type]


def _series(frame: pl.DataFrame, watched: Watched, country_gwcode: int) -> dict[int, _Interval]:
    """Return the country's known values by year, with the ends of their intervals where there are any."""
    mine = frame.filter(pl.col("country_gwcode") == country_gwcode)
    if watched.dataset == "unhcr_origin_asylum":
        people = (
            mine.filter(pl.col("status") == watched.measure)
            .group_by("year")
            .agg(pl.col("people_count").sum())
        )
        return {year: (float(count), None, None) for year, count in people.iter_rows()}
    if watched.measure not in mine.columns:
        return {}
    ends = [f"{watched.measure}_low", f"{watched.measure}_high"]
    known = mine.drop_nulls(watched.measure).select("year", watched.measure, *ends)
    return {year: (value, low, high) for year, value, low, high in known.iter_rows()}


def _compared(series: dict[int, _Interval], year: int, watched: Watched) -> dict[str, object]:
    """Return a year's value against the years before it; what is not known stays out."""
    if year not in series:
        return {"year": year}
    value, low, high = series[year]
    past = [series[before][0] for before in range(year - PAST_YEARS, year) if before in series]
    better = [one < value if watched.worse_is == "high" else one > value for one in past]
    return {
        "year": year,
        "value": value,
        "value_low": low,
        "value_high": high,
        "change_1y": _change(series, year, 1),
        "change_5y": _change(series, year, 5),
        "is_change_clear": _is_clear(series, year),
        "share_of_past_better": sum(better) / len(better) if len(better) >= LEAST_PAST_YEARS else None,
    }


def _change(series: dict[int, _Interval], year: int, years: int) -> float | None:
    return round(series[year][0] - series[year - years][0], 6) if year - years in series else None


def _is_clear(series: dict[int, _Interval], year: int) -> bool | None:
    """Say whether the intervals of now and five years ago are apart; null where there are none."""
    _, low, high = series[year]
    _, past_low, past_high = series.get(year - 5, (0.0, None, None))
    if low is None or high is None or past_low is None or past_high is None:
        return None
    return low > past_high or high < past_low
