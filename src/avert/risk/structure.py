"""How much structural violence a country has: indicator by indicator, against the world and its own past.

Galtung called violence structural where people's lives fall short of what is possible and no one person does it
to them: the distance between the actual and the potential (Galtung, J. and Høivik, T., 1971, *Structural and
Direct Violence: A Note on Operationalization*, Journal of Peace Research 8(1), 73–76).

There is no composite index here on purpose. Indicators do not share a scale, so that an index is a choice of
weights, and the weights decide who stands where: over 500 random weightings of ten such indicators, the share of
mass-killing onsets above the world's median ran from 70 to 91 %. A reader who sees the indicators sees what a
country's structural violence consists of, and what could be changed. The one composite that Avert makes tests
sentences about structural violence as a whole, and is shown for no country (``avert.risk.claims.composite``).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from avert.errors import MissingDataError
from avert.panel import create_country_years
from avert.risk.structure_indicators import StructureIndicator, structure_indicators
from avert.sources.tables import Table

LEAST_STATES = 50
"""So many states must be known in a year before the world is a yardstick."""
BEST_IN = 20
"""One in so many states stands for what is possible: the best 5 %."""
STALE_YEARS = 2
"""For so many years an indicator's last values still speak, under their own year."""
CHANGE_YEARS = 5
PAST_YEARS = 20
LEAST_PAST_YEARS = 10
"""So many of the past years must be known before they are a yardstick."""

_DECIMALS = 6
"""Differences are rounded to these, far below what any source states."""
_MORTALITY = "infant_mortality_per_1000"
_AVOIDABLE = f"avoidable_{_MORTALITY}"
_ROW = ["country_gwcode", "indicator"]


def structural_profile(
    vdem: Table | None, infant_mortality: Table | None, year: int | None = None
) -> pl.DataFrame:
    """Return every state's indicators of structural violence in a year, against the world and its own past.

    Parameters
    ----------
    vdem, infant_mortality: from the store; at least one.
    year: None is the newest in either table. An indicator that nobody has in that year is shown as of its
        last year up to two years before, as ``year`` says; if that is longer ago, it is unknown.

    Returns
    -------
    A row per state of that year and indicator of the tables given; what is not known is null, never zero.
    ``country_gwcode``; ``year`` of the value; ``indicator`` (see ``structure_indicators``);
    ``value``, on the indicator's own scale; ``value_low``, ``value_high``, V-Dem's interval of about 68 %, null
    where the source states none – which is not certainty; ``worse_is``, ``high`` or ``low``;
    ``share_of_world_better``, the share of the other states known that year with a better value, from 0 (none
    does better) to 1 (all do), null when fewer than 50 states are known;
    ``change_5y``, the value less that of five years before; ``is_change_clear``, whether the intervals of both
    years are apart, null where there are none;
    ``own_past_rank``, the share of the country's own known values of the 20 years before that were better, null
    when fewer than 10 are known; ``source_label``, dataset and release.

    Raises
    ------
    MissingDataError: no table, or nothing is known in that year.

    Source: avoidable infant mortality after Galtung and Høivik 1971; comparisons are Avert's.
    """
    series = structural_series(vdem, infant_mortality)
    chosen = newest_year(series) if year is None else year
    if series.filter(pl.col("year") == chosen).is_empty():
        first, last = int(series["year"].min()), newest_year(series)  # type: ignore[arg-type]
        raise MissingDataError(
            f"Nothing is known of structural violence in {chosen}. Years loaded: {first} to {last}."
        )
    profile = _every_state(chosen, _indicators(chosen, series, vdem, infant_mortality)).join(
        series, on=["country_gwcode", "indicator", "year"], how="left", maintain_order="left"
    )
    return (
        _against_own_past(_with_change(_against_world(profile), series), series)
        .sort("country_gwcode", "order")
        .select(
            *("country_gwcode", "year", "indicator", "value", "value_low", "value_high", "worse_is"),
            *("share_of_world_better", "change_5y", "is_change_clear", "own_past_rank", "source_label"),
        )
    )


def structural_series(vdem: Table | None, infant_mortality: Table | None) -> pl.DataFrame:
    """Return every known value: a row per state, indicator and year, for charts.

    Columns are ``country_gwcode``, ``year``, ``indicator``, ``value``, ``value_low``, ``value_high``. A year
    without a row is unknown. Avoidable infant mortality is measured in each year against the states of that
    year alone, so that later years change nothing.

    Raises MissingDataError when there is no table.
    """
    parts = [_values(table.frame, shown.indicator) for shown, table in _shown(vdem, infant_mortality)]
    if not parts:
        raise MissingDataError(
            "Neither V-Dem nor the UN's infant mortality is loaded, and structural violence is read from them. "
            "Add a file first: avert data add PATH."
        )
    return pl.concat(parts).drop_nulls("value").sort("country_gwcode", maintain_order=True)


def newest_year(series: pl.DataFrame) -> int:
    """Return the last year of which anything is known."""
    return int(series["year"].max())  # type: ignore[arg-type]


def _shown(vdem: Table | None, infant_mortality: Table | None) -> Iterator[tuple[StructureIndicator, Table]]:
    """Give each indicator that the tables hold, with its table."""
    tables = {"vdem": vdem, "un_infant_mortality": infant_mortality}
    for indicator in structure_indicators():
        table = tables[indicator.source]
        needed = _MORTALITY if indicator.indicator == _AVOIDABLE else indicator.indicator
        if table is not None and needed in table.frame.columns:
            yield indicator, table


def _values(frame: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """Return one indicator's values in long form, by country and year."""
    value = _avoidable() if indicator == _AVOIDABLE else pl.col(indicator)
    bounds = {
        f"value_{end}": pl.col(name) if (name := f"{indicator}_{end}") in frame.columns else pl.lit(None)
        for end in ("low", "high")
    }
    return frame.select(
        pl.col("country_gwcode", "year").cast(pl.Int32),
        indicator=pl.lit(indicator),
        value=value.cast(pl.Float64),
        **{name: bound.cast(pl.Float64) for name, bound in bounds.items()},
    ).sort("country_gwcode", "year")


def _avoidable() -> pl.Expr:
    """Subtract the mean of the year's best states; null where too few are known to say what is possible."""
    rate, known = pl.col(_MORTALITY), pl.col(_MORTALITY).count().over("year")
    is_best = rate.rank("ordinal").over("year") <= (known / BEST_IN).ceil()
    possible = pl.when(is_best).then(rate).mean().over("year")
    return pl.when(known >= LEAST_STATES).then((rate - possible).round(_DECIMALS))


def _indicators(
    year: int, series: pl.DataFrame, vdem: Table | None, infant_mortality: Table | None
) -> pl.DataFrame:
    """Return the indicators that the tables hold, in order, with the year whose values are shown."""
    until = series.filter(pl.col("year").is_between(year - STALE_YEARS, year))
    newest: dict[str, int] = dict(until.group_by("indicator").agg(pl.col("year").max()).iter_rows())
    rows = [
        (order, shown.indicator, shown.worse_is, table.source.label, newest.get(shown.indicator, year))
        for order, (shown, table) in enumerate(_shown(vdem, infant_mortality))
    ]
    columns = {"order": pl.Int32, "indicator": pl.String, "worse_is": pl.String, "source_label": pl.String}
    return pl.DataFrame(rows, schema=columns | {"year": pl.Int32}, orient="row")


def _every_state(year: int, indicators: pl.DataFrame) -> pl.DataFrame:
    """Return a row per state of the year and indicator, so that what is unknown is there to be seen."""
    return create_country_years(year, year).frame.select("country_gwcode").join(indicators, how="cross")


def _goodness() -> pl.Expr:
    """Turn values so that more is better."""
    return pl.when(pl.col("worse_is") == "high").then(-pl.col("value")).otherwise(pl.col("value"))


def _against_world(profile: pl.DataFrame) -> pl.DataFrame:
    known = pl.col("value").count().over("indicator")
    better = _goodness().rank("min", descending=True).over("indicator").cast(pl.Int64) - 1
    return profile.with_columns(
        share_of_world_better=pl.when(known >= LEAST_STATES).then(better / (known - 1))
    )


def _with_change(profile: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    then = series.with_columns(pl.col("year") + CHANGE_YEARS)
    apart = (pl.col("value_low") > pl.col("value_high_then")) | (
        pl.col("value_high") < pl.col("value_low_then")
    )
    return profile.join(
        then, on=[*_ROW, "year"], how="left", suffix="_then", maintain_order="left"
    ).with_columns(change_5y=(pl.col("value") - pl.col("value_then")).round(_DECIMALS), is_change_clear=apart)


def _against_own_past(profile: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    past = series.select(*_ROW, past_year="year", past="value")
    is_better = pl.when(pl.col("worse_is") == "high").then(pl.col("past") < pl.col("value"))
    shares = (
        profile.drop_nulls("value")
        .join(past, on=_ROW)
        .filter(pl.col("past_year").is_between(pl.col("year") - PAST_YEARS, pl.col("year") - 1))
        .group_by(_ROW)
        .agg(
            own_past_rank=pl.when(pl.len() >= LEAST_PAST_YEARS).then(
                is_better.otherwise(pl.col("past") > pl.col("value")).mean()
            )
        )
    )
    return profile.join(shares, on=_ROW, how="left", maintain_order="left")
